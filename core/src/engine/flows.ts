import {
  isSameRouting,
  preparedRouting,
  queueOf,
  writtenRouting,
  type Queue,
  type Routing,
  type WrittenRouting,
} from '../flow/index.ts';
import type { QueueId } from '../vocabulary/index.ts';
import type { EngineConfig } from './config.ts';
import type { Call, EngineState, Flow, Flows } from './state.ts';

/**
 * The flows that calls go through: whoever comes in goes by the present one, and keeps it to the end, whatever is activated meanwhile. The
 * flow of the configuration has the number 0.
 */

/** Nothing was activated: everybody goes by the configuration. */
export const configured = ({ routing }: Pick<EngineConfig, 'routing'>): Flows => {
  const flow: Flow = { number: 0, name: null, routing };
  return { current: flow, known: new Map([[0, flow]]), count: 0 };
};

/** The routing that a call goes by. */
export const routingOf = ({ flows }: Pick<EngineState, 'flows'>, call: Call): Routing => {
  const flow = call.flow === flows.current.number ? flows.current : flows.known.get(call.flow);
  if (flow === undefined) throw new Error('bug: a call on a flow that nobody knows');
  return flow.routing;
};

/** Every queue that a call waits in or can come to, the present flow's before all others of their name. */
export const queuesIn = ({ current, known }: Flows, calls: Iterable<Pick<Call, 'queue'>>): Iterable<Queue> => {
  const queues = new Map<QueueId, Queue>();
  const add = (queue: Queue): void => {
    if (!queues.has(queue.id)) queues.set(queue.id, queue);
  };
  for (const { routing } of [current, ...newestFirst(known)])
    for (const queue of Object.values(routing.queues)) add(queue);
  for (const { queue } of calls) if (queue !== null) add(queue);
  return queues.values();
};

/** The queue of that name: the present flow's, or that of the latest flow that has one and is still gone by. Null where there is none. */
export const queueNamed = ({ current, known }: Flows, id: QueueId): Queue | null => {
  const present = queueOf(current.routing, id);
  if (present !== null) return present;
  const found = newestFirst(known).find(({ routing }) => queueOf(routing, id) !== null);
  return found === undefined ? null : queueOf(found.routing, id);
};

const newestFirst = (known: Flows['known']): readonly Flow[] =>
  [...known.values()].toSorted((one, other) => other.number - one.number);

/** What of a call says which flows it needs. */
type Going = Pick<Call, 'flow' | 'aim'>;

const needs = (calls: readonly Going[], { number, routing }: Pick<Flow, 'number' | 'routing'>): boolean =>
  calls.some(({ flow, aim }) => flow === number || (aim?.kind === 'queue' && queueOf(routing, aim.queue) !== null));

/** Flows that nobody goes by any more are forgotten, but for the configuration's and the present one. */
export const forgetUnused = ({ current, known }: Flows, calls: readonly Going[]): void => {
  for (const flow of known.values()) {
    if (flow.number !== 0 && flow !== current && !needs(calls, flow)) known.delete(flow.number);
  }
};

/** Flows as JSON: without the configuration's, which whoever restores has. */
export interface FrozenFlows {
  readonly current: number;
  readonly count: number;
  readonly activated: readonly {
    readonly number: number;
    readonly name: string | null;
    readonly routing: WrittenRouting;
  }[];
}

export const freezeFlows = ({ current, count, known }: Flows): FrozenFlows => ({
  current: current.number,
  count,
  activated: [...known.values()]
    .filter(({ number }) => number !== 0)
    .map(({ number, name, routing }) => ({ number, name, routing: writtenRouting(routing) })),
});

export const thawFlows = (config: EngineConfig, { current, count, activated }: FrozenFlows): Flows => {
  const base = configured(config);
  for (const { number, name, routing } of activated) {
    base.known.set(number, { number, name, routing: preparedRouting(routing) });
  }
  const flow = base.known.get(current);
  if (flow === undefined) throw new Error('bug: a snapshot without the flow that it is in');
  return { current: flow, known: base.known, count };
};

/**
 * The flows of a snapshot under another configuration. Where its routing is another, calls that go by the one before keep it, as one that was
 * activated; what was activated stays in force.
 */
export const refit = (
  { current, count, activated }: FrozenFlows,
  calls: readonly Going[],
  from: Routing,
  to: Routing,
): { readonly flows: FrozenFlows; readonly flowOf: (flow: number) => number } => {
  const isKept = !isSameRouting(from, to) && needs(calls, { number: 0, routing: from });
  const kept = count + 1;
  const before = isKept ? [{ number: kept, name: null, routing: writtenRouting(from) }] : [];
  return {
    flows: { current, count: isKept ? kept : count, activated: [...activated, ...before] },
    flowOf: (flow) => (isKept && flow === 0 ? kept : flow),
  };
};
