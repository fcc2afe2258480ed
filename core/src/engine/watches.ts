import type { Queue, Threshold } from '../flow/index.ts';
import type { QueueId, QueueMeasure } from '../vocabulary/index.ts';
import { queueNamed } from './flows.ts';
import { noQueueTimers, type QueueWatch } from './state.ts';
import { publish, type Step } from './step.ts';
import { startTimer, stopTimer } from './timers.ts';

/**
 * Thresholds of queues. A figure that is greater than `over` is over, until it is `clear` or less; each crossing is told once. Looked at when a
 * step is over, so that a call that comes and is taken at once crosses nothing.
 */

/** Something about the queue has changed: it is looked at in the end. */
export const touch = (step: Step, { id, thresholds }: Queue): void => {
  if (thresholds !== undefined || step.state.watches.has(id)) step.queues = (step.queues ?? new Set()).add(id);
};

/** Looks at all queues that were touched. */
export const watchQueues = (step: Step): void => {
  for (const id of step.queues ?? []) watchQueue(step, id);
};

const watchQueue = (step: Step, id: QueueId): void => {
  const { flows, watches, acd } = step.state;
  const thresholds = queueNamed(flows, id)?.thresholds;
  const watch = watches.get(id) ?? newWatch();
  watches.set(id, watch);
  const since = acd.longestSince(id);
  const waitMs = since === null ? 0 : step.at - since;
  cross(step, id, watch, 'waiting', thresholds?.waiting, acd.size(id));
  cross(step, id, watch, 'longestWaitMs', thresholds?.longestWaitMs, waitMs);
  wait(step, id, watch, thresholds?.longestWaitMs, since);
  if (thresholds === undefined) watches.delete(id);
};

const newWatch = (): QueueWatch => ({ waiting: null, longestWaitMs: null, dueAt: null, timers: noQueueTimers() });

const cross = (
  step: Step,
  queue: QueueId,
  watch: QueueWatch,
  measure: QueueMeasure,
  threshold: Threshold | undefined,
  value: number,
): void => {
  const crossed = watch[measure];
  // Of a threshold that is not there any more nothing can be over.
  const isOver = threshold !== undefined && value > (crossed === null ? threshold.over : threshold.clear);
  if (isOver === (crossed !== null)) return;
  watch[measure] = isOver ? threshold : null;
  const { over, clear } = threshold ?? crossed ?? { over: 0, clear: 0 };
  publish(step, { type: 'queue.crossed', queue, measure, isOver, value, over, clear, at: step.at });
};

/** Nothing happens when a wait becomes too long: a timer says so. */
const wait = (
  step: Step,
  queue: QueueId,
  watch: QueueWatch,
  threshold: Threshold | undefined,
  since: number | null,
): void => {
  const isAwaited = threshold !== undefined && since !== null && watch.longestWaitMs === null;
  const dueAt = isAwaited ? since + threshold.over + 1 : null;
  if (dueAt === watch.dueAt) return;
  watch.dueAt = dueAt;
  if (dueAt === null) stopTimer(step, watch.timers, 'longestWait');
  else startTimer(step, watch.timers, queue, 'longestWait', dueAt - step.at);
};

/** The timer has fired, which is all that has happened. */
export const wakeQueue = (step: Step, id: QueueId): void => {
  const watch = step.state.watches.get(id);
  if (watch !== undefined) watch.dueAt = null;
  step.queues = (step.queues ?? new Set()).add(id);
};
