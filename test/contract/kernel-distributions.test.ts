import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createPoissonArrivals,
  createSampler,
  createStreams,
  distributionProblems,
  expectedArrivals,
  LONGEST_MS,
} from '../../sim/src/kernel/index.ts';
import type { Distribution } from '../../sim/src/kernel/index.ts';
import { createTally, quantile } from '../../sim/src/measure/index.ts';

interface Case {
  readonly name: string;
  readonly distribution: Distribution;
  readonly meanMs: number;
  /** Standard deviation over mean. */
  readonly cv: number;
}

const short: Distribution = { kind: 'constant', valueMs: 5_000 };
const long: Distribution = { kind: 'exponential', meanMs: 100_000 };

const cases: readonly Case[] = [
  { name: 'constant', distribution: { kind: 'constant', valueMs: 1234.5 }, meanMs: 1234.5, cv: 0 },
  { name: 'uniform', distribution: { kind: 'uniform', minMs: 1000, maxMs: 3000 }, meanMs: 2000, cv: 1 / Math.sqrt(12) },
  { name: 'exponential', distribution: { kind: 'exponential', meanMs: 180_000 }, meanMs: 180_000, cv: 1 },
  {
    name: 'lognormal by mean',
    distribution: { kind: 'lognormal', meanMs: 185_000, cv: 1.1 },
    meanMs: 185_000,
    cv: 1.1,
  },
  {
    name: 'lognormal by median',
    distribution: { kind: 'lognormal', medianMs: 1000, cv: 0.75 },
    meanMs: 1250,
    cv: 0.75,
  },
  { name: 'gamma above 1', distribution: { kind: 'gamma', meanMs: 60_000, cv: 0.5 }, meanMs: 60_000, cv: 0.5 },
  { name: 'gamma below 1', distribution: { kind: 'gamma', meanMs: 60_000, cv: 1.5 }, meanMs: 60_000, cv: 1.5 },
  { name: 'erlang', distribution: { kind: 'erlang', meanMs: 60_000, phases: 4 }, meanMs: 60_000, cv: 0.5 },
  {
    name: 'weibull',
    distribution: { kind: 'weibull', scaleMs: 10_000, shape: 2 },
    meanMs: 5_000 * Math.sqrt(Math.PI),
    cv: Math.sqrt(4 / Math.PI - 1),
  },
  {
    name: 'hyperexponential',
    distribution: {
      kind: 'hyperexponential',
      phases: [
        { share: 0.25, meanMs: 4_000 },
        { share: 0.75, meanMs: 12_000 },
      ],
    },
    meanMs: 10_000,
    cv: Math.sqrt((2 * (0.25 * 16 + 0.75 * 144)) / 100 - 1),
  },
  {
    name: 'empirical',
    distribution: {
      kind: 'empirical',
      quantiles: [
        [0, 0],
        [0.5, 10_000],
        [1, 30_000],
      ],
    },
    meanMs: 12_500,
    cv: Math.sqrt((0.5 * 100 + 0.5 * (100 + 300 + 900)) / 3 / 156.25 - 1),
  },
  {
    name: 'mixture',
    distribution: {
      kind: 'mixture',
      parts: [
        { share: 0.05, of: short },
        { share: 0.95, of: long },
      ],
    },
    meanMs: 95_250,
    cv: Math.sqrt((0.05 * 25 + 0.95 * 20_000) / 95.25 ** 2 - 1),
  },
];

