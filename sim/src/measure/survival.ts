import { ln } from '../kernel/index.ts';

/** How long something lasted: seen to its end, or censored, that is, known only to have lasted longer. */
export interface Duration {
  readonly ms: number;
  readonly ended: boolean;
}

/** The share that lasts longer than a given time, as a falling staircase: after `atMs[i]` it is `shares[i]`. */
export interface SurvivalCurve {
  readonly atMs: readonly number[];
  readonly shares: readonly number[];
  /** Ends over time at risk, per ms: the hazard if it were the same at all times, and the one assumed beyond the last end seen. */
  readonly hazardPerMs: number;
}

/**
 * The Kaplan–Meier estimate: at each time at which something ended, the share that lasts is multiplied by 1 - ended / at risk.
 * What is censored at that time was still at risk. (Kaplan and Meier, JASA 53, 1958.)
 */
export function kaplanMeier(durations: readonly Duration[]): SurvivalCurve {
  const sorted = [...durations].sort((a, b) => a.ms - b.ms);
  const atMs: number[] = [];
  const shares: number[] = [];
  let share = 1;
  let ends = 0;
  let exposureMs = 0;
  for (let i = 0; i < sorted.length;) {
    const { ms } = sorted[i] as Duration;
    const atRisk = sorted.length - i;
    let endedNow = 0;
    for (; sorted[i]?.ms === ms; i++) {
      exposureMs += ms;
      if (sorted[i]?.ended === true) endedNow += 1;
    }
    if (endedNow === 0) continue;
    ends += endedNow;
    share *= 1 - endedNow / atRisk;
    atMs.push(ms);
    shares.push(share);
  }
  return { atMs, shares, hazardPerMs: exposureMs > 0 ? ends / exposureMs : 0 };
}

/** The share that lasts longer than `ms`. Beyond the last end seen it stays what it was there. */
export function survivalAt({ atMs, shares }: SurvivalCurve, ms: number): number {
  const after = atMs.findLastIndex((at) => at <= ms);
  return after < 0 ? 1 : (shares[after] as number);
}

/**
 * How long something lasts that has lasted `sinceMs` already: the time at which the curve has fallen to the share `u` of what
 * it was there, in whole ms. Beyond the last end seen the curve is taken to go on with its mean hazard; without any hazard it
 * never ends (Infinity).
 *
 * @param u in (0, 1), equally likely: that makes the result a draw.
 */
export function lifetimeBeyond(curve: SurvivalCurve, sinceMs: number, u: number): number {
  const target = u * survivalAt(curve, sinceMs);
  const step = curve.shares.findIndex((share) => share <= target);
  if (step >= 0) return curve.atMs[step] as number;
  if (curve.hazardPerMs === 0) return Infinity;
  const beyondMs = Math.max(sinceMs, curve.atMs.at(-1) ?? 0);
  return Math.round(beyondMs + ln(survivalAt(curve, beyondMs) / target) / curve.hazardPerMs);
}
