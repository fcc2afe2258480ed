import { defineConfig } from 'vitest/config';
import { Tally } from './support/tally.ts';

export default defineConfig({
  test: {
    name: 'hermetic',
    root: import.meta.dirname,
    setupFiles: ['support/frozen-chance.ts'],
    include: ['{contract,property,scenario,replay}/**/*.test.ts'],
    reporters: ['default', new Tally()],
    restoreMocks: true,
    // Worlds are long: one file on each core.
    maxWorkers: 2,
    // A guard against tests that hang, not a measure: machines are shared.
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
