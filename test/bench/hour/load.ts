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

/** The next exponential time of that mean, in whole milliseconds. */
export type Draw = (meanMs: number) => number;

/**
 * The cheapest generator that will do, and the same for both sides: xorshift32 (Marsaglia, Journal of Statistical Software 8 (14), 2003), two
 * of its numbers for each draw.
 */
export const createDraw = (seed: number): Draw => {
  let state = (Math.imul(seed, 0x9e3779b1) ^ 0x5bd1e995) | 0 || 1;
  return (meanMs) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return Math.round(-meanMs * Math.log(((state >>> 0) + 0.5) / 0x1_0000_0000));
  };
};
