import type { Report } from '../service/client.ts';
import { assertNever } from '../state/never.ts';
import { numberText } from '../words/number.ts';

export type Estimate = Report['figures'][string];

/** The figures of a report in their order, each by what it is measured in. */
export const measures = {
  serviceLevel: 'share',
  shareAbandoned: 'share',
  occupancy: 'share',
  meanWaitMs: 'duration',
  p90WaitMs: 'duration',
  meanTalkMs: 'duration',
  offered: 'count',
  served: 'count',
  abandoned: 'count',
  turnedAway: 'count',
} as const;
export type Measure = keyof typeof measures;
export type Unit = (typeof measures)[Measure];

/** A figure as it is written: `83.1 %`, `12.4 s`, `1,204.5`. */
const written = (lang: string, unit: Unit, value: number): string => {
  switch (unit) {
    case 'share':
      return `${numberText(lang, value * 100, 1)} %`;
    case 'duration':
      return `${numberText(lang, value / 1_000, 1)} s`;
    case 'count':
      return numberText(lang, value, 1);
    default:
      return assertNever(unit);
  }
};

/** A figure and how sure it is; a dash where there is none. */
export const estimated = (lang: string, unit: Unit, { mean, halfWidth }: Estimate): string => {
  if (mean === null) return '–';
  const value = written(lang, unit, mean);
  return halfWidth === null ? value : `${value} ± ${written(lang, unit, halfWidth)}`;
};
