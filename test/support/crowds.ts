import type { CallId, LegId } from '@legwork/core';
import { createWorld, watch, type Watch, type World, type WorldOptions } from '@legwork/sim';
import { caller, phone, play } from '@legwork/sim/arbitrary';
import fc from 'fast-check';
import { expect } from 'vitest';
import { failureOf } from './replay.ts';

/** What was counted while a crowd called. */
export interface Counted {
  readonly calls: number;
  /** The most calls at one moment that had two legs up, supervisors' not counted. */
  readonly concurrent: number;
  /** Calls at which a supervisor listened, spoke or took over. */
  readonly supervised: number;
  readonly steps: number;
}

/** The faults of all crowds. A few in a hundred events are struck, so that most calls meet one. */
const faults: NonNullable<WorldOptions['faults']> = {
  events: [
    { kind: 'duplicate', probability: 0.01, againAfterMs: [1, 2_000] },
    { kind: 'delay', probability: 0.01, byMs: [1, 2_000] },
    { kind: 'reorder', probability: 0.01, byMs: [1, 2_000] },
    { kind: 'drop', probability: 0.005 },
  ],
  effects: [
    { kind: 'delay', probability: 0.01, byMs: [1, 2_000] },
    { kind: 'drop', probability: 0.003 },
  ],
};

const arriveWithinMs = 60_000;

/**
 * So many callers within a minute, each served by an agent, some by several: commands of customers, agents and supervisors at random, phones of
 * all kinds, and faults. Loses the switch while all are talking, and ends when nothing is left to happen.
 */
const crowd = (
  seed: number,
  callers: number,
): { readonly world: World; readonly seen: Watch; readonly counted: Counted } => {
  const lives = fc.sample(
    caller({ arriveWithinMs, staysMs: [100_000, 240_000], mostTurns: 4, mostWaitMs: 30_000, supervised: 3 }),
    { seed, numRuns: callers },
  );
  const phones = fc.sample(phone({ atMostMs: 6_000 }), { seed, numRuns: 997 });
  const agents = Array.from({ length: Math.ceil(callers * 1.1) }, (_, n) => `agent${n}`);
  let rings = 0;
  const world = createWorld({
    seed,
    agents,
    supervisors: Array.from({ length: Math.ceil(callers / 3) }, (_, n) => `supervisor${n}`),
    faults,
    policy: { parkTimeoutMs: 20_000, followIdleMs: 60_000 },
    keepFacts: false,
    answering: () => phones[(rings += 1) % phones.length] ?? { kind: 'ringsOut' },
  });
  // Looking at everything takes time by the crowd's size; so does the time between two looks.
  const seen = watch(world, { everySteps: Math.max(1_000, callers) });
  const counted = count(world);
  world.ready(...agents);
  for (const [place, life] of lives.entries()) play(world, life, place);
  world.pass(arriveWithinMs + 20_000);
  seen.resync();
  world.pass(300_000);
  seen.finish();
  return { world, seen, counted: counted() };
};

const count = (world: World): (() => Counted) => {
  const callOf = new Map<LegId, CallId>();
  const up = new Map<CallId, Set<LegId>>();
  const talking = new Set<CallId>();
  const supervised = new Set<CallId>();
  let calls = 0;
  let steps = 0;
  let concurrent = 0;

  const change = (leg: LegId, isUp: boolean): void => {
    const call = callOf.get(leg);
    if (call === undefined) return;
    const legs = up.get(call) ?? new Set();
    if (isUp) up.set(call, legs.add(leg));
    else legs.delete(leg);
    if (legs.size >= 2) talking.add(call);
    else talking.delete(call);
    concurrent = Math.max(concurrent, talking.size);
  };

  world.onStep((_at, _input, outputs) => {
    steps += 1;
    for (const output of outputs) {
      if (output.type === 'call.created') calls += 1;
      else if (output.type === 'leg.created' && output.slot !== 'seat' && output.call !== null) {
        callOf.set(output.leg, output.call);
      } else if (output.type === 'leg.answered') change(output.leg, true);
      else if (output.type === 'leg.ended') change(output.leg, false);
      else if (output.type === 'seat.changed' && output.call !== null && output.mode !== null)
        supervised.add(output.call);
      else if (output.type === 'call.party' && output.party?.kind === 'supervisor') supervised.add(output.call);
    }
  });
  return () => ({ calls, concurrent, supervised: supervised.size, steps });
};

/** The crowd of that seed, at least so many at once: throws with what did not hold and how to see it again. @throws Error */
export const holds = (seed: number, callers: number, concurrent: number, command: string): void => {
  const { world, seen, counted } = crowd(seed, callers);
  if (seen.violations.length > 0) throw new Error(failureOf(world, seen, command));
  // What was not there was not tested.
  expect(counted.concurrent).toBeGreaterThanOrEqual(concurrent);
  expect(counted.supervised / counted.calls).toBeGreaterThanOrEqual(0.2);
  for (const { rule, struck } of world.faults) expect(struck, rule.kind).toBeGreaterThan(0);
  for (const [invariant, checks] of seen.checks) expect(checks, `invariant ${invariant}`).toBeGreaterThan(0);
};
