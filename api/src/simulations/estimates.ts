import { createTally, halfWidth95 } from '@legwork/sim';
import type { RunFigures } from './simulation.ts';

/** A figure over several runs: the mean, and half the width of its 95 % confidence interval (Student's t); null where there are too few runs. */
export interface Estimate {
  readonly mean: number | null;
  readonly halfWidth: number | null;
}

export const estimated = [
  'offered',
  'served',
  'abandoned',
  'turnedAway',
  'serviceLevel',
  'shareAbandoned',
  'meanWaitMs',
  'p90WaitMs',
  'meanTalkMs',
  'occupancy',
] as const satisfies readonly (keyof RunFigures)[];
export type Estimated = (typeof estimated)[number];

/** How each figure is defined. */
export const definitions: Readonly<Record<Estimated, string>> = {
  offered: 'every call that came in',
  served: 'somebody talked with the caller',
  abandoned: 'the caller left before anybody talked with them',
  turnedAway: 'the centre ended the call before anybody talked with the caller',
  serviceLevel: 'answered within the threshold of the queue / (served + abandoned after the threshold)',
  shareAbandoned: 'abandoned / offered',
  meanWaitMs: 'from the first queueing to the first conversation, of served calls',
  p90WaitMs: 'nine in ten served calls waited no longer',
  meanTalkMs: 'in conversation, holds included, of served calls',
  occupancy: '(reserved + talking + after-call) / (available + reserved + talking + after-call)',
};

export const estimateOf = (values: readonly (number | null)[]): Estimate => {
  const tally = createTally();
  for (const value of values) if (value !== null) tally.add(value);
  const halfWidth = halfWidth95(tally);
  return { mean: tally.count === 0 ? null : tally.mean, halfWidth: Number.isFinite(halfWidth) ? halfWidth : null };
};

export interface IntervalEstimate {
  readonly from: string;
  readonly offered: Estimate;
  readonly abandoned: Estimate;
  readonly serviceLevel: Estimate;
  readonly meanWaiting: Estimate;
}

/** The day by half-hours. */
export const intervalsOf = (runs: readonly RunFigures[]): readonly IntervalEstimate[] => {
  const moments = [...new Set(runs.flatMap(({ halfHours }) => halfHours.map(({ fromMs }) => fromMs)))].sort(
    (a, b) => a - b,
  );
  return moments.map((fromMs) => {
    const at = runs.flatMap(({ halfHours }) => halfHours.filter((one) => one.fromMs === fromMs));
    return {
      from: clockText(fromMs),
      offered: estimateOf(at.map((one) => one.offered)),
      abandoned: estimateOf(at.map((one) => one.abandoned)),
      serviceLevel: estimateOf(at.map((one) => one.serviceLevel)),
      meanWaiting: estimateOf(at.map((one) => one.meanWaiting)),
    };
  });
};

const clockText = (clockMs: number): string => {
  const minutes = Math.floor(clockMs / 60_000);
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
};
