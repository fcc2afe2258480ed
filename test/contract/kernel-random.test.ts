import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createStreams } from '../../sim/src/kernel/index.ts';
import type { RandomStream } from '../../sim/src/kernel/index.ts';
import { createTally } from '../../sim/src/measure/index.ts';

describe('random streams', () => {
  it('yield the same numbers for the same seed, on every engine', () => {
    expect(take(createStreams(1).stream('arrivals/PS'), 3)).toEqual([
      0.8489435637561145, 0.7511410722549946, 0.19527111338599246,
    ]);
  });

  it('do not depend on which streams were asked for, or when', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 8 }), fc.nat(), (names, seed) => {
        const forwards = createStreams(seed);
        const backwards = createStreams(seed);
        const one = new Map(names.map((name) => [name, take(forwards.stream(name), 4)]));
        const other = new Map(names.toReversed().map((name) => [name, take(backwards.stream(name), 4)]));
        for (const name of names) expect(one.get(name)).toEqual(other.get(name));
      }),
      { seed: 42, numRuns: 100 },
    );
  });

  it('are one stream a name: asking twice goes on, it does not start again', () => {
    const streams = createStreams(5);
    expect(streams.stream('service')).toBe(streams.stream('service'));
  });

  it('differ by name, by seed and by replication', () => {
    const first = (stream: RandomStream) => stream.uniform();
    const numbers = [
      first(createStreams(1).stream('a')),
      first(createStreams(1).stream('b')),
      first(createStreams(2).stream('a')),
      first(createStreams(2 ** 32 + 1).stream('a')),
      first(createStreams(1).replication(1).stream('a')),
      first(createStreams(1).replication(2).stream('a')),
      first(createStreams(1).stream('')),
      first(createStreams(1).stream('\0')),
    ];
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it('are the streams of replication 0 unless another is asked for', () => {
    const streams = createStreams(9);
    expect(take(streams.replication(0).stream('a'), 5)).toEqual(take(createStreams(9).stream('a'), 5));
  });

  it('with neighbouring names and seeds are uncorrelated', () => {
    for (const [one, other] of [
      [createStreams(1).stream('a'), createStreams(1).stream('b')],
      [createStreams(1).stream('a'), createStreams(2).stream('a')],
      [createStreams(1).stream('a'), createStreams(1).replication(1).stream('a')],
    ] as const) {
      let sum = 0;
      const n = 20_000;
      for (let i = 0; i < n; i++) sum += (one.uniform() - 0.5) * (other.uniform() - 0.5) * 12;
      expect(Math.abs(sum / Math.sqrt(n))).toBeLessThan(3);
    }
  });

  it.each([-1, 0.5, NaN, 2 ** 53])('have no seed %s', (seed) => {
    expect(() => createStreams(seed)).toThrow(RangeError);
  });
});

describe('a random stream', () => {
  const n = 100_000;

  it('is uniform: mean, variance and each of a hundred cells', () => {
    const stream = createStreams(7).stream('uniform');
    const tally = createTally();
    const cells = Array.from({ length: 100 }, () => 0);
    for (let i = 0; i < n; i++) {
      const u = stream.uniform();
      expect(u >= 0 && u < 1).toBe(true);
      tally.add(u);
      const cell = Math.floor(u * 100);
      cells[cell] = (cells[cell] ?? 0) + 1;
    }
    expect(Math.abs(tally.mean - 0.5) / Math.sqrt(1 / 12 / n)).toBeLessThan(3);
    expect(Math.abs(tally.variance - 1 / 12) / Math.sqrt(1 / 180 / n)).toBeLessThan(3);
    // Chi-square with 99 degrees of freedom, mean 99 and variance 198.
    const chiSquare = cells.reduce((sum, seen) => sum + (seen - n / 100) ** 2 / (n / 100), 0);
    expect(Math.abs(chiSquare - 99) / Math.sqrt(198)).toBeLessThan(3);
  });

  it('keeps open numbers off both ends', () => {
    const stream = createStreams(7).stream('open');
    for (let i = 0; i < n; i++) {
      const u = stream.open();
      if (!(u > 0 && u < 1)) expect.fail(`${u}`);
    }
  });

  it('draws each whole number of a range equally often', () => {
    const stream = createStreams(7).stream('integer');
    const seen = new Map<number, number>();
    for (let i = 0; i < n; i++) {
      const value = stream.integer(-2, 4);
      seen.set(value, (seen.get(value) ?? 0) + 1);
    }
    expect([...seen.keys()].toSorted((a, b) => a - b)).toEqual([-2, -1, 0, 1, 2, 3, 4]);
    const expected = n / 7;
    const chiSquare = [...seen.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    expect(chiSquare).toBeLessThan(22.46); // 99.9 % of chi-square with 6 degrees of freedom
  });

  it('stays inside any range, the greatest one included', () => {
    const stream = createStreams(7).stream('ranges');
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.maxSafeInteger(), (a, b) => {
        const [lo, hi] = [Math.min(a, b), Math.max(a, b)];
        fc.pre(hi - lo < Number.MAX_SAFE_INTEGER);
        const value = stream.integer(lo, hi);
        expect(Number.isSafeInteger(value) && value >= lo && value <= hi).toBe(true);
      }),
      { seed: 3, numRuns: 500 },
    );
    expect(() => stream.integer(1, 0)).toThrow(RangeError);
    expect(() => stream.integer(0, 0.5)).toThrow(RangeError);
    expect(() => stream.integer(-(2 ** 53) + 1, 2 ** 53 - 1)).toThrow(RangeError);
  });

  it('lets a chance come true as often as it should, never at 0 and always at 1', () => {
    const stream = createStreams(7).stream('chance');
    let hits = 0;
    for (let i = 0; i < n; i++) {
      if (stream.chance(0.3)) hits += 1;
      if (stream.chance(0) || !stream.chance(1)) expect.fail('a sure thing');
    }
    expect(Math.abs(hits - 0.3 * n) / Math.sqrt(0.21 * n)).toBeLessThan(3);
    expect(() => stream.chance(1.1)).toThrow(RangeError);
    expect(() => stream.chance(NaN)).toThrow(RangeError);
  });

  it('shuffles into every order equally often and leaves the original alone', () => {
    const stream = createStreams(7).stream('shuffle');
    const items = ['a', 'b', 'c', 'd'] as const;
    const orders = new Map<string, number>();
    for (let i = 0; i < 24_000; i++) {
      const order = stream.shuffle(items).join('');
      orders.set(order, (orders.get(order) ?? 0) + 1);
    }
    expect(orders.size).toBe(24);
    const chiSquare = [...orders.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(chiSquare).toBeLessThan(49.73); // 99.9 % of chi-square with 23 degrees of freedom
    expect(items).toEqual(['a', 'b', 'c', 'd']);
  });

  it('picks from what there is, and refuses to pick from nothing', () => {
    const stream = createStreams(7).stream('pick');
    const picked = new Set(Array.from({ length: 100 }, () => stream.pick(['a', 'b', 'c'])));
    expect(picked).toEqual(new Set(['a', 'b', 'c']));
    expect(() => stream.pick([])).toThrow(RangeError);
  });
});

function take(stream: RandomStream, count: number): number[] {
  return Array.from({ length: count }, () => stream.uniform());
}
