import { defineConfig } from 'vitest/config';
import { Tally } from '../support/tally.ts';

export default defineConfig({
  test: {
    name: 'real switches',
    root: import.meta.dirname,
    include: ['**/*.test.ts'],
    reporters: ['default', new Tally()],
    // They share the machine's time with the switch.
    maxWorkers: 1,
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
});
