import { withCapabilities } from '@legwork/sim';
import { describe, expect, it } from 'vitest';
import { openConsole, type Console } from '../support/console.ts';

/** Who may ask for what, and whom a command can be about. What came of it: `accepted`, or the reason of the refusal. */

const lan = { by: { role: 'agent', id: 'lan' } };
const mai = { by: { role: 'agent', id: 'mai' } };
const minh = { by: { role: 'supervisor', id: 'minh' } };
const hoa = { by: { role: 'supervisor', id: 'hoa' } };
const call = { call: 'c1' };
const toNumber = { ...call, to: { kind: 'number', number: '+84999' } };
const watching = { ...call, mode: 'monitor', scope: 'call' };

const outcome = (c: Console, what: string, fields: object): string => {
  const said = c.asks(what, fields);
  if (said.some((line) => line.startsWith('command.accepted'))) return 'accepted';
  return /refusal=\{"reason":"(\w+)"/.exec(said[0] ?? '')?.[1] ?? 'nothing';
};

it('whoever has no right to ask for anything is refused, and audited where it is privileged', () => {
  const c = openConsole();
  c.talks();
  const nobody = { by: { role: 'none', id: 'eve' } };
  for (const [what, fields] of [
    ['stop', call],
    ['takeover', { ...call, supervisor: 'minh' }],
    ['supervise', { ...watching, supervisor: 'minh' }],
  ] as const) {
    const said = c.asks(what, { ...fields, ...nobody });
    expect(said.some((line) => line.startsWith('audit'))).toBe(true);
    expect(said.join(' ')).toContain('refusal={"reason":"forbidden"} allowed=[]');
  }
  expect(outcome(c, 'hold', { ...call, ...nobody })).toBe('forbidden');
});

describe('an agent', () => {
  it.each([
    ['holds the call they talk on', 'hold', { ...call, ...lan }, 'accepted'],
    ['transfers it', 'transfer', { ...toNumber, ...lan }, 'accepted'],
    ['mutes a leg of it', 'mute', { leg: 'c1.2', ...lan }, 'accepted'],
    ['does not hold the call of another', 'hold', { ...call, ...mai }, 'forbidden'],
    ['does not mute a leg of it', 'mute', { leg: 'c1.2', ...mai }, 'forbidden'],
    ['is told nothing of a call that there is not', 'hold', { call: 'c9', ...mai }, 'noSuchCall'],
    ['stops no call, not their own either', 'stop', { ...call, ...lan }, 'forbidden'],
    ['listens to nobody', 'supervise', { ...watching, supervisor: 'minh', ...lan }, 'forbidden'],
    ['takes nothing over', 'takeover', { ...call, supervisor: 'minh', expectedAgentLeg: 'c1.2', ...lan }, 'forbidden'],
    ['has no seat to leave', 'leave', { seat: 's1', ...lan }, 'forbidden'],
    ['begins a shift of their own', 'logIn', { agent: 'mai', ...mai }, 'accepted'],
    ['begins no shift of another', 'logIn', { agent: 'mai', ...lan }, 'forbidden'],
    ['forces nobody', 'forceAgent', { agent: 'mai', to: 'away', reason: 'x', ...lan }, 'forbidden'],
    ['picks up nothing for another', 'pickUp', { ...call, agent: 'mai', ...lan }, 'forbidden'],
    ['has nobody else call', 'originate', { agent: 'mai', to: '+84999', ...lan }, 'forbidden'],
  ] as const)('%s', (_story, what, fields, expected) => {
    const c = openConsole();
    c.talks();
    expect(outcome(c, what, fields)).toBe(expected);
  });

  it('who has let a call go has no more say in it', () => {
    const c = openConsole();
    c.talks();
    c.asks('park', call);
    c.sees('leg.placed', { native: 'ch-1', at: 'treated' });
    c.sees('leg.ended', { native: 'c1.2', cause: 'normal' });
    expect(outcome(c, 'hangUp', { ...call, ...lan })).toBe('forbidden');
  });
});

describe('a supervisor', () => {
  it.each([
    ['listens in person', 'supervise', { ...watching, supervisor: 'hoa', ...hoa }, 'accepted'],
    ['does not have another listen', 'supervise', { ...watching, supervisor: 'hoa', ...minh }, 'forbidden'],
    [
      'does not have another take over',
      'takeover',
      { ...call, supervisor: 'hoa', expectedAgentLeg: 'c1.2', ...minh },
      'forbidden',
    ],
    ['takes over in person', 'takeover', { ...call, supervisor: 'hoa', expectedAgentLeg: 'c1.2', ...hoa }, 'accepted'],
    ['becomes louder in their own seat', 'switchMode', { seat: 's1', mode: 'barge', ...minh }, 'accepted'],
    ['leaves their own seat', 'leave', { seat: 's1', ...minh }, 'accepted'],
    ['makes nobody else louder', 'switchMode', { seat: 's1', mode: 'barge', ...hoa }, 'forbidden'],
    ['has nobody else leave', 'leave', { seat: 's1', ...hoa }, 'forbidden'],
    ['is told of a seat that there is not', 'leave', { seat: 's9', ...hoa }, 'noSuchSeat'],
    ['stops a call', 'stop', { ...call, ...hoa }, 'accepted'],
    ['holds it', 'hold', { ...call, ...hoa }, 'accepted'],
    [
      'who does not exist is not present anywhere',
      'supervise',
      { ...watching, supervisor: 'nobody' },
      'noSuchSupervisor',
    ],
    ['is not present twice', 'supervise', { ...watching, supervisor: 'minh' }, 'supervisorBusy'],
  ] as const)('%s', (_story, what, fields, expected) => {
    const c = openConsole();
    c.talks();
    c.joins('minh');
    expect(outcome(c, what, fields)).toBe(expected);
  });

  it('who talks with a customer takes no other call over, and is not present at their own', () => {
    const c = openConsole();
    c.talks();
    c.joins('minh', 'barge');
    c.asks('takeover', { ...call, supervisor: 'minh', expectedAgentLeg: 'c1.2' });
    c.sees('leg.placed', { native: 'ch-1', at: 'main' });
    c.sees('leg.placed', { native: 's1.1', at: 'main' });
    c.sees('leg.ended', { native: 'c1.2', cause: 'normal' });
    c.talks('mai');
    const other = { call: 'c2', supervisor: 'minh' };
    expect(outcome(c, 'takeover', { ...other, expectedAgentLeg: 'c2.2' })).toBe('supervisorBusy');
    expect(outcome(c, 'supervise', { ...watching, ...other })).toBe('supervisorBusy');
    expect(outcome(c, 'supervise', { ...watching, supervisor: 'minh' })).toBe('ownCall');
    expect(outcome(c, 'takeover', { ...call, supervisor: 'minh', expectedAgentLeg: 's1.1' })).toBe('ownCall');
  });

  it('whose phone is still ringing takes nothing over with it', () => {
    const c = openConsole();
    c.talks();
    c.asks('supervise', { ...watching, supervisor: 'minh' });
    expect(outcome(c, 'takeover', { ...call, supervisor: 'minh', expectedAgentLeg: 'c1.2' })).toBe('conflict');
  });

  it('takes over from whom they mean, or from nobody', () => {
    const c = openConsole();
    c.talks();
    expect(c.asks('takeover', { ...call, supervisor: 'minh', expectedAgentLeg: 'c1.7' })[0]).toContain(
      'refusal={"reason":"stale","expected":"c1.2"}',
    );
  });

  it('listens where they expect the agent to be, and nowhere else', () => {
    const c = openConsole();
    c.talks();
    const here = { ...watching, supervisor: 'minh' };
    expect(outcome(c, 'supervise', { ...here, expectedAgentLeg: null })).toBe('stale');
    expect(outcome(c, 'supervise', { ...here, expectedAgentLeg: 'c1.2' })).toBe('accepted');
  });

  it('follows no number: there is no next call of theirs', () => {
    const c = openConsole();
    c.sees('leg.offered', { native: 'ch-1', from: '0901', to: '1901' });
    c.asks('answer', call);
    c.sees('leg.answered', { native: 'ch-1' });
    c.sees('leg.answered', { native: 'c1.2' });
    c.sees('leg.placed', { native: 'ch-1', at: 'main' });
    c.sees('leg.placed', { native: 'c1.2', at: 'main' });
    expect(outcome(c, 'supervise', { ...watching, scope: 'agent', supervisor: 'minh' })).toBe('noAgent');
    expect(outcome(c, 'supervise', { ...watching, supervisor: 'minh' })).toBe('accepted');
  });
});

describe('a command is refused', () => {
  it('where it is about somebody it cannot be about, in words that tell what it can', () => {
    const c = openConsole();
    c.talks();
    c.joins('minh');
    expect(c.asks('drop', { leg: 's1.1' })[0]).toContain(
      '"field":"leg","allowed":"a leg of a call: a supervisor leaves by cmd.leave"',
    );
    for (const what of ['consult', 'addParty'])
      expect(c.asks(what, { ...call, to: { kind: 'queue', queue: 'sales' } })[0], what).toContain(
        '"field":"to","allowed":"an agent or a number"',
      );
  });

  it.each([
    ['agent', 'noSuchAgent', { kind: 'agent', agent: 'nobody' }],
    ['agent who is not there', 'agentUnavailable', { kind: 'agent', agent: 'mai' }],
    ['queue', 'noSuchQueue', { kind: 'queue', queue: 'none' }],
  ] as const)('where there is no such %s', (_what, reason, to) => {
    const c = openConsole();
    c.talks();
    expect(outcome(c, 'transfer', { ...call, to })).toBe(reason);
  });

  it('where its number was given to one that is still open', () => {
    const c = openConsole();
    c.talks();
    c.asks('hold', { ...call, id: 'same' });
    expect(c.asks('record', { ...call, on: true, id: 'same' })[0]).toContain(
      'refusal={"reason":"conflict","with":"command"}',
    );
    c.sees('leg.placed', { native: 'ch-1', at: 'treated' });
    expect(outcome(c, 'record', { ...call, on: true, id: 'same' })).toBe('accepted');
  });

  it('where two are to be put together on a switch that cannot; a program that calls somebody needs nobody put together', () => {
    const c = openConsole({ capabilities: withCapabilities({ effects: { join: 'unsupported' } }) });
    c.shift('lan');
    expect(c.asks('originate', { agent: 'lan', to: '+84999' })[0]).toContain('"capability":"join"');
    expect(outcome(c, 'originate', { hotline: '1900', to: '+84999' })).toBe('accepted');
    const mute = openConsole({ capabilities: withCapabilities({ effects: { dial: 'unsupported' } }) });
    expect(mute.asks('originate', { hotline: '1900', to: '+84999' })[0]).toContain('"capability":"dial"');
  });
});
