import { ln } from './math.ts';
import type { RandomStream } from './random.ts';

/** Arrival rates that stay the same for one interval at a time: `perHour[i]` holds from `startMs + i * intervalMs` on. After the last one nobody comes. */
export interface RateProfile {
  readonly startMs: number;
  readonly intervalMs: number;
  readonly perHour: readonly number[];
}

/** Gives the arrivals of one source, one after the other. */
export interface Arrivals {
  /** The time of the next arrival in whole ms, never before the last one; Infinity once the profile is over. */
  nextMs(): number;
}

const HOUR_MS = 3_600_000;

/**
 * A Poisson process whose rate follows the profile, by exact inversion: the wait for the next arrival is the time in which a
 * standard exponential amount of rate flows by. No arrival is proposed and thrown away, so each takes one draw, and a change of
 * the rates moves the arrivals without reshuffling them.
 *
 * @throws RangeError unless times are safe integers, the interval is positive and the rates are finite and not negative.
 */
export function createPoissonArrivals(profile: RateProfile, stream: RandomStream): Arrivals {
  checkProfile(profile);
  const { startMs, intervalMs, perHour } = profile;
  const endMs = startMs + intervalMs * perHour.length;
  let exactMs = startMs;
  let interval = 0;
  return {
    nextMs() {
      let owed = -HOUR_MS * ln(stream.open());
      for (; interval < perHour.length; interval++) {
        const rate = perHour[interval] as number;
        const intervalEndMs = startMs + intervalMs * (interval + 1);
        const offered = rate * (intervalEndMs - exactMs);
        if (owed < offered) {
          exactMs += owed / rate;
          return Math.floor(Math.min(exactMs, intervalEndMs - 1));
        }
        owed -= offered;
        exactMs = intervalEndMs;
      }
      exactMs = endMs;
      return Infinity;
    },
  };
}

/** How many arrivals a profile leads one to expect. */
export function expectedArrivals(profile: RateProfile): number {
  return profile.perHour.reduce((sum, rate) => sum + rate, 0) * (profile.intervalMs / HOUR_MS);
}

function checkProfile({ startMs, intervalMs, perHour }: RateProfile): void {
  if (!Number.isSafeInteger(startMs)) throw new RangeError(`startMs is a whole millisecond, not ${startMs}`);
  if (!Number.isSafeInteger(intervalMs) || intervalMs <= 0)
    throw new RangeError(`intervalMs is a whole number above 0, not ${intervalMs}`);
  for (const [i, rate] of perHour.entries()) {
    if (!(rate >= 0 && rate < Infinity)) throw new RangeError(`perHour[${i}] is a rate of 0 or more, not ${rate}`);
  }
}
