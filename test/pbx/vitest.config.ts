import { defineConfig } from 'vitest/config';
import { Tally } from '../support/tally.ts';

export default defineConfig({
  test: {
    name: 'real switches',
    root: import.meta.dirname,
    include: ['**/*.test.ts'],
    // A line for each test when it ends: a run that is stopped has told how far it came.
    reporters: ['verbose', new Tally()],
    // They share the machine's time with the switch.
    maxWorkers: 1,
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
});
