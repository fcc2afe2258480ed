import { asId } from '@legwork/core';
import type { CallId, LegId } from '@legwork/core';
import { stringee, unlimited, withCapabilities } from '@legwork/sim';
import { describe, expect, it } from 'vitest';
import { openConsole, type Console } from '../support/console.ts';

/** Switches that go and come back, that restart, that say what there is on them; and two of them at once. */

const standing = [
  { native: 'ch-1', up: true, at: 'main' },
  { native: 'c1.2', up: true, at: 'main' },
];
const onSecond = (c: Console, type: string, fields: object = {}): readonly string[] =>
  c.sees(type, { ...fields, switch: 'pbx2' });
/** A call on the second switch that waits in the queue; it is the first of its customer, `ch-1` there too. */
const waitsOnSecond = (c: Console): void => {
  onSecond(c, 'leg.offered', { native: 'ch-1', from: '0909', to: '1900' });
  onSecond(c, 'leg.answered', { native: 'ch-1' });
  onSecond(c, 'leg.played', { native: 'ch-1', prompt: 'welcome' });
};
const waits = (c: Console, n: number): void => {
  c.sees('leg.offered', { native: `ch-${n}`, from: `090${n}`, to: '1900' });
  c.sees('leg.answered', { native: `ch-${n}` });
  c.sees('leg.played', { native: `ch-${n}`, prompt: 'welcome' });
};
const hearing = ({ engine }: Console): readonly boolean[] => {
  const [call, customer, agent] = [asId<CallId>('c1'), asId<LegId>('c1.1'), asId<LegId>('c1.2')];
  return [engine.hears(call)(customer, agent), engine.mayHear(call)(customer, agent)];
};

describe('of two switches', () => {
  it('each has legs of its own, that may be called alike', () => {
    const c = openConsole({ second: unlimited.capabilities });
    c.talks();
    waitsOnSecond(c);
    expect(onSecond(c, 'leg.ended', { native: 'ch-1', cause: 'normal' })).toContain(
      'leg.ended leg=c2.1 call=c2 cause=normal',
    );
    expect(c.sees('leg.ended', { native: 'ch-1', cause: 'normal' })[0]).toBe('leg.ended leg=c1.1 call=c1 cause=normal');
  });

  it('one is lost, and what is on the other stays known', () => {
    const c = openConsole({ second: unlimited.capabilities });
    c.talks();
    waitsOnSecond(c);
    expect(onSecond(c, 'switch.lost')).toEqual([
      'switch.reachable switch=pbx2 reachable=false',
      'call.confirmed call=c2 confirmed=false',
    ]);
    expect(c.asks('hold', { call: 'c1' })[0]).toContain('command.accepted');
    expect(c.asks('hangUp', { call: 'c2' })[0]).toContain('cause=unconfirmed');
  });

  it('one restarts, and only what was on it is gone', () => {
    const c = openConsole({ second: unlimited.capabilities });
    c.talks();
    waitsOnSecond(c);
    onSecond(c, 'switch.back', { epoch: 'e1', snapshot: { legs: [{ native: 'ch-1', up: true, at: 'treated' }] } });
    const said = onSecond(c, 'switch.back', { epoch: 'e2', snapshot: { legs: [] } });
    expect(said.filter((line) => line.startsWith('leg.ended'))).toEqual(['leg.ended leg=c2.1 call=c2 cause=lost']);
  });

  it('each is asked for what it can do', () => {
    const c = openConsole({ second: withCapabilities({ effects: { treat: 'unsupported', record: 'unsupported' } }) });
    c.talks();
    onSecond(c, 'call.found', {
      legs: [
        { native: 'b', role: 'agent', endpoint: 'desk/7' },
        { native: 'a', role: 'customer', endpoint: '0902' },
      ],
    });
    c.asks('claim', { call: 'c2' });
    onSecond(c, 'call.claimed', { call: 'c2' });
    expect(c.asks('hold', { call: 'c2' })[0]).toContain('"capability":"treat"');
    expect(c.asks('record', { call: 'c2', on: true })[0]).toContain('"capability":"record"');
    expect(c.asks('hold', { call: 'c1' })[0]).toContain('command.accepted');
  });

  it('a call that is found has the customer and the agent that it says, in whatever order', () => {
    const c = openConsole();
    const legs = [
      { native: 'b', role: 'agent', endpoint: 'desk/7' },
      { native: 'a', role: 'customer', endpoint: '0902' },
    ];
    expect(c.sees('call.found', { legs }).slice(0, 2)).toEqual([
      'call.created call=c1 direction=inbound customer=0902 ours=false',
      'leg.created leg=c1.1 call=c1 endpoint=0902 slot=customer',
    ]);
  });

  it('a call of which nothing is heard for too long is presumed to have ended, and no other', () => {
    const c = openConsole({ capabilities: stringee.capabilities, second: unlimited.capabilities });
    c.sees('leg.offered', { native: 'ch-1', from: '0901', to: '1901' });
    waitsOnSecond(c);
    c.pass(14_400_000);
    const said = c.fires('c1:silence');
    expect(said.filter((line) => line.startsWith('leg.ended'))).toEqual(['leg.ended leg=c1.1 call=c1 cause=presumed']);
  });
});

