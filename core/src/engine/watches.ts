import type { Queue, Threshold } from '../flow/index.ts';
import type { CallId, QueueId, QueueMeasure } from '../vocabulary/index.ts';
import { queueNamed } from './flows.ts';
import { noQueueTimers, type Call, type EngineState, type QueueWatch } from './state.ts';
import { publish, type Step } from './step.ts';
import { startTimer, stopTimer } from './timers.ts';

/**
 * Thresholds of queues. A figure that is greater than `over` is over, until it is `clear` or less; each crossing is told once. Looked at when a
 * step is over, so that a call that comes and is taken at once crosses nothing.
 */

/** Whether, or where, the call waits has changed: the queue is looked at in the end. */
export const touch = (step: Step, call: Call, queue: Queue | null = call.queue): void => {
  if (queue === null || (queue.thresholds === undefined && !step.state.watches.has(queue.id))) return;
  const line = step.state.lines.get(queue.id);
  if (line !== undefined) {
    if (call.waitsSince !== null && call.queue?.id === queue.id) line.set(call.id, call.waitsSince);
    else line.delete(call.id);
  }
  touchQueue(step, queue.id);
};

/** What the queue is watched for may have changed. */
export const touchQueue = (step: Step, id: QueueId): void => {
  step.queues = (step.queues ?? new Set()).add(id);
};

/** Looks at all queues that were touched. */
export const watchQueues = (step: Step): void => {
  for (const id of step.queues ?? []) watchQueue(step, id);
};

const watchQueue = (step: Step, id: QueueId): void => {
  const { flows, watches, lines } = step.state;
  const thresholds = queueNamed(flows, id)?.thresholds;
  if (thresholds === undefined && !watches.has(id)) return;
  const watch = watches.get(id) ?? newWatch();
  watches.set(id, watch);
  const line = lines.get(id) ?? lineOf(step.state, id);
  lines.set(id, line);
  const since = earliest(line);
  const waitMs = since === null ? 0 : step.at - since;
  cross(step, id, watch, 'waiting', thresholds?.waiting, line.size);
  cross(step, id, watch, 'longestWaitMs', thresholds?.longestWaitMs, waitMs);
  wait(step, id, watch, thresholds?.longestWaitMs, since);
  if (thresholds !== undefined) return;
  watches.delete(id);
  lines.delete(id);
};

/** Found by a look at every call: once, after a start, or when the queue begins to be watched. */
const lineOf = ({ calls }: EngineState, queue: QueueId): Map<CallId, number> => {
  const line = new Map<CallId, number>();
  for (const call of calls.values())
    if (call.waitsSince !== null && call.queue?.id === queue) line.set(call.id, call.waitsSince);
  return line;
};

/** Mostly the first, but for those who have waited elsewhere before. */
const earliest = (line: ReadonlyMap<CallId, number>): number | null => {
  let found: number | null = null;
  for (const since of line.values()) if (found === null || since < found) found = since;
  return found;
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
  touchQueue(step, id);
};
