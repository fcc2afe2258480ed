import type { AgentState, LiveCall } from '@legwork/core';

/** The floor in numbers, as far as one may see it. Durations are milliseconds, moments milliseconds since the epoch. */
export interface Figures extends Waiting {
  readonly at: number;
  readonly calls: number;
  readonly held: number;
  readonly parked: number;
  /** Calls of which the switch has not been heard since it was lost. */
  readonly unconfirmed: number;
  readonly agents: Readonly<Record<AgentState, number>>;
  readonly queues: readonly QueueFigures[];
}

interface Waiting {
  /** Calls that wait, as `endsWaiting` defines it. */
  readonly waiting: number;
  /** When the longest of the waits under way began; null when nobody waits. */
  readonly waitingSince: number | null;
  readonly talking: number;
}

export interface QueueFigures extends Waiting {
  readonly queue: string;
}

export const figuresOf = (calls: readonly LiveCall[], agents: Iterable<AgentState>, at: number): Figures => {
  const all = { calls: calls.length, held: 0, parked: 0, unconfirmed: 0 };
  const total = newCount();
  const queues = new Map<string, Count>();
  for (const call of calls) {
    if (call.hold === 'held') all.held += 1;
    if (call.state === 'parked') all.parked += 1;
    if (!call.confirmed) all.unconfirmed += 1;
    count(total, call);
    if (call.queue === null) continue;
    const queue = queues.get(call.queue) ?? newCount();
    queues.set(call.queue, queue);
    count(queue, call);
  }
  const states: Record<AgentState, number> = { offline: 0, available: 0, reserved: 0, talking: 0, wrapUp: 0, away: 0 };
  for (const state of agents) states[state] += 1;
  const byQueue = Array.from(queues, ([queue, figures]) => ({ queue, ...figures }));
  return { at, ...all, ...total, agents: states, queues: byQueue };
};

interface Count {
  waiting: number;
  waitingSince: number | null;
  talking: number;
}

const newCount = (): Count => ({ waiting: 0, waitingSince: null, talking: 0 });

const count = (figures: Count, call: LiveCall): void => {
  if (call.state === 'talking') figures.talking += 1;
  if (call.queuedSinceMs === null) return;
  figures.waiting += 1;
  figures.waitingSince = Math.min(figures.waitingSince ?? Infinity, call.queuedSinceMs);
};
