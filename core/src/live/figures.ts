import type { AgentState, QueueId } from '../vocabulary/index.ts';
import type { Row } from './row.ts';

/** The live list in numbers, at one moment. */
export interface LiveFigures {
  readonly calls: number;
  /** Calls that wait, as `endsWaiting` defines it. */
  readonly waiting: number;
  /** The longest of the waits under way, in milliseconds; a call that was queued again waits anew. 0 when nobody waits. */
  readonly longestWaitMs: number;
  /** Calls in the state `talking`, held ones included. */
  readonly talking: number;
  readonly held: number;
  readonly parked: number;
  /** Calls of which the switch has not been heard since it was lost. */
  readonly unconfirmed: number;
  /** The queues that calls on the list were put into last. */
  readonly queues: readonly QueueFigures[];
  readonly agents: Readonly<Record<AgentState, number>>;
}

export interface QueueFigures {
  readonly queue: QueueId;
  readonly waiting: number;
  readonly longestWaitMs: number;
  readonly talking: number;
}

/** Counts the rows: exact at `nowMs`, in time proportional to their number. */
export function figuresOf(rows: Iterable<Row>, agents: Iterable<AgentState>, nowMs: number): LiveFigures {
  const all = { calls: 0, held: 0, parked: 0, unconfirmed: 0 };
  const total = newCount();
  const queues = new Map<QueueId, QueueCount>();
  for (const row of rows) {
    all.calls += 1;
    if (row.hold.is === 'held') all.held += 1;
    if (row.state.is === 'parked') all.parked += 1;
    if (!row.confirmed) all.unconfirmed += 1;
    count(total, row, nowMs);
    if (row.queue === null) continue;
    const queue = queues.get(row.queue) ?? newCount();
    queues.set(row.queue, queue);
    count(queue, row, nowMs);
  }
  return {
    ...all,
    ...total,
    queues: Array.from(queues, ([queue, figures]) => ({ queue, ...figures })),
    agents: countStates(agents),
  };
}

interface QueueCount {
  waiting: number;
  longestWaitMs: number;
  talking: number;
}

const newCount = (): QueueCount => ({ waiting: 0, longestWaitMs: 0, talking: 0 });

function count(figures: QueueCount, row: Row, nowMs: number): void {
  if (row.state.is === 'talking') figures.talking += 1;
  if (row.queuedSinceMs === null) return;
  figures.waiting += 1;
  figures.longestWaitMs = Math.max(figures.longestWaitMs, nowMs - row.queuedSinceMs);
}

function countStates(states: Iterable<AgentState>): Readonly<Record<AgentState, number>> {
  const counts: Record<AgentState, number> = { offline: 0, available: 0, reserved: 0, talking: 0, wrapUp: 0, away: 0 };
  for (const state of states) counts[state] += 1;
  return counts;
}
