import { restoreAcd, type AcdSnapshot } from '../acd/index.ts';
import type { Books } from './books.ts';
import { callNumberOf, callNumberOfLeg } from './call-numbers.ts';
import type { EngineConfig } from './config.ts';
import {
  noAgentTimers,
  noCallOps,
  noCallTimers,
  noLegOps,
  noLegTimers,
  noSeatTimers,
  type Book,
  type EngineState,
} from './state.ts';
import { State } from './timers.ts';

/** Everything an engine knows as JSON, and back. */

/** Books, maps and sets become lists, in their order: order is part of the state. */
export const freeze = ({ acd, ...state }: EngineState): string => {
  const { calls, legs, agents } = state;
  const listed = { calls: [...calls], legs: [...legs], agents: [...agents] };
  return JSON.stringify({ ...state, ...listed, timers: undefined, acd: acd.snapshot() }, (_key, value: unknown) =>
    value instanceof Map || value instanceof Set ? [...value] : value,
  );
};

/** The configuration has to be that of the engine whose snapshot it is. */
export const thaw = (
  config: EngineConfig,
  snapshot: string,
  { calls, legs, agents, roster, rest }: Books,
): EngineState => {
  const frozen = JSON.parse(snapshot) as Frozen;
  const byCall = Map.groupBy(frozen.legs, ([id]) => callNumberOfLeg(id));
  const addLegs = (number: number): void => {
    for (const [id, leg] of byCall.get(number) ?? []) {
      legs.set(id, { ...leg, ops: { ...noLegOps(), ...leg.ops }, timers: { ...noLegTimers(), ...leg.timers } });
    }
  };
  for (const [id, call] of frozen.calls) {
    calls.set(id, { ...call, ops: { ...noCallOps(), ...call.ops }, timers: { ...noCallTimers(), ...call.timers } });
    addLegs(callNumberOf(id));
    rest();
  }
  addLegs(-1);
  for (const [id, agent] of frozen.agents) {
    agents.set(id, { ...agent, timers: { ...noAgentTimers(), ...agent.timers } });
    rest();
  }
  return new State({
    counters: frozen.counters,
    calls,
    legs,
    orphans: new Map(frozen.orphans.map(([id, natives]) => [id, new Set(natives)])),
    seats: new Map(frozen.seats.map(([id, seat]) => [id, { ...seat, timers: { ...noSeatTimers(), ...seat.timers } }])),
    agents,
    supervisors: new Map(frozen.supervisors),
    open: new Set(frozen.open),
    lost: new Set(frozen.lost),
    epochs: new Map(frozen.epochs),
    acd: restoreAcd(Object.values(config.routing.queues), config.agents, frozen.acd, roster),
  });
};

type Listed<T> =
  T extends Book<infer K, infer V>
    ? [K, V][]
    : T extends ReadonlyMap<infer K, infer V>
      ? [K, Listed<V>][]
      : T extends Set<infer V>
        ? V[]
        : T;
/** A snapshot as it is read back. */
export type Frozen = { readonly [Key in Exclude<keyof EngineState, 'acd' | 'timers'>]: Listed<EngineState[Key]> } & {
  readonly acd: AcdSnapshot;
};
