import { loadRouting } from '@legwork/core';
import type { Routing } from '@legwork/core';

/** One hotline, 1900, that leads to one queue, `main`, with what is said of it. */
export const smallRouting = (queue: { readonly [field: string]: unknown } = {}): Routing => {
  const loaded = loadRouting({
    hotlines: [{ number: '1900', name: 'hotline', entry: 'main' }],
    nodes: { main: { kind: 'queue', queue: 'main', overflow: 'bye' }, bye: { kind: 'hangUp', cause: 'busy' } },
    queues: {
      main: {
        name: 'main',
        skills: [],
        priority: 0,
        ringTimeoutMs: 20_000,
        maxSize: 100,
        maxWaitMs: 3_600_000,
        wrapUpMs: 0,
        serviceLevelMs: 20_000,
        ...queue,
      },
    },
  });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.routing;
};
