import type { Queue } from '../service/client.ts';
import { createKept } from '../state/kept.ts';

/** What a queue should keep to. */
export interface Targets {
  readonly maxWaiting: number;
  readonly maxWaitSeconds: number;
  readonly minLevelPercent: number;
}

/** 80 % within the time that the routing sets: what most contact centres begin with. */
export const usualTargets: Targets = { maxWaiting: 5, maxWaitSeconds: 60, minLevelPercent: 80 };

const isNumber = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value);
const areTargets = (kept: unknown): kept is Readonly<Record<string, Targets>> =>
  typeof kept === 'object' &&
  kept !== null &&
  Object.values(kept as Record<string, Partial<Targets> | null>).every(
    (one) => isNumber(one?.maxWaiting) && isNumber(one?.maxWaitSeconds) && isNumber(one?.minLevelPercent),
  );

/** The targets that somebody set in this browser, by queue. */
export const queueTargets = createKept<Readonly<Record<string, Targets>>>('targets', {}, areTargets);
/** What a queue should keep to: as somebody set it here, or as the house did, or as is usual. */
export const targetsOf = (
  set: Readonly<Record<string, Targets>>,
  id: string,
  thresholds: Queue['thresholds'] | undefined,
): Targets =>
  set[id] ?? {
    ...usualTargets,
    maxWaiting: thresholds?.waiting?.over ?? usualTargets.maxWaiting,
    maxWaitSeconds: Math.round((thresholds?.longestWaitMs?.over ?? usualTargets.maxWaitSeconds * 1_000) / 1_000),
  };

/** How a value stands to its target: within it, near it (the last fifth, or five points), or missed. */
export type Level = 'ok' | 'warn' | 'breach' | 'none';
export const levelOf = (bound: 'most' | 'least', value: number, target: number): Level => {
  if (bound === 'most') return value > target ? 'breach' : value > target * 0.8 ? 'warn' : 'ok';
  return value < target ? 'breach' : value < target + 5 ? 'warn' : 'ok';
};