describe('a switch that is out of reach', () => {
  it('is so once, however often it is said', () => {
    const c = openConsole();
    c.sees('switch.lost');
    const { ignored } = { ...c.engine.state.counters };
    expect(c.sees('switch.lost')).toEqual([]);
    expect(c.engine.state.counters.ignored).toBe(ignored + 1);
  });

  it('offers its waiting calls to nobody until it is back, and then each agent one', () => {
    const c = openConsole();
    waits(c, 1);
    waits(c, 2);
    c.sees('switch.lost');
    c.shift('lan');
    expect(c.engine.state.agents.get(asId('lan'))?.state.at).toBe('available');
    const listed = { legs: ['ch-1', 'ch-2'].map((native) => ({ native, up: true, at: 'treated' })) };
    const said = c.sees('switch.back', { epoch: 'e1', snapshot: listed });
    expect(said.filter((line) => line.startsWith('dial'))).toEqual([
      'dial call=c1 leg=c1.2 native=c1.2 to=sip:lan as=0901 ringMs=20000',
    ]);
    expect(said.filter((line) => line.startsWith('agent.changed'))).toEqual([
      'agent.changed agent=lan state=reserved call=c1',
    ]);
  });

  it('has nobody offered who waits for it on another switch', () => {
    const c = openConsole({ second: unlimited.capabilities });
    waits(c, 1);
    c.sees('switch.lost');
    c.shift('lan');
    const said = onSecond(c, 'switch.back', { epoch: 'e1', snapshot: { legs: [] } });
    expect(said).toEqual([]);
  });

  it('may or may not have done what it was asked before; once it says what there is, it has not', () => {
    const c = openConsole();
    c.talks();
    c.asks('hold', { call: 'c1' });
    c.sees('leg.placed', { native: 'ch-1', at: 'treated' });
    c.asks('resume', { call: 'c1' });
    expect(hearing(c)).toEqual([false, true]);
    c.sees('switch.lost');
    c.sees('switch.back', { epoch: 'e1', snapshot: null });
    expect(hearing(c)).toEqual([false, true]);
    c.sees('switch.lost');
    const treated = [{ native: 'ch-1', up: true, at: 'treated' }, standing[1]];
    c.sees('switch.back', { epoch: 'e1', snapshot: { legs: treated } });
    expect(hearing(c)).toEqual([false, false]);
  });

  it('that has restarted has not done it', () => {
    const c = openConsole();
    c.talks();
    c.sees('switch.back', { epoch: 'e1', snapshot: null });
    c.asks('hold', { call: 'c1' });
    c.sees('leg.placed', { native: 'ch-1', at: 'treated' });
    c.asks('resume', { call: 'c1' });
    const treated = [{ native: 'ch-1', up: true, at: 'treated' }, standing[1]];
    c.sees('switch.back', { epoch: 'e1', snapshot: { legs: treated } });
    expect(hearing(c)).toEqual([false, true]);
    c.sees('switch.back', { epoch: 'e2', snapshot: { legs: treated } });
    expect(hearing(c)).toEqual([false, false]);
  });

  it('lists a phone that rings, and one that has been answered meanwhile', () => {
    const c = openConsole();
    c.talks();
    c.asks('transfer', { call: 'c1', to: { kind: 'number', number: '+84999' } });
    c.sees('leg.ringing', { native: 'c1.3' });
    const listed = (up: boolean) => ({
      epoch: 'e1',
      snapshot: { legs: [...standing, { native: 'c1.3', up, at: 'none' }] },
    });
    expect(c.sees('switch.back', listed(false))).toEqual([]);
    expect(c.sees('switch.back', listed(true))).toContain('leg.answered leg=c1.3 call=c1 basis=seen');
  });

  it('that has restarted has lost the customer first: nobody is asked to serve a call that is gone', () => {
    const c = openConsole();
    c.shift('lan');
    c.asks('originate', { agent: 'lan', to: '+84999' });
    for (const native of ['c1.1', 'c1.2']) c.sees('leg.answered', { native });
    for (const native of ['c1.1', 'c1.2']) c.sees('leg.placed', { native, at: 'main' });
    c.sees('switch.back', { epoch: 'e1', snapshot: null });
    const said = c.sees('switch.back', { epoch: 'e2', snapshot: null });
    expect(said.filter((line) => line.startsWith('leg.ended'))).toEqual([
      'leg.ended leg=c1.2 call=c1 cause=lost',
      'leg.ended leg=c1.1 call=c1 cause=normal',
    ]);
  });
});

