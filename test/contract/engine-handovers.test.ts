import { asId } from '@legwork/core';
import type { Capabilities } from '@legwork/core';
import { withCapabilities } from '@legwork/sim';
import { describe, expect, it } from 'vitest';
import { openConsole, type Console } from '../support/console.ts';

/** Who has the customer next, and what is refused, where it depends on what a call remembers and on what its switch can do. */

const stateOf = (c: Console): string | undefined => c.engine.state.calls.get(asId('c1'))?.state.at.split(' ')[0];
const lacking = (...effects: readonly (keyof Capabilities['effects'])[]): Console =>
  openConsole({
    capabilities: withCapabilities({ effects: Object.fromEntries(effects.map((name) => [name, 'unsupported'])) }),
  });
const toNumber = { call: 'c1', to: { kind: 'number', number: '+84999' } };
const toQueue = { call: 'c1', to: { kind: 'queue', queue: 'sales' } };
const gone = (c: Console, native: string, cause = 'normal'): readonly string[] =>
  c.sees('leg.ended', { native, cause });

describe('an agent who hangs up leaves the customer', () => {
  it('to the supervisor who is still heard by all, and not to the one who is heard no more', () => {
    const c = openConsole();
    c.talks();
    c.joins('minh', 'barge');
    c.joins('hoa', 'barge');
    c.asks('switchMode', { seat: 's1', mode: 'monitor' });
    c.sees('leg.placed', { native: 's1.1', at: 'tap', target: 'c1.2', mode: 'monitor' });
    const said = gone(c, 'c1.2');
    expect(said).toContain('join call=c1 leg=s2.1 native=s2.1 mix=main');
    expect(said).toContain(
      'seat.changed seat=s2 supervisor=hoa call=c1 scope=call state=lent mode=barge wanted=monitor',
    );
  });

  it('to the first of several who are heard by all; the others listen from then on', () => {
    const c = openConsole();
    c.talks();
    c.joins('minh', 'barge');
    c.joins('hoa', 'barge');
    expect(gone(c, 'c1.2')).toContain('join call=c1 leg=s1.1 native=s1.1 mix=main');
    c.sees('leg.placed', { native: 'ch-1', at: 'main' });
    c.sees('leg.placed', { native: 's1.1', at: 'main' });
    expect(c.engine.state.seats.get(asId('s2'))?.state).toMatchObject({
      at: 'attaching',
      record: { wanted: 'monitor' },
    });
    gone(c, 's1.1');
    expect(stateOf(c)).toBe('life.closing');
  });

  it.each(['who has left', 'who is leaving', 'who asks for silence'] as const)(
    'to nobody %s: the call ends',
    (what) => {
      const c = openConsole();
      c.talks();
      c.joins('minh', 'barge');
      if (what === 'who asks for silence') c.asks('switchMode', { seat: 's1', mode: 'monitor' });
      else c.asks('leave', { seat: 's1' });
      if (what === 'who has left') gone(c, 's1.1');
      expect(gone(c, 'c1.2')).toContain('call.changed call=c1 state=closing hold=open handover=idle recording=off');
    },
  );

  it('to nobody who could not be put together with them', () => {
    const c = lacking('join');
    c.talks();
    c.joins('minh', 'barge');
    gone(c, 'c1.2');
    expect(stateOf(c)).toBe('life.closing');
  });
});

describe('a parked call', () => {
  it('stays parked where who picks it up does not answer', () => {
    const c = openConsole();
    c.talks();
    c.asks('park', { call: 'c1' });
    c.sees('leg.placed', { native: 'ch-1', at: 'treated' });
    gone(c, 'c1.2');
    c.fires('lan:wrapUp');
    c.asks('pickUp', { call: 'c1', agent: 'lan' });
    expect(gone(c, 'c1.3', 'noAnswer')).toEqual([
      'stopTimer timer=c1.3:ring:13',
      'leg.ended leg=c1.3 call=c1 cause=noAnswer',
      'call.party call=c1',
      'call.changed call=c1 state=parked hold=open handover=idle recording=off',
      'stopTimer timer=c1:place:14',
      'command.resolved command=k4 what=cmd.pickUp call=c1 outcome=failed cause=noAnswer allowed=[]',
      'treat call=c1 leg=c1.1 native=ch-1 with=music',
      'startTimer timer=c1:park:15 ms=300000',
      'startTimer timer=c1:place:16 ms=5000',
      'agent.changed agent=lan state=away reason=missed',
    ]);
  });

  it('is parked no more once it was picked up: the next agent who does not answer leaves it in the queue', () => {
    const c = openConsole();
    c.talks();
    c.asks('park', { call: 'c1' });
    c.sees('leg.placed', { native: 'ch-1', at: 'treated' });
    gone(c, 'c1.2');
    c.fires('c1:park');
    c.fires('lan:wrapUp');
    gone(c, 'c1.3', 'noAnswer');
    expect(stateOf(c)).toBe('life.open.queued');
  });
});