describe.each(cases)('the $name distribution', ({ name, distribution, meanMs, cv }) => {
  it('knows its mean', () => {
    expect(createSampler(distribution).meanMs / meanMs).toBeCloseTo(1, 12);
  });

  it('draws with its mean and its spread', () => {
    const stream = createStreams(1999).stream(name);
    const sampler = createSampler(distribution);
    const [values, squares] = [createTally(), createTally()];
    for (let i = 0; i < 40_000; i++) {
      const value = sampler.draw(stream);
      values.add(value);
      squares.add((value - meanMs) ** 2);
    }
    const deviation = cv * meanMs;
    expect(Math.abs(values.mean - meanMs)).toBeLessThanOrEqual((3 * deviation) / Math.sqrt(values.count));
    expect(Math.abs(squares.mean - deviation ** 2)).toBeLessThanOrEqual(
      3 * Math.sqrt(squares.variance / squares.count),
    );
  });

  it('samples whole milliseconds, none of them negative', () => {
    const stream = createStreams(1999).stream(name);
    const sampler = createSampler(distribution);
    for (let i = 0; i < 2000; i++) {
      const ms = sampler.sampleMs(stream);
      if (!Number.isSafeInteger(ms) || ms < 0) expect.fail(`${ms}`);
    }
  });
});

describe('distributions', () => {
  it('put as much below the median as above it', () => {
    const stream = createStreams(3).stream('median');
    const sampler = createSampler({ kind: 'lognormal', medianMs: 60_000, cv: 1.5 });
    const sample = Array.from({ length: 40_000 }, () => sampler.draw(stream));
    // The standard error of a sample median is 1 / (2 f sqrt(n)), with f the density there: 1 / (median sigma sqrt(2 pi)).
    const error = (60_000 * Math.sqrt(Math.log(3.25)) * Math.sqrt(2 * Math.PI)) / 2 / 200;
    expect(Math.abs(quantile(sample, 0.5) - 60_000)).toBeLessThan(3 * error);
  });

  it('never sample longer than a century', () => {
    const sampler = createSampler({ kind: 'lognormal', medianMs: LONGEST_MS, cv: 10 });
    const stream = createStreams(3).stream('centuries');
    for (let i = 0; i < 100; i++) expect(sampler.sampleMs(stream)).toBeLessThanOrEqual(LONGEST_MS);
  });

  it.each([
    [{ kind: 'exponential' }, 'meanMs', 'expected number'],
    [{ kind: 'exponential', meanMs: 0 }, 'meanMs', 'Too small'],
    [{ kind: 'exponential', meanMs: NaN }, 'meanMs', 'NaN'],
    [{ kind: 'exponential', mean: 3, meanMs: 3 }, '', 'unknown key mean; allowed are kind, meanMs'],
    [{ kind: 'normal' }, 'kind', 'a distribution has a kind, one of constant, uniform, exponential'],
    [{ kind: 'uniform', minMs: 2, maxMs: 1 }, '', 'minMs is not above maxMs'],
    [{ kind: 'lognormal', cv: 1 }, '', 'either meanMs or medianMs'],
    [{ kind: 'lognormal', cv: 1, meanMs: 1, medianMs: 1 }, '', 'either meanMs or medianMs'],
    [{ kind: 'hyperexponential', phases: [{ share: 0.9, meanMs: 1 }] }, 'phases', 'the shares add up to 1'],
    [
      {
        kind: 'empirical',
        quantiles: [
          [0, 1],
          [0.9, 2],
        ],
      },
      'quantiles',
      'the first share is 0 and the last one is 1',
    ],
    [
      {
        kind: 'empirical',
        quantiles: [
          [0, 2],
          [1, 1],
        ],
      },
      'quantiles',
      'the values never fall',
    ],
    [
      { kind: 'mixture', parts: [{ share: 1, of: { kind: 'erlang', meanMs: 1, phases: 1.5 } }] },
      'parts[0].of.phases',
      'int',
    ],
    ['exponential', '', 'a distribution has a kind'],
  ])('say what is wrong with %j, and where', (value, at, problem) => {
    const found = distributionProblems(value).filter((one) => one.at === at && one.problem.includes(problem));
    expect(found, JSON.stringify(distributionProblems(value))).toHaveLength(1);
  });

  it('that are in order have no problem', () => {
    for (const { distribution } of cases) expect(distributionProblems(distribution)).toEqual([]);
  });

  it('that are not in order draw nothing', () => {
    expect(() => createSampler({ kind: 'exponential', meanMs: -1 })).toThrow('meanMs: ');
  });
});

