import { loadRouting, type Queue, type Routing } from '@legwork/core';

/** The smallest contact centre: one hotline, 1900, one queue, `main`, nobody turned away before an hour has passed; `queue` says otherwise of it. */
export const smallRouting = (queue: Partial<Omit<Queue, 'id'>> = {}): Routing => {
  const loaded = loadRouting({
    hotlines: [{ number: '1900', name: 'hotline', entry: 'main' }],
    nodes: {
      main: { kind: 'queue', queue: 'main', overflow: 'bye' },
      bye: { kind: 'hangUp', cause: 'busy' },
    },
    queues: {
      main: {
        name: 'main',
        skills: [],
        priority: 0,
        ringTimeoutMs: 20_000,
        maxSize: 100_000,
        maxWaitMs: 3_600_000,
        wrapUpMs: 0,
        serviceLevelMs: 20_000,
        ...queue,
      },
    },
  });
  if (!loaded.ok) throw new Error(loaded.problems.map(({ path, problem }) => `${path} ${problem}`).join('\n'));
  return loaded.routing;
};
