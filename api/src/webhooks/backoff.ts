const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** How long after each failure it is tried again: ten attempts within some three days, as Standard Webhooks recommends. */
const delays = [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR];

/**
 * When to try again after so many attempts have failed, in ms from now; null: not any more. A fifth more or less, as chance has it, so that not
 * everything that failed together comes back together.
 *
 * @param uniform a number in [0, 1)
 */
export const delayAfter = (attempts: number, uniform: number): number | null => {
  const delay = delays[attempts - 1];
  return delay === undefined ? null : Math.round(delay * (0.8 + 0.4 * uniform));
};
