import { asId } from '@legwork/core';
import type { NativeId, SwitchEffect, SwitchEvent } from '@legwork/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFault, inTurn } from '../../sim/src/faults/index.ts';
import type { Fault, FaultRule } from '../../sim/src/faults/index.ts';
import { createStreams } from '../../sim/src/kernel/index.ts';
import { openSwitchboard, talking } from '../support/switchboard.ts';
import type { Switchboard } from '../support/switchboard.ts';

const id = asId<NativeId>;

function faulty(rule: FaultRule<SwitchEvent['type']>, seed = 1): { fault: Fault<SwitchEvent>; board: Switchboard } {
  const fault = createFault<SwitchEvent>(rule, createStreams(seed).stream('faults/events'));
  return { fault, board: talking({ deliver: fault.passage }) };
}

describe('a fault of the way from the switch', () => {
  it('can drop an end, which the next effect on the leg and the list bring to light', () => {
    const { fault, board } = faulty({ kind: 'drop', probability: 1, only: ['leg.ended'] });
    board.simulated.hangUp(id('a'));
    board.settle();
    expect(fault.struck).toBe(1);
    expect(board.story('a').at(-1)).toBe('placed main');
    expect(board.simulated.snapshot()).toEqual({ legs: [{ native: 'c', up: true, at: 'main' }] });
    board.ask({ do: 'hangUp', leg: 'a' });
    board.settle();
    expect(board.story('a').at(-1)).toBe('refused noSuchLeg');
  });

  it('can report an end twice, with other events in between', () => {
    const { board } = faulty({ kind: 'duplicate', probability: 1, againAfterMs: [500, 500], only: ['leg.ended'] });
    board.simulated.hangUp(id('a'));
    board.runFor(100);
    board.ask({ do: 'hangUp', leg: 'a' });
    board.settle();
    expect(board.story('a').slice(-3)).toEqual(['ended normal', 'refused noSuchLeg', 'ended normal']);
  });

  it('can hold an event up, and with it what comes after it on the same leg', () => {
    const { board } = faulty({ kind: 'delay', probability: 1, byMs: [500, 500], only: ['leg.muted'] });
    board.ask({ do: 'mute', leg: 'a', on: true });
    board.ask({ do: 'treat', leg: 'a' });
    board.ask({ do: 'treat', leg: 'c' });
    board.runFor(100);
    expect(board.story('c').at(-1)).toBe('placed treated');
    expect(board.story('a').at(-1)).toBe('placed main');
    board.settle();
    expect(board.story('a').slice(-2)).toEqual(['muted', 'placed treated']);
  });

  it('can let an event be overtaken', () => {
    const { board } = faulty({ kind: 'reorder', probability: 1, byMs: [500, 500], only: ['leg.muted'] });
    board.ask({ do: 'mute', leg: 'a', on: true });
    board.ask({ do: 'treat', leg: 'a' });
    board.settle();
    expect(board.story('a').slice(-2)).toEqual(['placed treated', 'muted']);
  });

  it.each<[FaultRule, string]>([
    [{ kind: 'drop', probability: 1.5 }, 'the probability of a drop is a number from 0 to 1, not 1.5'],
    [{ kind: 'drop', probability: NaN }, 'the probability of a drop is a number from 0 to 1, not NaN'],
    [{ kind: 'delay', probability: 1, byMs: [5, 4] }, 'byMs of a delay is two whole numbers of milliseconds, neither'],
    [{ kind: 'reorder', probability: 1, byMs: [-1, 4] }, 'the first not above the second, not [-1, 4]'],
    [{ kind: 'duplicate', probability: 1, againAfterMs: [0, 0.5] }, 'againAfterMs of a duplicate is two whole numbers'],
  ])('is not made from %j', (rule, message) => {
    expect(() => createFault(rule, createStreams(1).stream('faults'))).toThrow(message);
  });

  it('strikes as often as it is likely, and counts', () => {
    const fault = createFault({ kind: 'drop', probability: 0.25 }, createStreams(7).stream('faults'));
    let arrived = 0;
    for (let n = 0; n < 10_000; n++) fault.passage({ type: 'leg.ended' }, () => (arrived += 1));
    expect(arrived + fault.struck).toBe(10_000);
    expect(fault.struck).toBeGreaterThan(2300);
    expect(fault.struck).toBeLessThan(2700);
  });

  it('does not touch what the own end of the connection says', () => {
    const { board } = faulty({ kind: 'drop', probability: 1 });
    board.simulated.lose();
    board.simulated.comeBack();
    board.settle();
    expect(board.events.map(({ type }) => type)).toEqual(['switch.lost', 'switch.back']);
  });
});

