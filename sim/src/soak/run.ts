import { loadRouting, type CallId, type Deciders, type Routing } from '@legwork/core';
import { play } from '../arbitrary/index.ts';
import type { ChosenFault } from '../faults/index.ts';
import { watch, type Violation } from '../invariants/index.ts';
import { ladder, type LadderStep } from '../ladder/index.ts';
import { createWorld, type World } from '../world/index.ts';
import { leftOver } from './left-over.ts';
import { shapes, type SoakPlan } from './plan.ts';

/** What became of a soaked world. */
export interface Soaked {
  /** In the order of finding. A world in which the engine stopped ends with that. */
  readonly violations: readonly SoakViolation[];
  readonly calls: number;
  /** Inputs of the engine. */
  readonly events: number;
  /** When each fault struck: as a choice of faults, one that strikes the same again. */
  readonly struck: readonly (ChosenFault & { readonly strikes: readonly number[] })[];
  /** The call of the first violation that is about one, or the only call there was, as a ladder diagram; null where there is none. */
  readonly drawn: () => string | null;
}

/** What did not hold. Invariant 0 is that the engine runs at all. */
export type SoakViolation = Violation;

export interface SoakRunOptions {
  /** The machines to run; without it Legwork's own. */
  readonly deciders?: Deciders;
}

/** Longer than any outage, and than anything that faults hold up. */
const CALM_MS = 30_000;
/** Longer than any effect can be under way. */
const UNDER_WAY_MS = 6_000;
/** More steps than any call takes: whoever takes more does not come to rest. */
const MOST_STEPS_PER_CALL = 5_000;

/** Lives through a world: faults strike, then they stop, the switch is asked for what exists, and everything comes to its end. */
export const runPlan = (plan: SoakPlan, { deciders }: SoakRunOptions = {}): Soaked => {
  const { seed, latencyMs, phones, faults } = plan;
  const agents = Array.from({ length: plan.agents }, (_, n) => `agent${n}`);
  let rings = 0;
  const world = createWorld({
    seed,
    shape: shapes[plan.shape],
    latencyMs,
    routing: routingOf(plan),
    agents,
    supervisors: Array.from({ length: plan.supervisors }, (_, n) => `supervisor${n}`),
    faults: { named: faults },
    policy: { parkTimeoutMs: 20_000, followIdleMs: 30_000, wrapUpMs: 5_000 },
    keepFacts: false,
    answering: () => phones[(rings += 1) % phones.length] ?? { kind: 'ringsOut' },
    ...(deciders === undefined ? {} : { deciders }),
  });
  const seen = watch(world, { everySteps: 500, underWayMs: UNDER_WAY_MS });
  const counted = count(world, MOST_STEPS_PER_CALL * (plan.callers.length + 1));
  const stopped: SoakViolation[] = [];
  try {
    world.ready(...agents);
    for (const [place, caller] of plan.callers.entries()) play(world, caller, place);
    world.pass(plan.faultsUntilMs);
    world.stopFaults();
    world.pass(CALM_MS);
    seen.finish();
    stopped.push(...leftOver(world));
  } catch (error) {
    // What throws is a bug of the engine.
    const what = error instanceof Error ? error.message : String(error);
    stopped.push({ invariant: 0, at: world.now(), call: null, what: `the engine stopped: ${what}` });
  }
  const violations = [...seen.violations, ...stopped];
  return {
    violations,
    calls: counted.calls.length,
    events: counted.events,
    struck: world.named.struck(),
    drawn: () => {
      const [only, ...others] = counted.calls;
      const call = violations.find((violation) => violation.call !== null)?.call ?? (others.length === 0 ? only : null);
      return call === null || call === undefined ? null : ladder(stepsOf(world, seen.inputs), call);
    },
  };
};

const count = (world: World, mostSteps: number): { readonly calls: readonly CallId[]; readonly events: number } => {
  const counted = { calls: [] as CallId[], events: 0 };
  world.onStep((_at, _input, outputs) => {
    counted.events += 1;
    for (const output of outputs) if (output.type === 'call.created') counted.calls.push(output.call);
    if (counted.events > mostSteps) throw new Error(`it does not come to rest within ${mostSteps} steps`);
  });
  return counted;
};

/** What the engine did at each input, found by asking it again. */
const stepsOf = (world: World, inputs: readonly Pick<LadderStep, 'at' | 'input'>[]): readonly LadderStep[] => {
  const engine = world.freshEngine();
  const steps: LadderStep[] = [];
  try {
    for (const { at, input } of inputs) steps.push({ at, input, outputs: engine.step(input, at) });
  } catch {
    // It stops where it has stopped before.
  }
  return steps;
};

const routingOf = ({ greets }: SoakPlan): Routing => {
  const queue = {
    skills: [],
    priority: 0,
    ringTimeoutMs: 8_000,
    maxSize: 1_000,
    maxWaitMs: 60_000,
    wrapUpMs: 2_000,
    serviceLevelMs: 20_000,
  };
  const loaded = loadRouting({
    hotlines: [{ number: '1900', name: 'hotline', entry: greets ? 'welcome' : 'main' }],
    nodes: {
      ...(greets ? { welcome: { kind: 'announce', prompt: 'welcome', next: 'main' } } : {}),
      main: { kind: 'queue', queue: 'main', overflow: 'desk' },
      desk: { kind: 'number', to: 'outside/desk', ringTimeoutMs: 8_000, failed: 'bye' },
      bye: { kind: 'hangUp', cause: 'busy' },
    },
    queues: { main: { name: 'main', ...queue } },
  });
  if (!loaded.ok) throw new Error(loaded.problems.map(({ path, problem }) => `${path} ${problem}`).join('\n'));
  return loaded.routing;
};