describe('a call is over', () => {
  it.each([
    ['who was being rung', 'consult', false],
    ['who was the third', 'addParty', true],
  ] as const)('when %s has ended too', (_who, what, isIn) => {
    const c = openConsole();
    c.talks();
    c.asks(what, toNumber);
    if (isIn) {
      c.sees('leg.answered', { native: 'c1.3' });
      c.sees('leg.placed', { native: 'ch-1', at: 'main' });
      c.sees('leg.placed', { native: 'c1.3', at: 'main' });
    }
    c.asks('stop', { call: 'c1' });
    gone(c, 'ch-1');
    gone(c, 'c1.2');
    expect(stateOf(c)).toBe('life.closing');
    expect(gone(c, 'c1.3').at(-1)).toBe(
      'call.closed call=c1 end=stopped cause=normal queue=sales served=true abandoned=false waitMs=0 talkMs=0 holdMs=0',
    );
  });

  it('when the leg that it had let go has ended too', () => {
    const c = openConsole();
    c.talks();
    c.asks('hold', { call: 'c1' });
    c.asks('hangUp', { call: 'c1' });
    gone(c, 'ch-1');
    expect(stateOf(c)).toBe('life.closing');
    expect(gone(c, 'c1.2').at(-3)).toContain('call.closed call=c1 end=hungUp');
  });

  it('asks nobody to end twice', () => {
    const c = openConsole();
    c.talks();
    c.asks('drop', { leg: 'c1.2' });
    const said = c.asks('stop', { call: 'c1' });
    expect(said.filter((line) => line.startsWith('hangUp'))).toEqual([
      'hangUp call=c1 leg=c1.1 native=ch-1 cause=normal',
    ]);
  });
});

describe('what a switch cannot do is refused, and only that', () => {
  const refused = (capability: string) => `refusal={"reason":"unsupported","capability":"${capability}"}`;

  it('music: nobody waits, or is held, without it', () => {
    const c = lacking('treat');
    c.talks();
    for (const [what, fields] of [
      ['transfer', toQueue],
      ['park', { call: 'c1' }],
      ['hold', { call: 'c1' }],
    ] as const)
      expect(c.asks(what, fields)[0], what).toContain(refused('treat'));
    expect(c.asks('transfer', toNumber)[0]).toContain('command.accepted');
  });

  it('to ring the next party first, and to move the customer', () => {
    const c = openConsole({
      capabilities: withCapabilities({ effects: { redirect: 'unsupported' }, traits: { dialFirst: false } }),
    });
    c.talks();
    expect(c.asks('transfer', toNumber)[0]).toContain(refused('redirect'));
    expect(c.asks('consult', toNumber)[0]).toContain(refused('dialFirst'));
    expect(c.asks('transfer', toQueue)[0]).toContain('command.accepted');
  });

  it('to move the customer, where the next party can be rung first', () => {
    const c = lacking('redirect');
    c.talks();
    expect(c.asks('transfer', toNumber)[0]).toContain('command.accepted');
  });

  it('a way to be present; all of them begin by listening', () => {
    const c = lacking('whisper', 'barge');
    c.talks();
    const supervise = (on: Console, mode: string) =>
      on.asks('supervise', { call: 'c1', supervisor: 'minh', mode, scope: 'call' })[0];
    expect(supervise(c, 'whisper')).toContain(refused('whisper'));
    expect(supervise(c, 'barge')).toContain(refused('barge'));
    expect(supervise(c, 'monitor')).toContain('command.accepted');
    const deaf = lacking('monitor');
    deaf.talks();
    for (const mode of ['monitor', 'whisper', 'barge'])
      expect(supervise(deaf, mode), mode).toContain(refused('monitor'));
  });
});
