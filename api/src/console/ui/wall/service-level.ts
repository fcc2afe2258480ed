import type { Call, CallRecord, Queue } from '../service/client.ts';

/** How many calls came through in time, of how many. */
export interface ServiceLevel {
  readonly inTime: number;
  readonly of: number;
}

/**
 * The service level of each queue over the last half hour: calls answered within the time that the queue promises, divided by all that were
 * answered, gave up, or have waited longer than that by now.
 */
export const serviceLevels = (
  records: Iterable<CallRecord>,
  live: Iterable<Call>,
  queues: readonly Queue[],
  now: number,
): ReadonlyMap<string, ServiceLevel> => {
  const promised = new Map(queues.map(({ id, serviceLevelMs }) => [id, serviceLevelMs]));
  const counts = new Map<string, { inTime: number; of: number }>();
  const count = (queue: string | null, waitMs: number, answered: boolean, over: boolean): void => {
    const limitMs = queue === null ? undefined : promised.get(queue);
    if (queue === null || limitMs === undefined) return;
    const isInTime = answered && waitMs <= limitMs;
    if (!over && waitMs <= limitMs) return;
    const counted = counts.get(queue) ?? { inTime: 0, of: 0 };
    counted.of += 1;
    if (isInTime) counted.inTime += 1;
    counts.set(queue, counted);
  };
  for (const { queue, waitMs, served } of records) count(queue, waitMs, served, true);
  for (const { queue, waitMs, waitingSince, talkMs, talkingSince } of live) {
    const waits = waitingSince !== null;
    const answered = !waits && (talkingSince !== null || talkMs > 0);
    count(queue, waits ? waitMs + now - waitingSince : waitMs, answered, answered);
  }
  return counts;
};

/** As a share from 0 to 1; null where nothing was counted. */
export const shareOf = (level: ServiceLevel | undefined): number | null =>
  level === undefined || level.of === 0 ? null : level.inTime / level.of;
