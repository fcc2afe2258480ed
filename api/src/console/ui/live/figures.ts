import { agents, calls } from '../service/live.ts';
import { shownNow, useSeconds } from '../state/clock.ts';

/** The live calls in numbers. */
export interface Figures {
  readonly calls: number;
  readonly waiting: number;
  readonly longestMs: number;
  readonly talking: number;
  readonly held: number;
  readonly unconfirmed: number;
  /** The switches that carry them, by name; and those of them of which nothing is known now. */
  readonly switches: readonly string[];
  readonly lostSwitches: readonly string[];
  readonly free: number;
  readonly agents: number;
  readonly queues: ReadonlyMap<string, QueueFigures>;
  readonly teams: readonly string[];
}
export interface QueueFigures {
  readonly waiting: number;
  readonly longestMs: number;
  readonly talking: number;
}

export const figuresNow = (): Figures => {
  const now = shownNow();
  const queues = new Map<string, { waiting: number; longestMs: number; talking: number }>();
  const teams = new Set<string>();
  const switches = new Set<string>();
  const lostSwitches = new Set<string>();
  let [waiting, longestMs, talking, held, unconfirmed, free] = [0, 0, 0, 0, 0, 0];
  for (const call of calls.all()) {
    if (call.team !== null) teams.add(call.team);
    switches.add(call.switch);
    if (!call.confirmed) {
      unconfirmed += 1;
      lostSwitches.add(call.switch);
    }
    if (call.hold === 'held') held += 1;
    const queue =
      call.queue === null ? undefined : (queues.get(call.queue) ?? { waiting: 0, longestMs: 0, talking: 0 });
    if (call.queue !== null && queue !== undefined) queues.set(call.queue, queue);
    if (call.state === 'talking') {
      talking += 1;
      if (queue !== undefined) queue.talking += 1;
    } else if (call.queuedSince !== null) {
      const waitMs = Math.max(0, now - call.queuedSince);
      waiting += 1;
      longestMs = Math.max(longestMs, waitMs);
      if (queue !== undefined) {
        queue.waiting += 1;
        queue.longestMs = Math.max(queue.longestMs, waitMs);
      }
    }
  }
  for (const agent of agents.all()) if (agent.state === 'available') free += 1;
  return {
    calls: calls.size,
    waiting,
    longestMs,
    talking,
    held,
    unconfirmed,
    switches: [...switches].sort(),
    lostSwitches: [...lostSwitches].sort(),
    free,
    agents: agents.size,
    queues,
    teams: [...teams].sort(),
  };
};

let counted: { readonly second: number; readonly figures: Figures } | null = null;

/** The figures, counted once a second for everybody who shows them. */
export const useFigures = (): Figures => {
  const second = useSeconds();
  // The first calls are not waited for.
  const isEmpty = counted?.figures.calls === 0 && calls.size > 0;
  if (counted?.second !== second || isEmpty) counted = { second, figures: figuresNow() };
  return counted.figures;
};
