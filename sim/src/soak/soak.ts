import type { FaultName } from '../faults/index.ts';
import { planWorld, type SoakPlan } from './plan.ts';
import { runPlan, type Soaked, type SoakRunOptions } from './run.ts';

export interface SoakOptions extends SoakRunOptions {
  /** The first seed and the last. */
  readonly seeds: readonly [from: number, to: number];
  /** How many callers each world has. */
  readonly calls: number;
  /** The faults that may be at work; each world has a mix of its own of them. */
  readonly faults: readonly FaultName[];
}

/** One world, and what became of it. */
export interface SoakedWorld {
  readonly seed: number;
  readonly plan: SoakPlan;
  readonly soaked: Soaked;
}

/** World after world, by seed: each is lived through when it is asked for. */
export function* soak({ seeds: [from, to], calls, faults, ...run }: SoakOptions): Generator<SoakedWorld, void> {
  for (let seed = from; seed <= to; seed += 1) {
    const plan = planWorld(seed, { calls, faults });
    yield { seed, plan, soaked: runPlan(plan, run) };
  }
}

/** What worlds came to, together. */
export interface SoakTally {
  readonly worlds: number;
  readonly calls: number;
  readonly events: number;
  /** How often each fault has struck. */
  readonly faults: Readonly<Partial<Record<FaultName, number>>>;
  readonly violations: number;
}

/** Counts worlds as they come; each fault that could strike is in the tally, struck or not. */
export const createTally = (faults: readonly FaultName[]): { add(soaked: Soaked): void; tally(): SoakTally } => {
  let [worlds, calls, events, violations] = [0, 0, 0, 0];
  const struck = new Map<FaultName, number>(faults.map((name) => [name, 0]));
  return {
    add: (soaked) => {
      worlds += 1;
      calls += soaked.calls;
      events += soaked.events;
      violations += soaked.violations.length;
      for (const { name, strikes } of soaked.struck) struck.set(name, (struck.get(name) ?? 0) + strikes.length);
    },
    tally: () => ({ worlds, calls, events, faults: Object.fromEntries(struck), violations }),
  };
};
