import type { AgentId } from '../vocabulary/index.ts';

/** The place of each agent in the list of all agents. */
export interface Roster {
  get(agent: AgentId): number | undefined;
}

/** Two agents of one name are a bug, and throw. */
export const createRoster = (agents: readonly { readonly id: AgentId }[]): Roster => {
  const places = new Map<AgentId, number>();
  for (const [place, { id }] of agents.entries()) {
    if (places.has(id)) throw new Error(`${id} is there twice`);
    places.set(id, place);
  }
  /** Whoever was asked for last is mostly asked for next. */
  let last: AgentId | null = null;
  let lastPlace: number | undefined;
  return {
    get: (agent) => {
      if (agent !== last) {
        lastPlace = places.get(agent);
        last = agent;
      }
      return lastPlace;
    },
  };
};