describe('a fault of the way to the switch', () => {
  it('that repeats effects, however late, changes nothing', () => {
    const rule = { kind: 'duplicate', probability: 1, againAfterMs: [0, 5000] } as const;
    const { passage } = createFault<SwitchEffect>(rule, createStreams(3).stream('faults/effects'));
    const board = talking({ carry: passage });
    board.ask({ do: 'treat', leg: 'c' });
    board.runFor(100);
    board.ask({ do: 'join', leg: 'c' });
    board.ask({ do: 'hangUp', leg: 'a' });
    board.settle();
    expect(board.simulated.legs()).toEqual([{ native: 'c', up: true, at: 'main' }]);
  });

  it('that loses them leaves them unanswered', () => {
    const { passage } = createFault<SwitchEffect>(
      { kind: 'drop', probability: 1 },
      createStreams(3).stream('faults/effects'),
    );
    const board = openSwitchboard({ carry: passage });
    board.ask({ do: 'dial', leg: 'a' });
    board.settle();
    expect(board.events).toEqual([]);
  });
});

describe('several faults', () => {
  it('are met in turn: their delays add up, and one that lets overtake is enough', () => {
    const stream = createStreams(1).stream('faults');
    const late = createFault({ kind: 'delay', probability: 1, byMs: [30, 30] }, stream);
    const loose = createFault({ kind: 'reorder', probability: 1, byMs: [4, 4] }, stream);
    const twice = createFault({ kind: 'duplicate', probability: 1, againAfterMs: [100, 100] }, stream);
    const sent: unknown[] = [];
    inTurn([late.passage, twice.passage, loose.passage])({ type: 'x' }, (_, delayMs, order) =>
      sent.push([delayMs, order]),
    );
    expect(sent).toEqual([
      [34, 'free'],
      [134, 'free'],
    ]);
  });

  it('see nothing of what an earlier one has dropped', () => {
    const stream = createStreams(1).stream('faults');
    const drop = createFault({ kind: 'drop', probability: 1 }, stream);
    const after = createFault({ kind: 'delay', probability: 1, byMs: [1, 1] }, stream);
    inTurn([drop.passage, after.passage])({ type: 'x' }, () => expect.unreachable());
    expect([drop.struck, after.struck]).toEqual([1, 0]);
  });

  it('none of them is a way without a fault', () => {
    const sent: unknown[] = [];
    inTurn([])({ type: 'x' }, (item, delayMs, order) => sent.push(item, delayMs, order));
    expect(sent).toEqual([{ type: 'x' }, 0, 'kept']);
  });
});

it('a faulty world is the same again under the same seed', () => {
  const run = (seed: number): readonly SwitchEvent[] => {
    const rule = { kind: 'reorder', probability: 0.5, byMs: [1, 400] } as const;
    const { board } = faulty(rule, seed);
    for (const on of [true, false, true, false]) board.ask({ do: 'mute', leg: 'a', on });
    board.ask({ do: 'redirect', leg: 'c', target: 't', instead: 'a' });
    board.settle();
    return board.events;
  };
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      expect(run(seed)).toEqual(run(seed));
    }),
    { numRuns: 20 },
  );
});
