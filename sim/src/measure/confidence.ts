import type { Tally } from './tally.ts';

/**
 * Half the width of the 95 % confidence interval of a mean over independent values, such as one figure of each replication:
 * t s / sqrt(n), with Student's t at n - 1 degrees of freedom. NaN below two values.
 */
export function halfWidth95(tally: Tally): number {
  if (tally.count < 2) return NaN;
  return studentT975(tally.count - 1) * Math.sqrt(tally.variance / tally.count);
}

const FEW_DEGREES = [12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.306, 2.2622, 2.2281] as const;
const NORMAL_975 = 1.959964;

/** Student's t at 0.975, to four digits: a table, and above it the expansion about the normal quantile (Abramowitz and Stegun 26.7.5). */
function studentT975(degrees: number): number {
  const tabled = FEW_DEGREES[degrees - 1];
  if (tabled !== undefined) return tabled;
  const z = NORMAL_975;
  const z2 = z * z;
  const first = (z * (z2 + 1)) / 4;
  const second = (z * ((5 * z2 + 16) * z2 + 3)) / 96;
  const third = (z * (((3 * z2 + 19) * z2 + 17) * z2 - 15)) / 384;
  return z + (first + (second + third / degrees) / degrees) / degrees;
}
