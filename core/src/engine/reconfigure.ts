import { newAgent } from '../agent/index.ts';
import { queueOf } from '../flow/index.ts';
import type { EngineConfig } from './config.ts';
import { compiled } from './deciders.ts';
import { refit } from './flows.ts';
import { frozenOf, type Frozen } from './snapshot.ts';
import { noAgentTimers } from './state.ts';
import type { Deciders } from './step.ts';

/** A snapshot that fits the configuration, or all that stands in the way: somebody or something it does not have, and who needs it. */
export type Reconfigured =
  { readonly ok: true; readonly snapshot: string } | { readonly ok: false; readonly problems: readonly string[] };

/**
 * Fits the snapshot of an engine to another configuration than the one before. Whoever is new begins where everybody begins; whatever is changed
 * counts from now on, but calls under way keep their way through the flow; whoever is gone is forgotten, unless a call, a seat or a leg still needs them.
 */
export const reconfigure = (
  snapshot: string,
  before: EngineConfig,
  config: EngineConfig,
  deciders: Deciders = compiled(),
): Reconfigured => {
  const frozen = frozenOf(snapshot, before);
  const problems = [...missed(frozen, config)];
  if (problems.length > 0) return { ok: false, problems };

  const calls = frozen.calls.map(([, call]) => call);
  const { flows, flowOf } = refit(frozen.flows, calls, before.routing, config.routing);
  const agents = new Map(frozen.agents);
  const supervisors = new Map(frozen.supervisors);
  const isAgent = new Set<string>(config.agents.map(({ id }) => id));
  const isSwitch = new Set<string>(config.switches.map(({ id }) => id));
  const state = deciders.agent.initial(newAgent);
  const perSwitch = <Item>(kept: readonly (readonly [string, readonly Item[]])[]) => {
    const known = new Map(kept);
    return config.switches.map(({ id }) => [id, known.get(id) ?? []]);
  };
  const fitted = {
    ...frozen,
    calls: frozen.calls.map(([id, call]) => {
      const queue = call.queue && (queueOf(config.routing, call.queue.id) ?? call.queue);
      return [id, { ...call, flow: flowOf(call.flow), queue }];
    }),
    flows,
    orphans: perSwitch(frozen.orphans),
    agents: config.agents.map(({ id, endpoint, skills }) => {
      const nothing = { leg: null, call: null, reason: null, wrapUpMs: 0, op: null, timers: noAgentTimers() };
      const known = agents.get(id);
      return [id, known === undefined ? { id, endpoint, skills, state, ...nothing } : { ...known, endpoint, skills }];
    }),
    supervisors: config.supervisors.map((one) => {
      const known = supervisors.get(one.id);
      return [one.id, known === undefined ? { ...one, seat: null, leg: null } : { ...known, endpoint: one.endpoint }];
    }),
    lost: frozen.lost.filter((id) => isSwitch.has(id)),
    epochs: frozen.epochs.filter(([id]) => isSwitch.has(id)),
    acd: { ...frozen.acd, idle: frozen.acd.idle.filter(({ agent }) => isAgent.has(agent)) },
  };
  return { ok: true, snapshot: JSON.stringify(fitted) };
};

/** What the configuration does not have, and is needed. */
function* missed(frozen: Frozen, { agents, supervisors, switches }: EngineConfig): Generator<string> {
  const has = {
    agent: new Set<string>(agents.map(({ id }) => id)),
    supervisor: new Set<string>(supervisors.map(({ id }) => id)),
    switch: new Set<string>(switches.map(({ id }) => id)),
  };
  for (const [id, { call, leg }] of frozen.agents) {
    if (!has.agent.has(id) && (call !== null || leg !== null)) yield `agent ${id} is on call ${call ?? leg ?? ''}`;
  }
  for (const [id, { seat, leg }] of frozen.supervisors) {
    if (!has.supervisor.has(id) && (seat !== null || leg !== null)) yield `supervisor ${id} is at ${seat ?? leg ?? ''}`;
  }
  for (const [id, { agent }] of frozen.seats) {
    if (agent !== null && !has.agent.has(agent)) yield `seat ${id} follows agent ${agent}`;
  }
  for (const [id, leg] of frozen.legs) {
    if (!has.switch.has(leg.switch)) yield `leg ${id} is on switch ${leg.switch}`;
  }
  for (const [id, { party, aim }] of frozen.calls) {
    for (const one of [party, aim]) {
      if (one?.kind === 'agent' && !has.agent.has(one.agent)) yield `call ${id} is with agent ${one.agent}`;
    }
  }
}
