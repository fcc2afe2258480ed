import { loadRouting, type Routing } from '@legwork/core';
import { createSampler, createStreams } from '../kernel/index.ts';
import { planCallers } from './plan-callers.ts';
import { supervisorOf } from './plan-supervisor.ts';
import type { AgentPlan, DayPlan } from './plan.ts';
import type { Scenario } from './scenario.ts';
import { everyOne } from './scenario-people.ts';
import { answeringAs } from './telephones.ts';

/**
 * The day of a scenario for one seed. Each source of chance has a stream of its own: what callers bring by type and decision, interventions by supervisor
 * and kind, telephones one by one.
 */
export function planScenario(scenario: Scenario, seed: number = scenario.seed): DayPlan {
  const streams = createStreams(seed);
  const { day, title, faults } = scenario;
  return {
    title,
    seed,
    midnightMs: day.midnightMs,
    fromMs: day.fromMs,
    toMs: day.toMs,
    routing: routingOf(scenario),
    callers: planCallers(scenario, streams),
    agents: agentsOf(scenario),
    supervisors: scenario.supervisors.people.map((person) => supervisorOf(scenario, person, streams)),
    answering: answeringAs(scenario),
    faults,
    latencyMs: [5, 40],
  };
}

function routingOf({ routing }: Scenario): Routing {
  const loaded = loadRouting(routing);
  if (!loaded.ok) throw new Error('bug: a scenario was admitted whose routing does not load');
  return loaded.routing;
}

function agentsOf({ agents, telephones }: Scenario): readonly AgentPlan[] {
  const back = createSampler(telephones.agents.backAfterMissMs);
  return agents.flatMap(everyOne).map(({ id, skills, shifts }) => ({
    id,
    skills,
    shifts,
    backAfterMissMs: (streams) => back.sampleMs(streams.stream(`backAfterMiss/${id}`)),
  }));
}
