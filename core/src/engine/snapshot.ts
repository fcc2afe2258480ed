import { restoreAcd, type AcdSnapshot } from '../acd/index.ts';
import type { Books } from './books.ts';
import { callNumberOf, callNumberOfLeg } from './call-numbers.ts';
import type { EngineConfig } from './config.ts';
import { configured, freezeFlows, queuesIn, thawFlows, type FrozenFlows } from './flows.ts';
import {
  noAgentTimers,
  noCallOps,
  noCallTimers,
  noLegOps,
  noLegTimers,
  noQueueTimers,
  noSeatTimers,
  type Book,
  type EngineState,
} from './state.ts';
import { State } from './timers.ts';

/** Everything an engine knows as JSON, and back. */

/** Books, maps and sets become lists, in their order: order is part of the state. Each by name: what JSON makes of a set others may have changed. */
export const freeze = (state: EngineState): string => {
  const frozen: Frozen = {
    counters: state.counters,
    calls: [...state.calls],
    legs: [...state.legs],
    orphans: Array.from(state.orphans, ([id, natives]) => [id, [...natives]]),
    seats: [...state.seats],
    agents: [...state.agents],
    supervisors: [...state.supervisors],
    open: [...state.open],
    lost: [...state.lost],
    epochs: [...state.epochs],
    flows: freezeFlows(state.flows),
    watches: [...state.watches],
    acd: state.acd.snapshot(),
  };
  return JSON.stringify(frozen);
};

/** The configuration has to be that of the engine whose snapshot it is. */
export const thaw = (
  config: EngineConfig,
  snapshot: string,
  { calls, legs, agents, roster, rest }: Books,
): EngineState => {
  const frozen = frozenOf(snapshot, config);
  const flows = thawFlows(config, frozen.flows);
  const queues = queuesIn(
    flows,
    frozen.calls.map(([, call]) => call),
  );
  const byCall = Map.groupBy(frozen.legs, ([id]) => callNumberOfLeg(id));
  const addLegs = (number: number): void => {
    for (const [id, leg] of byCall.get(number) ?? []) {
      legs.set(id, { ...leg, ops: { ...noLegOps, ...leg.ops }, timers: { ...noLegTimers(), ...leg.timers } });
    }
  };
  for (const [id, call] of frozen.calls) {
    calls.set(id, { ...call, ops: { ...noCallOps, ...call.ops }, timers: { ...noCallTimers(), ...call.timers } });
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
    flows,
    watches: new Map(
      frozen.watches.map(([id, watch]) => [id, { ...watch, timers: { ...noQueueTimers(), ...watch.timers } }]),
    ),
    acd: restoreAcd(queues, config.agents, frozen.acd, roster),
  });
};

/** What was written before flows could be activated, and queues watched, says nothing of them: all calls go by the configuration's. */
export const frozenOf = (snapshot: string, config: EngineConfig): Frozen => {
  const written = JSON.parse(snapshot) as Frozen | (Omit<Frozen, 'flows' | 'watches'> & { readonly flows?: undefined });
  if (written.flows !== undefined) return written;
  return {
    ...written,
    flows: freezeFlows(configured(config)),
    watches: [],
    calls: written.calls.map(([id, call]) => [id, { ...call, flow: 0 }]),
  };
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
export type Frozen = {
  readonly [Key in Exclude<keyof EngineState, 'acd' | 'flows' | 'timers'>]: Listed<EngineState[Key]>;
} & {
  readonly flows: FrozenFlows;
  readonly acd: AcdSnapshot;
};
