/**
 * The value below which a share `p` of the sample lies, with linear interpolation between neighbours: the element at
 * (count - 1) p of the sorted sample (type 7 of Hyndman and Fan, 1996). NaN for an empty sample. The sample need not be sorted.
 *
 * @throws RangeError unless 0 <= p <= 1.
 */
export function quantile(sample: readonly number[], p: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`a quantile is taken at a share from 0 to 1, not ${p}`);
  if (sample.length === 0) return NaN;
  const sorted = Float64Array.from(sample).sort();
  const place = (sorted.length - 1) * p;
  const below = Math.floor(place);
  const lower = sorted[below] as number;
  const upper = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  return lower + (place - below) * (upper - lower);
}
