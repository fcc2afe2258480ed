import type { AgentId, AgentState, Fact } from '@legwork/core';

/** How much of the time in which agents could work they worked. */
export interface Occupancy {
  /** Time in each state, in ms, over all agents. */
  readonly timeMs: Readonly<Record<AgentState, number>>;
  /** (reserved + talking + wrapUp) / (available + reserved + talking + wrapUp): time away and offline does not count. NaN over no time. */
  readonly value: number;
}

export interface OccupancyBook {
  hear(fact: Fact): void;
  /** @param untilMs what agents are doing by then counts up to it; on the clock of the facts. */
  occupancy(untilMs: number): Occupancy;
}

/** Counts the time that agents spend in their states, from facts alone. */
export function createOccupancyBook(): OccupancyBook {
  const current = new Map<AgentId, { readonly state: AgentState; readonly sinceMs: number }>();
  const spent = { offline: 0, available: 0, reserved: 0, talking: 0, wrapUp: 0, away: 0 };
  return {
    hear(fact) {
      if (fact.type !== 'agent.changed') return;
      const before = current.get(fact.agent);
      if (before !== undefined) spent[before.state] += fact.at - before.sinceMs;
      current.set(fact.agent, { state: fact.state, sinceMs: fact.at });
    },
    occupancy(untilMs) {
      const timeMs = { ...spent };
      for (const { state, sinceMs } of current.values()) timeMs[state] += Math.max(0, untilMs - sinceMs);
      const worked = timeMs.reserved + timeMs.talking + timeMs.wrapUp;
      return { timeMs, value: worked / (timeMs.available + worked) };
    },
  };
}
