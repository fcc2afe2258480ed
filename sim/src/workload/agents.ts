import { asId, type AgentId, type Fact } from '@legwork/core';
import type { Callers } from './callers.ts';
import type { AgentPlan, ShiftPlan } from './plan.ts';
import type { Stage } from './stage.ts';

/** Those who answer: they come and go with their shifts, after the call they are on, and say when they are ready again. */
export interface Agents {
  hear(fact: Fact): void;
}

/** Whoever closes the centre looks that often whether somebody still waits. */
const CLOSING_MS = 10_000;

export function letThemWork(stage: Stage, callers: Callers): Agents {
  const { plan, world, at, later, ask } = stage;
  const plans = new Map<AgentId, AgentPlan>();
  const onShift = new Set<AgentId>();
  const stateOf = (agent: AgentId): string => world.engine.state.agents.get(agent)?.state.at ?? 'offline';

  for (const agent of plan.agents) {
    const id = asId<AgentId>(agent.id);
    plans.set(id, agent);
    for (const shift of agent.shifts) {
      at(shift.fromMs, () => come(id));
      at(shift.toMs, () => go(id, shift));
    }
  }

  const by = (agent: AgentId) => ({ role: 'agent', id: agent }) as const;

  function come(agent: AgentId): void {
    onShift.add(agent);
    // Somebody who is still on a call from before the break only takes back the wish to leave.
    if (stateOf(agent) === 'offline') ask({ type: 'cmd.logIn', by: by(agent), agent });
    ask({ type: 'cmd.ready', by: by(agent), agent });
  }

  function go(agent: AgentId, shift: ShiftPlan): void {
    if (shift.toMs >= plan.toMs && callers.waiting > 0) {
      later(CLOSING_MS, () => go(agent, shift));
      return;
    }
    onShift.delete(agent);
    ask({ type: 'cmd.logOut', by: by(agent), agent });
  }

  function readyAfter(agent: AgentId, ms: number, from: 'away' | 'wrapUp'): void {
    later(ms, () => {
      if (stateOf(agent) === from) ask({ type: onShift.has(agent) ? 'cmd.ready' : 'cmd.logOut', by: by(agent), agent });
    });
  }

  return {
    hear(fact) {
      if (fact.type !== 'agent.changed') return;
      const { agent, state, reason } = fact;
      if (state === 'away' && reason === 'missed') {
        readyAfter(agent, plans.get(agent)?.backAfterMissMs(world.streams) ?? 0, 'away');
      } else if (state === 'wrapUp') {
        const afterCallMs = callers.lastOf(agent)?.afterCallMs ?? null;
        if (afterCallMs !== null) readyAfter(agent, afterCallMs, 'wrapUp');
      } else if (state === 'offline' && onShift.has(agent)) {
        come(agent);
      }
    },
  };
}
