import { createRows, type Rows } from '../state/rows.ts';
import { createStore } from '../state/store.ts';
import type { Agent, Call } from './shapes.ts';

/** Every call in progress that this person may see, each with its own subscribers. */
export const calls: Rows<Call> = createRows<Call>();
export const agents: Rows<Agent> = createRows<Agent>();

/** Whether what is shown is true now; if not, since when not. */
export type Link =
  { readonly state: 'connecting' } | { readonly state: 'live' } | { readonly state: 'lost'; readonly since: number };
export const link = createStore<Link>({ state: 'connecting' });
