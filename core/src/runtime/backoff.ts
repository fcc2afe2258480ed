import type { Randomness } from '../ports/index.ts';

export interface Backoff {
  readonly firstMs: number;
  readonly mostMs: number;
}

/**
 * How long to wait before the `attempt`-th attempt (from 1): twice as long each time, up to a bound, of which the second half is left to
 * chance, so that those who have lost the same thing at once do not come back all at once (known-failures 15).
 */
export const backoffMs = (attempt: number, { firstMs, mostMs }: Backoff, randomness: Randomness): number => {
  const longest = Math.min(mostMs, firstMs * 2 ** Math.min(attempt - 1, 30));
  return Math.round(longest / 2 + (longest / 2) * randomness.uniform());
};