describe('Poisson arrivals with rates by interval', () => {
  const profile = { startMs: 25_200_000, intervalMs: 1_800_000, perHour: [120, 0, 60, 240] };

  it('come in each interval as often as its rate says, and as scattered as Poisson says', () => {
    const stream = createStreams(11).stream('arrivals');
    const days = 400;
    const counts = profile.perHour.map(() => createTally());
    for (let day = 0; day < days; day++) {
      const seen = profile.perHour.map(() => 0);
      for (const atMs of arrivalsOf(profile, stream)) {
        const interval = Math.floor((atMs - profile.startMs) / profile.intervalMs);
        seen[interval] = (seen[interval] ?? 0) + 1;
      }
      for (const [i, count] of seen.entries()) counts[i]?.add(count);
    }
    for (const [i, perHour] of profile.perHour.entries()) {
      const mean = perHour / 2;
      const tally = counts[i];
      if (mean === 0) expect(tally?.max).toBe(0);
      else {
        expect(Math.abs((tally?.mean ?? NaN) - mean)).toBeLessThan(3 * Math.sqrt(mean / days));
        expect(Math.abs((tally?.variance ?? NaN) / mean - 1)).toBeLessThan(3 * Math.sqrt((2 + 1 / mean) / days));
      }
    }
  });

  it('come in order, inside the profile, and then no more', () => {
    const stream = createStreams(11).stream('order');
    const times = arrivalsOf(profile, stream);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times.every((atMs) => Number.isSafeInteger(atMs) && atMs >= profile.startMs && atMs < 32_400_000)).toBe(
      true,
    );
    const arrivals = createPoissonArrivals({ ...profile, perHour: [0] }, stream);
    expect([arrivals.nextMs(), arrivals.nextMs()]).toEqual([Infinity, Infinity]);
  });

  it('come one after the other the sooner, the higher the rates, draw by draw', () => {
    const slow = arrivalsOf(profile, createStreams(4).stream('same'));
    const fast = arrivalsOf(
      { ...profile, perHour: profile.perHour.map((rate) => rate * 1.5) },
      createStreams(4).stream('same'),
    );
    for (const [i, atMs] of slow.entries()) expect(fast[i]).toBeLessThanOrEqual(atMs);
  });

  it('are expected in the number that rates and lengths give', () => {
    expect(expectedArrivals(profile)).toBe(210);
  });

  it('refuse rates and times that mean nothing', () => {
    const stream = createStreams(1).stream('none');
    expect(() => createPoissonArrivals({ ...profile, perHour: [1, -1] }, stream)).toThrow('perHour[1]');
    expect(() => createPoissonArrivals({ ...profile, intervalMs: 0 }, stream)).toThrow('intervalMs');
    expect(() => createPoissonArrivals({ ...profile, startMs: 0.5 }, stream)).toThrow('startMs');
  });

  it('never fall on a later interval than the one whose rate brought them', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const times = arrivalsOf(
          { startMs: 0, intervalMs: 3, perHour: [0, 3.6e6, 0, 3.6e6] },
          createStreams(seed).stream('x'),
        );
        expect(times.every((atMs) => Math.floor(atMs / 3) % 2 === 1)).toBe(true);
      }),
      { seed: 8, numRuns: 200 },
    );
  });
});

function arrivalsOf(...[profile, stream]: Parameters<typeof createPoissonArrivals>): number[] {
  const arrivals = createPoissonArrivals(profile, stream);
  const times: number[] = [];
  for (let atMs = arrivals.nextMs(); atMs < Infinity; atMs = arrivals.nextMs()) times.push(atMs);
  return times;
}
