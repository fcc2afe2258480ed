import { loadRouting } from '@legwork/core';
import type { Routing } from '@legwork/core';

/** Routings that stories are told in. */

const queue = {
  skills: [],
  priority: 0,
  ringTimeoutMs: 20_000,
  maxSize: 10,
  maxWaitMs: 0,
  wrapUpMs: 0,
  serviceLevelMs: 20_000,
};

/** 1900 plays a prompt; 1901 is answered on command; both lead to a queue for one, and on to a desk outside, which 1902 calls at once. */
export const withDesk = load({
  hotlines: [
    { number: '1900', name: 'Main line', entry: 'welcome' },
    { number: '1901', name: 'Priority line', entry: 'sales', answer: 'onCommand' },
    { number: '1902', name: 'Desk', entry: 'desk' },
  ],
  nodes: {
    welcome: { kind: 'announce', prompt: 'welcome', next: 'sales' },
    sales: { kind: 'queue', queue: 'sales', overflow: 'desk' },
    desk: { kind: 'number', to: '+49301234', ringTimeoutMs: 20_000, failed: 'bye' },
    bye: { kind: 'hangUp', cause: 'normal' },
  },
  queues: { sales: { ...queue, name: 'Sales', maxSize: 1, maxWaitMs: 60_000 } },
});

function load(data: unknown): Routing {
  const loaded = loadRouting(data);
  if (!loaded.ok) throw new Error(loaded.problems.map(({ path, problem }) => `${path} ${problem}`).join('\n'));
  return loaded.routing;
}
