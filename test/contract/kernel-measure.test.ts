import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createLevel,
  createTally,
  halfWidth95,
  kaplanMeier,
  quantile,
  survivalAt,
} from '../../sim/src/measure/index.ts';

describe('a tally', () => {
  it('has the mean and the variance of what was added, without keeping it', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 50 }), (values) => {
        const tally = createTally();
        // A large offset, on which the sum of squares would lose all its digits.
        for (const value of values) tally.add(1e9 + value);
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
        const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
        expect(tally.mean - 1e9).toBeCloseTo(mean, 5);
        expect(tally.variance).toBeCloseTo(variance, 1);
        expect([tally.count, tally.min - 1e9, tally.max - 1e9]).toEqual([
          values.length,
          Math.min(...values),
          Math.max(...values),
        ]);
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it('has no mean of nothing, and no variance of one value', () => {
    const tally = createTally();
    expect(tally.mean).toBeNaN();
    tally.add(3);
    expect([tally.mean, tally.variance, halfWidth95(tally)]).toEqual([3, NaN, NaN]);
  });

  it('takes no value that is not a number', () => {
    expect(() => createTally().add(NaN)).toThrow(RangeError);
    expect(() => createTally().add(Infinity)).toThrow(RangeError);
  });
});

describe('a half-width', () => {
  it.each([
    [2, 12.7062],
    [11, 2.2281],
    [12, 2.201],
    [31, 2.0423],
    [1001, 1.9623],
  ])("of %d values uses Student's t %d", (count, t) => {
    const tally = createTally();
    for (let i = 0; i < count; i++) tally.add(i % 2);
    expect(halfWidth95(tally) / Math.sqrt(tally.variance / count)).toBeCloseTo(t, 3);
  });
});

describe('a level', () => {
  it('is averaged over the time for which it held', () => {
    const queueLength = createLevel(100);
    queueLength.change(110, 1);
    queueLength.change(120, 2);
    queueLength.change(150, -3);
    expect(queueLength.average(200)).toBe((10 * 1 + 30 * 3) / 100);
    expect(queueLength.max).toBe(3);
  });

  it('forgets its warm-up but not its value', () => {
    const busy = createLevel(0, 5);
    busy.set(10, 2);
    busy.restart(20);
    expect([busy.average(40), busy.max, busy.value]).toEqual([2, 2, 2]);
  });

  it('does not change in the past', () => {
    const level = createLevel(10);
    expect(() => level.set(9, 1)).toThrow(RangeError);
    expect(level.average(10)).toBeNaN();
  });
});

describe('a quantile', () => {
  it('lies between neighbours of the sorted sample', () => {
    expect([0, 0.25, 0.5, 0.9, 1].map((p) => quantile([40, 10, 30, 20], p))).toEqual([10, 17.5, 25, 37, 40]);
  });

  it('of one value is that value, of none is no number', () => {
    expect([quantile([7], 0.9), quantile([], 0.5)]).toEqual([7, NaN]);
    expect(() => quantile([1], 1.1)).toThrow(RangeError);
  });
});

describe('a Kaplan–Meier curve', () => {
  it('counts the censored as at risk up to their time', () => {
    const ended = (ms: number) => ({ ms, ended: true });
    const censored = (ms: number) => ({ ms, ended: false });
    // Freireich's 6-MP arm, the textbook example.
    const curve = kaplanMeier([
      ...[6, 6, 6, 7, 10, 13, 16, 22, 23].map(ended),
      ...[6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35].map(censored),
    ]);
    expect(curve.atMs).toEqual([6, 7, 10, 13, 16, 22, 23]);
    expect(curve.shares.map((share) => share.toFixed(4))).toEqual([
      '0.8571',
      '0.8067',
      '0.7529',
      '0.6902',
      '0.6275',
      '0.5378',
      '0.4482',
    ]);
    expect(curve.hazardPerMs).toBe(9 / 359);
    expect([5, 6, 9.5, 40].map((ms) => survivalAt(curve, ms).toFixed(4))).toEqual([
      '1.0000',
      '0.8571',
      '0.8067',
      '0.4482',
    ]);
  });

  it('without censoring is the share that is left', () => {
    const curve = kaplanMeier([1, 2, 2, 5].map((ms) => ({ ms, ended: true })));
    expect(curve.shares).toEqual([0.75, 0.25, 0]);
  });
});
