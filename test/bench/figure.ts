import { distanceInErrors, median } from './measure.ts';

/** One line of the table: what was measured, beside what was measured of the same thing in the same run. */
export interface Row {
  readonly what: string;
  readonly unit: string;
  /** The median of the runs. */
  readonly value: number;
  readonly runs: readonly number[];
  readonly baseline: { readonly what: string; readonly value: number; readonly runs: readonly number[] };
  /** What the target speaks of: value ÷ baseline, the other way round, the value itself, or its distance from the baseline. */
  readonly figure: number;
  readonly target: Target | null;
  readonly isMet: boolean | null;
}

export interface Target {
  readonly of: 'value ÷ baseline' | 'baseline ÷ value' | 'value' | '|z|';
  readonly bound: 'at least' | 'at most';
  readonly than: number;
}

/** One of the things that are measured: its lines, what else there is to know, and what stands in the way where a target is missed. */
export interface Figure<Name extends string = FigureName> {
  readonly name: Name;
  readonly title: string;
  readonly rows: readonly Row[];
  readonly notes: readonly string[];
  /** Plain data that the notes are made of. */
  readonly details: { readonly [name: string]: unknown };
}

export const figureNames = ['steps', 'hour', 'memory', 'growth', 'explore', 'soak', 'statistics'] as const;
export type FigureName = (typeof figureNames)[number];

/** How much is measured. A quick bench measures nothing that could be believed: it shows that the bench runs. */
export interface Extent {
  readonly runs: number;
  readonly isQuick: boolean;
}

export const rowOf = (
  what: string,
  unit: string,
  runs: readonly number[],
  baseline: { readonly what: string; readonly runs: readonly number[] },
  target: Target | null = null,
): Row => {
  const value = median(runs);
  const beside = median(baseline.runs);
  const of = target?.of ?? 'value ÷ baseline';
  const figure = of === '|z|' ? distanceInErrors(runs, beside) : figureOf(of, value, beside);
  return {
    what,
    unit,
    value,
    runs,
    baseline: { ...baseline, value: beside },
    figure,
    target,
    isMet: target === null ? null : target.bound === 'at least' ? figure >= target.than : figure <= target.than,
  };
};

const figureOf = (of: Exclude<Target['of'], '|z|'>, value: number, baseline: number): number => {
  if (of === 'value') return value;
  return of === 'value ÷ baseline' ? value / baseline : baseline / value;
};
