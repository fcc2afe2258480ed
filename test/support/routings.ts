/** A routing with every kind of node, as somebody would write it down. */
export const sampleRouting = () => ({
  hotlines: [
    { number: '1900', name: 'Main line', entry: 'open?' },
    { number: '1901', name: 'Priority line', entry: 'vip', answer: 'onCommand' },
  ],
  nodes: {
    'open?': {
      kind: 'hours',
      utcOffsetMinutes: 420,
      open: [
        { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:00', to: '12:00' },
        { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '13:00', to: '24:00' },
        { days: ['sat'], from: '08:00', to: '12:00' },
      ],
      closedOn: ['2025-01-01'],
      inside: 'welcome',
      outside: 'closed',
    },
    welcome: { kind: 'announce', prompt: 'welcome', next: 'sales' },
    closed: { kind: 'announce', prompt: 'closed', next: 'bye' },
    vip: { kind: 'queue', queue: 'vip', overflow: 'sales' },
    sales: { kind: 'queue', queue: 'sales', overflow: 'desk' },
    desk: { kind: 'number', to: '+49301234', ringTimeoutMs: 20_000, failed: 'bye' },
    bye: { kind: 'hangUp', cause: 'normal' },
  },
  queues: {
    sales: {
      name: 'Sales',
      skills: ['sales'],
      priority: 3,
      ringTimeoutMs: 15_000,
      maxSize: 50,
      maxWaitMs: 300_000,
      wrapUpMs: 30_000,
      serviceLevelMs: 20_000,
    },
    vip: {
      name: 'Priority customers',
      skills: ['sales', 'vip'],
      priority: 5,
      headStartMs: 60_000,
      ringTimeoutMs: 15_000,
      maxSize: 5,
      maxWaitMs: 0,
      wrapUpMs: 30_000,
      serviceLevelMs: 10_000,
    },
  },
});
