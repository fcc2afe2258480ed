import { asId } from '@legwork/core';
import { describe, expect, it } from 'vitest';
import { openConsole, type Console } from '../support/console.ts';

/** What was asked of a leg and has not been seen yet may be true, in that order; it is forgotten when it is seen, or refused. */
const CUSTOMER = 'c1.1';

const asksOf = (c: Console) => c.engine.state.legs.get(asId(CUSTOMER))?.asks ?? [];
/** `muted`, `unmuted`, `music`, `main`; `unmuted +2` stands for two more of the same. */
const pending = (c: Console): readonly string[] =>
  asksOf(c).map(({ placement, mute, standsFor }) => {
    const what = mute === null ? (placement?.at ?? 'nowhere') : mute ? 'muted' : 'unmuted';
    return standsFor === 0 ? what : `${what} +${standsFor}`;
  });
const mayBeHeard = (c: Console): boolean => c.engine.mayHear(asId('c1'))(asId('c1.2'), asId(CUSTOMER));

/** Asks for it; nothing is heard of it, and the asker is told so in time. */
const inVain = (c: Console, ...what: readonly ('mute' | 'unmute')[]): void => {
  for (const one of what) {
    c.asks(one, { leg: CUSTOMER });
    expect(c.fires(`${CUSTOMER}:mute`).join()).toContain('outcome=timedOut');
  }
};
const isSeen = (c: Console, on: boolean): void => {
  c.sees('leg.muted', { native: 'ch-1', on });
};
/** A customer who talks with lan, and was muted. */
const muted = (): Console => {
  const c = openConsole();
  c.talks();
  c.asks('mute', { leg: CUSTOMER });
  isSeen(c, true);
  expect([pending(c), mayBeHeard(c)]).toEqual([[], false]);
  return c;
};

/** A customer who was to be held: neither music nor the conversation is ever seen, and so many times the other is tried. */
const held = (times: number): Console => {
  const c = openConsole();
  c.talks();
  c.asks('hold', { call: 'c1' });
  for (let time = 0; time < times; time += 1) c.fires('c1:hold');
  return c;
};

describe('what was asked of a leg', () => {
  it('may be true from then on until it is seen, and not again when the switch changes its mind by itself', () => {
    const c = muted();
    c.asks('unmute', { leg: CUSTOMER });
    expect([pending(c), mayBeHeard(c)]).toEqual([['unmuted'], true]);
    isSeen(c, false);
    expect([pending(c), mayBeHeard(c)]).toEqual([[], true]);
    isSeen(c, true);
    expect(mayBeHeard(c)).toBe(false);
  });

  it('is not settled by what is the opposite of it', () => {
    const c = muted();
    inVain(c, 'unmute');
    isSeen(c, true);
    expect([pending(c), mayBeHeard(c)]).toEqual([['unmuted'], true]);
  });

  it('is settled, with all before it, by the first that is seen: a switch does one after the other', () => {
    const c = held(4);
    expect(pending(c)).toEqual(['treated', 'main', 'treated', 'main', 'treated']);
    c.sees('leg.placed', { native: 'ch-1', at: 'side' });
    expect(pending(c)).toEqual(['treated', 'main', 'treated', 'main', 'treated']);
    c.sees('leg.placed', { native: 'ch-1', at: 'main' });
    expect(pending(c)).toEqual(['treated', 'main', 'treated']);
    c.sees('leg.placed', { native: 'ch-1', at: 'treated' });
    expect(pending(c)).toEqual(['main', 'treated']);
    c.sees('leg.placed', { native: 'ch-1', at: 'treated' });
    expect(pending(c)).toEqual([]);
  });

  it('is counted where it is asked for again and again, and seen as often', () => {
    const c = muted();
    inVain(c, 'unmute', 'unmute');
    expect(pending(c)).toEqual(['unmuted', 'unmuted']);
    inVain(c, 'unmute', 'unmute');
    expect(pending(c)).toEqual(['unmuted', 'unmuted +2']);
    const left: (readonly string[])[] = [];
    for (let times = 1; times <= 4; times += 1) {
      isSeen(c, false);
      // By the switch's own doing: it may be undone by what it has not done yet.
      isSeen(c, true);
      left.push(pending(c));
      expect(mayBeHeard(c)).toBe(times < 4);
    }
    expect(left).toEqual([['unmuted +2'], ['unmuted +1'], ['unmuted'], []]);
  });

  it('is remembered for itself where something else was asked for before', () => {
    const c = openConsole();
    c.talks();
    inVain(c, 'mute', 'mute');
    isSeen(c, true);
    inVain(c, 'unmute', 'unmute');
    expect(pending(c)).toEqual(['muted', 'unmuted', 'unmuted']);
    inVain(c, 'unmute');
    expect(pending(c)).toEqual(['muted', 'unmuted', 'unmuted +1']);
  });

  it('is forgotten when the switch refuses it, and nothing else is', () => {
    const c = held(3);
    const refused = (op: string | undefined) =>
      c.sees('effect.refused', { op, effect: 'mute', native: 'ch-1', reason: 'busy' });
    const [first, second] = asksOf(c);
    refused('of-nobody');
    expect(pending(c)).toEqual(['treated', 'main', 'treated', 'main']);
    refused(second?.op);
    expect(pending(c)).toEqual(['treated', 'treated', 'main']);
    refused(first?.op);
    expect(pending(c)).toEqual(['treated', 'main']);
  });

  it('stays, where the last of many is refused, for the first of them', () => {
    const c = muted();
    inVain(c, 'unmute', 'unmute', 'unmute');
    const [first, last] = asksOf(c);
    expect(first?.op).not.toBe(last?.op);
    c.sees('effect.refused', { op: last?.op, effect: 'mute', native: 'ch-1', reason: 'busy' });
    expect([pending(c), mayBeHeard(c)]).toEqual([['unmuted'], true]);
  });

  it('is one thing for where the leg is, and another for whether it is muted', () => {
    const c = muted();
    inVain(c, 'unmute');
    c.asks('hold', { call: 'c1' });
    inVain(c, 'unmute', 'unmute');
    expect(pending(c)).toEqual(['unmuted', 'treated', 'unmuted +1']);
    isSeen(c, false);
    expect(pending(c)).toEqual(['treated', 'unmuted +1']);
    c.sees('leg.placed', { native: 'ch-1', at: 'treated' });
    expect(pending(c)).toEqual(['unmuted +1']);
    c.asks('resume', { call: 'c1' });
    c.sees('leg.placed', { native: 'ch-1', at: 'main' });
    expect(pending(c)).toEqual(['unmuted +1']);
  });

  it('of a supervisor is a tap of this leg in this mode, and no other', () => {
    const c = openConsole();
    c.talks();
    c.joins('minh');
    const taps = () => c.engine.state.legs.get(asId('s1.1'))?.asks.map(({ placement }) => placement?.mode);
    c.asks('switchMode', { seat: 's1', mode: 'whisper' });
    expect(taps()).toEqual(['whisper']);
    for (const [target, mode] of [
      ['c1.2', 'monitor'],
      ['ch-1', 'whisper'],
    ])
      c.sees('leg.placed', { native: 's1.1', at: 'tap', target, mode });
    expect(taps()).toContain('whisper');
    c.sees('leg.placed', { native: 's1.1', at: 'tap', target: 'c1.2', mode: 'whisper' });
    expect(taps()).toEqual([]);
  });
});
