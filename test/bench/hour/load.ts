import { createSampler, createStreams } from '@legwork/sim';

/** A contact centre of Palm's model: Poisson arrivals, exponential service and patience, one queue, agents who are all alike (M/M/n+M). */
export interface Load {
  readonly callsPerSecond: number;
  readonly meanServiceMs: number;
  readonly meanPatienceMs: number;
  readonly agents: number;
  /** What happens before is not counted. */
  readonly warmUpMs: number;
  readonly untilMs: number;
  readonly seed: number;
}

/** Twenty calls a second for 3,600 agents: half an hour to fill up, one hour that counts. */
export const contactCentreHour: Load = {
  callsPerSecond: 20,
  meanServiceMs: 180_000,
  meanPatienceMs: 120_000,
  agents: 3_600,
  warmUpMs: 1_800_000,
  untilMs: 5_400_000,
  seed: 1,
};

/** What became of the calls that arrived after the warm-up and whose fate was known at the end. */
export interface Fates {
  served: number;
  abandoned: number;
  /** Those among them who did not get an agent at once. */
  waited: number;
  waitMs: number;
}

/** Where a load's chance comes from: exponential times in whole milliseconds, drawn for each call as it arrives. */
export interface Draws {
  /** To the next arrival. */
  gapMs(): number;
  serviceMs(): number;
  patienceMs(): number;
}

/** The cheapest source that will do for a measurement: xorshift32 (Marsaglia, Journal of Statistical Software 8 (14), 2003). */
export const cheapDraws = ({ seed, callsPerSecond, meanServiceMs, meanPatienceMs }: Load): Draws => {
  let state = (Math.imul(seed, 0x9e3779b1) ^ 0x5bd1e995) | 0 || 1;
  const draw = (meanMs: number): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return Math.round(-meanMs * Math.log(((state >>> 0) + 0.5) / 0x1_0000_0000));
  };
  const meanGapMs = 1000 / callsPerSecond;
  return {
    gapMs: () => draw(meanGapMs),
    serviceMs: () => draw(meanServiceMs),
    patienceMs: () => draw(meanPatienceMs),
  };
};

/** The simulator's own streams, one for each source: for statistics. */
export const streamDraws = ({ seed, callsPerSecond, meanServiceMs, meanPatienceMs }: Load): Draws => {
  const streams = createStreams(seed);
  const from = (name: string, meanMs: number): (() => number) => {
    const stream = streams.stream(name);
    const sampler = createSampler({ kind: 'exponential', meanMs });
    return () => sampler.sampleMs(stream);
  };
  return {
    gapMs: from('arrivals', 1000 / callsPerSecond),
    serviceMs: from('service', meanServiceMs),
    patienceMs: from('patience', meanPatienceMs),
  };
};
