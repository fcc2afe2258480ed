import type { Agent, AgentId, EngineState, LegId } from '@legwork/core';
import type { Invariant } from './invariant.ts';

/**
 * An agent is reserved or talking exactly as long as there is a leg to them, and there is never a second one. The distribution of calls knows
 * exactly the available as idle. Every leg ends within a bound (1), so that nobody stays reserved.
 */
export const agentsFree: Invariant = {
  number: 9,
  name: 'agents are freed',
  says: 'An agent is never given two calls, never stuck reserved, always freed when its leg ends.',
  watch: ({ world, check }) => {
    const { state } = world.engine;

    const isFreeOrTaken = (agent: Agent): void => {
      const problem = unlikeTheirLeg(agent, state);
      check(problem === null, agent.call, () => problem ?? '');
      check(isTaken(agent) || agent.call === null, agent.call, () => `${agent.id} is ${agent.state.at} at a call`);
    };

    return {
      agent: isFreeOrTaken,
      everything: () => {
        const legs = new Map<AgentId, LegId>();
        for (const leg of state.legs.values()) {
          if (leg.party?.kind !== 'agent') continue;
          const { agent } = leg.party;
          const call = leg.owner.kind === 'call' ? leg.owner.call : null;
          check(!legs.has(agent), call, () => `${agent} has two legs: ${legs.get(agent) ?? ''}, ${leg.id}`);
          check(state.agents.get(agent)?.leg === leg.id, call, () => `${agent} does not know of ${leg.id}`);
          legs.set(agent, leg.id);
        }
        const idle = new Set(state.acd.snapshot().idle.map(({ agent }) => agent));
        for (const { id, state: is } of state.agents.values()) {
          const isIdle = idle.has(id);
          check(isIdle === (is.at === 'available'), null, () => `${id} is ${is.at}, ${isIdle ? '' : 'not '}idle`);
        }
      },
    };
  },
};

const isTaken = ({ state: { at } }: Agent): boolean => at === 'reserved' || at === 'talking';

/** An agent is reserved or talking as long as there is a leg to them: what is wrong where it is otherwise, null where nothing is. */
export const unlikeTheirLeg = (agent: Agent, { legs }: Pick<EngineState, 'legs'>): string | null => {
  const party = agent.leg === null ? undefined : legs.get(agent.leg)?.party;
  const hasLeg = party?.kind === 'agent' && party.agent === agent.id;
  return isTaken(agent) === hasLeg ? null : `${agent.id} is ${agent.state.at}, ${hasLeg ? 'with' : 'without'} a leg`;
};
