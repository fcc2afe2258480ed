import { asId } from '@legwork/core';
import { describe, expect, it } from 'vitest';
import { openConsole, type Console } from '../support/console.ts';

/** What a switch does that nobody asked it for, with a supervisor's leg, and what it did not hear while it was out of reach. */

const supervise = (c: Console, mode: 'monitor' | 'whisper'): void => {
  c.asks('supervise', { call: 'c1', supervisor: 'minh', mode, scope: 'call' });
  c.sees('leg.answered', { native: 's1.1' });
};
const tapped = (c: Console, target: string, mode: 'monitor' | 'whisper' | 'barge' = 'monitor'): readonly string[] =>
  c.sees('leg.placed', { native: 's1.1', at: 'tap', target, mode });
const seat = (c: Console): string | undefined => c.engine.state.seats.get(asId('s1'))?.state.at;
const two = (): Console => {
  const c = openConsole();
  c.talks('lan');
  c.talks('mai');
  return c;
};
const silent = 'tap call=c1 leg=s1.1 native=s1.1 target=c1.2 mode=monitor';

describe("a supervisor's leg on another call", () => {
  it('is asked back at once, in silence, and is present when it is seen where it belongs', () => {
    const c = two();
    supervise(c, 'whisper');
    expect(tapped(c, 'c2.2')).toContain(silent);
    expect(seat(c)).toBe('attaching');
    tapped(c, 'c1.2');
    expect(tapped(c, 'c1.2', 'whisper').join('\n')).toContain('outcome=done');
  });

  it('is known to the other call for as long as it is there', () => {
    const c = two();
    supervise(c, 'monitor');
    const earsOf = (call: string): readonly string[] => c.engine.ears(asId(call)).map(({ leg }) => leg);
    expect(earsOf('c2')).toEqual(['c2.1', 'c2.2']);
    tapped(c, 'c2.2');
    expect(earsOf('c2')).toEqual(['c2.1', 'c2.2', 's1.1']);
    expect(c.engine.hears(asId('c2'))(asId('s1.1'), asId('c2.1'))).toBe(true);
    tapped(c, 'c1.2');
    expect(earsOf('c2')).toEqual(['c2.1', 'c2.2']);
  });

  it('is asked back as loud as it was where it had been present', () => {
    const c = two();
    c.joins('minh', 'whisper');
    expect(tapped(c, 'c2.2', 'monitor')).toContain('tap call=c1 leg=s1.1 native=s1.1 target=c1.2 mode=whisper');
    expect(seat(c)).toBe('changing');
  });

  it('is taken off where it strays while it is to become louder: nobody else is whispered to', () => {
    const c = two();
    c.joins('minh');
    c.asks('switchMode', { seat: 's1', mode: 'whisper' });
    const said = tapped(c, 'c2.2', 'whisper');
    expect(said).toContain('hangUp call=c1 leg=s1.1 native=s1.1 cause=normal');
    expect(said.join('\n')).toContain('what=cmd.switchMode call=c1 outcome=failed');
    expect(seat(c)).toBe('leaving');
  });
});

it('a supervisor who waits in silence, and is made to hear by the switch alone, is silenced again', () => {
  const c = openConsole();
  c.talks('lan');
  c.joins('minh');
  c.sees('leg.ended', { native: 'c1.2', cause: 'lost' });
  expect(seat(c)).toBe('parked');
  c.sees('leg.placed', { native: 's1.1', at: 'treated' });
  expect(tapped(c, 'ch-1', 'barge')).toContain('treat call=c1 leg=s1.1 native=s1.1 with=silence');
});

describe('a switch that was out of reach', () => {
  it('is asked again to end a leg that it lists, answered or not', () => {
    const c = openConsole();
    c.sees('leg.offered', { native: 'ch-1', from: '0901', to: '1900' });
    c.sees('switch.lost');
    c.fires('c1.1:ring');
    c.fires('c1.1:kill');
    const legs = [{ native: 'ch-1', up: false, at: 'none' }];
    expect(c.sees('switch.back', { epoch: 'e1', snapshot: { legs } })).toContain(
      'hangUp call=c1 leg=c1.1 native=ch-1 cause=noAnswer',
    );
  });

  it('is remembered to have been asked for no more than a few things, however long a hold is tried one way and the other', () => {
    const c = openConsole();
    c.talks('lan');
    c.asks('hold', { call: 'c1' });
    c.sees('switch.lost');
    for (let n = 0; n < 40; n += 1) c.fires('c1:hold');
    const asks = c.engine.state.legs.get(asId('c1.1'))?.asks ?? [];
    expect(asks.length).toBeLessThan(12);
    // All that may still happen is counted.
    expect(asks.reduce((sum, { standsFor }) => sum + 1 + standsFor, 0)).toBe(41);
    expect(new Set(asks.map(({ placement }) => placement?.at))).toEqual(new Set(['treated', 'main']));
    for (let n = 0; n < 41; n += 1) c.sees('leg.placed', { native: 'ch-1', at: n % 2 === 0 ? 'treated' : 'main' });
    expect(c.engine.state.legs.get(asId('c1.1'))?.asks).toEqual([]);
  });
});
