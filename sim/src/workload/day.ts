import { asId, type AgentConfig } from '@legwork/core';
import { createWorld, type World, type WorldOptions } from '../world/index.ts';
import type { Callers } from './callers.ts';
import { letThemIn } from './people.ts';
import type { AgentPlan, DayPlan } from './plan.ts';

/** A day of a contact centre in virtual time: the plan's people act, the engine decides. */
export interface Day {
  readonly plan: DayPlan;
  readonly world: World;
  /** The time in ms since midnight. */
  clockMs(): number;
  /** Lets everything happen up to that time of day. */
  runUntil(clockMs: number): void;
  /** True when nothing is left to happen. */
  readonly isOver: boolean;
}

/** Opens the doors: everybody of the plan is on their way. The same plan gives the same facts, to the byte. */
export function openDay(plan: DayPlan, options: Pick<WorldOptions, 'deciders' | 'keepFacts' | 'keepInputs'> = {}): Day {
  let callers: Callers | null = null;
  const world = createWorld({
    ...options,
    seed: plan.seed,
    startMs: plan.midnightMs + plan.fromMs,
    routing: plan.routing,
    agents: plan.agents.map(agentOf),
    supervisors: plan.supervisors.map(({ id }) => id),
    latencyMs: plan.latencyMs,
    faults: { events: plan.faults },
    answering: plan.answering,
    promptMs: (prompt, native) => callers?.promptMs(prompt, native) ?? 0,
  });
  const people = letThemIn(plan, world);
  callers = people.callers;
  world.onStep((_at, _input, outputs) => {
    for (const output of outputs) if ('at' in output) people.hear(output);
  });
  return {
    plan,
    world,
    clockMs: people.clockMs,
    runUntil: (clockMs) => {
      world.simulation.runUntil(plan.midnightMs + clockMs);
    },
    get isOver() {
      return world.simulation.pending === 0;
    },
  };
}

/** The telephone of an agent of a plan. */
export const agentOf = ({ id, skills }: AgentPlan): AgentConfig => ({
  id: asId(id),
  endpoint: asId(`agent/${id}`),
  skills,
});
