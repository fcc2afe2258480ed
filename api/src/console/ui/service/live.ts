import type { LegworkEvent } from '../../../events/index.ts';
import { whenLeaving } from '../session/leaving.ts';
import { stopClocks } from '../state/clock.ts';
import { createRows, type Rows } from '../state/rows.ts';
import { createStore } from '../state/store.ts';
import type { Agent, Call, Supervisor } from './client.ts';

/** Every call in progress that this person may see, each with its own subscribers. */
export const calls: Rows<Call> = createRows<Call>();
export const agents: Rows<Agent> = createRows<Agent>();

/** How far simulations are, by what the stream has told since the page was opened. */
export type Progress = LegworkEvent<'simulation.progress'>['data'] & { readonly id: string };
export const progress: Rows<Progress> = createRows<Progress>();

/** My presence between two calls of an agent whom I follow; null where I am at a call, or nowhere. */
export const between = createStore<Supervisor['betweenCalls']>(null);

/** Whether what is shown is true now; if not, since when not. */
export type Link =
  { readonly state: 'connecting' } | { readonly state: 'live' } | { readonly state: 'lost'; readonly since: number };
export const link = createStore<Link>({ state: 'connecting' });
link.subscribe(() => {
  const now = link.get();
  stopClocks(now.state === 'lost' ? now.since : null);
});

whenLeaving(() => {
  for (const rows of [calls, agents, progress]) rows.replace([]);
  between.set(null);
  link.set({ state: 'connecting' });
});
