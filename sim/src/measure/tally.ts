/**
 * The mean and variance of values as they come, without keeping them: Welford's recurrence, which does not lose digits when the
 * mean is large against the spread.
 */
export interface Tally {
  readonly count: number;
  /** The sum over the count; NaN while there is none. */
  readonly mean: number;
  /** The sum of squared deviations over count - 1; NaN below two values. */
  readonly variance: number;
  /** The least and the greatest value; Infinity and -Infinity while there is none. */
  readonly min: number;
  readonly max: number;
  /** @throws RangeError when the value is NaN or infinite: one such value would silently spoil all that follow. */
  add(value: number): void;
}

export function createTally(): Tally {
  let count = 0;
  let mean = 0;
  let squares = 0;
  let min = Infinity;
  let max = -Infinity;
  return {
    get count() {
      return count;
    },
    get mean() {
      return count > 0 ? mean : NaN;
    },
    get variance() {
      return count > 1 ? squares / (count - 1) : NaN;
    },
    get min() {
      return min;
    },
    get max() {
      return max;
    },
    add(value) {
      if (!Number.isFinite(value)) throw new RangeError(`a tally takes finite numbers, not ${value}`);
      count += 1;
      const deviation = value - mean;
      mean += deviation / count;
      squares += deviation * (value - mean);
      if (value < min) min = value;
      if (value > max) max = value;
    },
  };
}
