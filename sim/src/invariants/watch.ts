import type { AgentId, CallId, Input } from '@legwork/core';
import type { World } from '../world/index.ts';
import { invariants } from './invariants.ts';
import type { Checks, Moment } from './invariant.ts';
import { createReports } from './reports.ts';
import { createTouched } from './touched.ts';

/** An invariant did not hold. */
export interface Violation {
  /** By its number in {@link invariants}. */
  readonly invariant: number;
  readonly at: number;
  /** Null where it is about no single call. */
  readonly call: CallId | null;
  readonly what: string;
}

/** Looks on while a world runs. */
export interface Watch {
  /** In the order of finding; each once, however often it was found. */
  readonly violations: readonly Violation[];
  /** How often each invariant was checked, by its number. */
  readonly checks: ReadonlyMap<number, number>;
  /** Every input the engine took. */
  readonly inputs: readonly { readonly at: number; readonly input: Input }[];
  /** Breaks the connection until all effects under way have arrived, makes it again, and repeats the resync at once. */
  resync(): void;
  /** Stops the faults, resyncs, lets everything happen that is still to happen, and checks all that has to hold at the end. */
  finish(): readonly Violation[];
}

export interface WatchOptions {
  /** After how many steps everything is looked at, and not only what a step has touched. */
  readonly everySteps?: number;
  /** Longer than any effect can be under way, delays by faults included, in ms. */
  readonly underWayMs?: number;
}

/**
 * Checks all invariants: what a step touches after the step, everything every thousand steps and at the end.
 *
 * To be called right after `createWorld`: what was not seen to begin cannot be judged.
 * @throws Error where the world has taken an input already.
 */
export const watch = (world: World, { everySteps = 1_000, underWayMs = 3_000 }: WatchOptions = {}): Watch => {
  const { state } = world.engine;
  if (state.counters.inputs > 0) {
    throw new Error(`the world has taken ${state.counters.inputs} inputs: watch it before the first`);
  }
  const reports = createReports(world.switch);
  const touched = createTouched(world);
  const inputs: { readonly at: number; readonly input: Input }[] = [];
  const violations: Violation[] = [];
  const found = new Set<string>();
  const checks = new Map<number, number>();
  let steps = 0;
  let repeatsResync = false;

  const all: readonly Checks[] = invariants.map(({ number, watch }) => {
    checks.set(number, 0);
    const check = (holds: boolean, call: CallId | null, what: () => string): void => {
      checks.set(number, (checks.get(number) ?? 0) + 1);
      if (holds) return;
      const violation = { invariant: number, call, what: what() };
      const name = JSON.stringify(violation);
      if (found.has(name)) return;
      found.add(name);
      violations.push({ ...violation, at: world.now() });
    };
    return watch({ world, reports, inputs, check });
  });

  const lookAtCall = (id: CallId): void => {
    const call = state.calls.get(id);
    if (call !== undefined) for (const { call: look } of all) look?.(call);
  };
  const lookAtAgent = (id: AgentId): void => {
    const agent = state.agents.get(id);
    if (agent !== undefined) for (const { agent: look } of all) look?.(agent);
  };
  const lookAtEverything = (): void => {
    for (const id of state.calls.keys()) lookAtCall(id);
    for (const id of state.agents.keys()) lookAtAgent(id);
    for (const { everything } of all) everything?.();
  };

  world.onTruth((event) => {
    reports.truth(event);
    if (!('native' in event)) return;
    for (const id of touched.callsOf(event.switch, event.native)) {
      const call = state.calls.get(id);
      if (call !== undefined) for (const { truth } of all) truth?.(call);
    }
  });
  world.onSurprise((effect) => reports.surprise(effect));
  world.onStep((at, input, outputs) => {
    const moment: Moment = { at, input, outputs };
    inputs.push({ at, input });
    reports.taken(input);
    const { calls, agents } = touched.step(moment);
    for (const { step } of all) step?.(moment);
    calls.forEach(lookAtCall);
    agents.forEach(lookAtAgent);
    steps += 1;
    if (steps % everySteps === 0) lookAtEverything();
    if (input.type === 'switch.back' && repeatsResync) {
      repeatsResync = false;
      world.feed(input);
    }
  });

  const resync = (): void => {
    world.switch.lose();
    world.pass(underWayMs);
    repeatsResync = true;
    world.switch.comeBack();
    world.pass(underWayMs);
  };

  return {
    violations,
    checks,
    inputs,
    resync,
    finish: () => {
      world.stopFaults();
      resync();
      world.settle();
      lookAtEverything();
      for (const { end } of all) end?.();
      return violations;
    },
  };
};
