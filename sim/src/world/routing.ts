import { loadRouting, type Routing } from '@legwork/core';

/** The smallest contact centre: one hotline, one queue, nobody turned away before an hour has passed. */
export const smallRouting = (): Routing => {
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
      },
    },
  });
  if (!loaded.ok) throw new Error(loaded.problems.map(({ path, problem }) => `${path} ${problem}`).join('\n'));
  return loaded.routing;
};
