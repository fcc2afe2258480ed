import { loadRouting, type Routing } from '@legwork/core';
import type { Store } from '../store/store.ts';

/** An inbound flow as it is kept: the data of a routing, which was right when it was kept. */
export interface FlowDocument {
  readonly id: string;
  readonly name: string;
  readonly routing: Readonly<Record<string, unknown>>;
  readonly createdAt: number;
  readonly createdBy: string;
}

interface ActiveFlow {
  readonly flow: string;
}

export interface Flows {
  list(): Promise<readonly FlowDocument[]>;
  get(id: string): Promise<FlowDocument | null>;
  put(flow: FlowDocument): Promise<void>;
  /** The flow that the next start takes; null where that is the one of the settings. */
  active(): Promise<string | null>;
  activate(id: string): Promise<void>;
}

export const createFlows = (store: Store): Flows => {
  const flows = store.documents<FlowDocument>('flows');
  const active = store.documents<ActiveFlow>('activeFlow');
  return {
    list: () => flows.list(),
    get: (id) => flows.get(id),
    put: (flow) => flows.put(flow.id, flow),
    active: async () => (await active.get('inbound'))?.flow ?? null,
    activate: (id) => active.put('inbound', { flow: id }),
  };
};

/** The routing to start with where a flow was activated; null where none was, or where it is not right any more. */
export const activeRouting = async (store: Store): Promise<Routing | null> => {
  const flows = createFlows(store);
  const id = await flows.active();
  const flow = id === null ? null : await flows.get(id);
  const loaded = flow === null ? null : loadRouting(flow.routing);
  return loaded?.ok === true ? loaded.routing : null;
};
