import { defineConfig } from 'vitest/config';
import { Tally } from '../support/tally.ts';

export default defineConfig({
  test: {
    name: 'browser',
    root: import.meta.dirname,
    include: ['**/*.test.ts'],
    reporters: ['default', new Tally()],
    // A browser has processes of its own: one file at a time.
    maxWorkers: 1,
    // Others may load the machine: what is waited for comes late, not never.
    expect: { poll: { timeout: 60_000 } },
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
