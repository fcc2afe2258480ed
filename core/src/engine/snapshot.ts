import { restoreAcd, type AcdSnapshot } from '../acd/index.ts';
import type { Books } from './books.ts';
import type { CallId } from '../vocabulary/index.ts';
import { callNumberOf, callNumberOfLeg } from './call-numbers.ts';
import type { EngineConfig } from './config.ts';
import { configured, freezeFlows, queuesIn, thawFlows, type FrozenFlows } from './flows.ts';
import { inParts } from './in-parts.ts';
import {
  noAgentTimers,
  noCallOps,
  noCallTimers,
  noLegOps,
  noLegTimers,
  noQueueTimers,
  noSeatTimers,
  type Book,
  type Call,
  type EngineState,
} from './state.ts';
import { State } from './timers.ts';

/** Everything an engine knows as JSON, and back. */

/** Books, maps and sets become lists, in their order: order is part of the state. Each by name: what JSON makes of a set others may have changed. */
export const freeze = (state: EngineState): string => [...freezeInParts(state)].join('');

/**
 * The same in parts, none of them long. All of them say how things are now: what is many is copied at once, which takes a fraction of the time
 * that it takes to write it, and written when its part is asked for, whatever has happened since.
 */
export const freezeInParts = (state: EngineState): Iterable<string> => {
  const frozen: Frozen = {
    counters: state.counters,
    calls: Array.from(state.calls, ([id, call]) => [id, copyOfCall(call)]),
    legs: Array.from(state.legs, ([id, leg]) => [id, { ...leg, ops: { ...leg.ops }, timers: { ...leg.timers } }]),
    orphans: Array.from(state.orphans, ([id, natives]) => [id, [...natives]]),
    seats: Array.from(state.seats, ([id, seat]) => [id, { ...seat, timers: { ...seat.timers } }]),
    agents: Array.from(state.agents, ([id, agent]) => [id, { ...agent, timers: { ...agent.timers } }]),
    supervisors: Array.from(state.supervisors, ([id, supervisor]) => [id, { ...supervisor }]),
    open: [...state.open],
    lost: [...state.lost],
    epochs: [...state.epochs],
    flows: freezeFlows(state.flows),
    watches: Array.from(state.watches, ([id, watch]) => [id, { ...watch, timers: { ...watch.timers } }]),
    acd: state.acd.snapshot(),
  };
  return inParts({ ...frozen });
};

/** What a step changes within it. */
const copyOfCall = (call: Call): Call => ({
  ...call,
  legs: { ...call.legs },
  ops: { ...call.ops },
  timers: { ...call.timers },
});

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
    lines: new Map(),
    acd: restoreAcd(queues, config.agents, frozen.acd, roster),
  });
};

/**
 * What was written before flows could be activated, and queues watched, says nothing of them: all calls go by the configuration's. Calls that were
 * written before their waits were are not counted as waiting until they are queued again.
 */
export const frozenOf = (snapshot: string, config: EngineConfig): Frozen => {
  const read = JSON.parse(snapshot) as Earlier | (Omit<Earlier, 'flows' | 'watches'> & { readonly flows?: undefined });
  const calls = read.calls.map(([id, { waitsSince = null, ...call }]): [CallId, Call] => [id, { ...call, waitsSince }]);
  const written = { ...read, calls };
  if (written.flows !== undefined) return written;
  return {
    ...written,
    flows: freezeFlows(configured(config)),
    watches: [],
    seats: written.seats.map(([id, seat]) => [id, { ...seat, device: null }]),
    calls: calls.map(([id, call]) => [id, { ...call, flow: 0, device: null }]),
  };
};
type Earlier = Omit<Frozen, 'calls'> & { readonly calls: [CallId, Omit<Call, 'waitsSince'> & Partial<Call>][] };

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
  readonly [Key in Exclude<keyof EngineState, 'acd' | 'flows' | 'lines' | 'timers'>]: Listed<EngineState[Key]>;
} & {
  readonly flows: FrozenFlows;
  readonly acd: AcdSnapshot;
};