describe('a leg that nobody knows', () => {
  it.each([
    ['c12.34', true],
    ['s3.1', true],
    ['c1.2x', false],
    ['xc1.2', false],
    ['c1', false],
    ['c.1', false],
  ] as const)('and is called %s: whether it was of our making is told by its form (%s)', (native, isOurs) => {
    const c = openConsole();
    expect(c.sees('leg.answered', { native })).toEqual(
      isOurs ? [`hangUp leg=${native} native=${native} cause=normal`] : [],
    );
  });

  it('is let go only where it shows signs of life', () => {
    const c = openConsole();
    for (const [type, fields] of [
      ['leg.placed', { at: 'main' }],
      ['leg.muted', { on: true }],
      ['leg.ended', { cause: 'normal' }],
    ] as const)
      expect(c.sees(type, { native: 'c9.1', ...fields }), type).toEqual([]);
  });
});

describe('what is observed of a leg', () => {
  it('settles what was asked: who is muted is heard by nobody, however often it was changed', () => {
    const c = openConsole();
    c.talks();
    expect(hearing(c)).toEqual([true, true]);
    for (const [what, on] of [
      ['mute', true],
      ['unmute', false],
      ['mute', true],
    ] as const) {
      c.asks(what, { leg: 'c1.2' });
      expect(hearing(c)[1], what).toBe(true);
      c.sees('leg.muted', { native: 'c1.2', on });
      expect(hearing(c), what).toEqual([!on, !on]);
    }
  });

  it('is not what the other end presses: digits that were asked for are still to be sent', () => {
    const c = openConsole();
    c.talks();
    c.asks('digits', { leg: 'c1.2', digits: '1' });
    expect(c.sees('leg.digits', { native: 'c1.2', digits: '1', sent: false })).toEqual([]);
    expect(c.sees('leg.digits', { native: 'c1.2', digits: '1', sent: true })[0]).toContain('outcome=done');
  });

  it('can be that there is none: what was asked of it is not waited for, it has ended', () => {
    const c = openConsole();
    c.talks();
    c.asks('hold', { call: 'c1' });
    expect(c.sees('effect.refused', { op: 'x', effect: 'treat', native: 'ch-1', reason: 'noSuchLeg' })[0]).toBe(
      'leg.ended leg=c1.1 call=c1 cause=lost',
    );
  });
});
