import { defineConfig } from 'vitest/config';
import { alone, LongFirst } from './support/long-first.ts';
import { Tally } from './support/tally.ts';

export default defineConfig({
  test: {
    root: import.meta.dirname,
    setupFiles: ['support/frozen-chance.ts'],
    reporters: ['default', new Tally()],
    restoreMocks: true,
    // Worlds are long: one file on each core.
    maxWorkers: 2,
    sequence: { sequencer: LongFirst },
    // A guard against tests that hang, not a measure: machines are shared.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    projects: [
      { extends: true, test: { name: 'alone', include: alone } },
      {
        extends: true,
        test: {
          name: 'together',
          include: ['{contract,property,scenario,replay}/**/*.test.ts'],
          exclude: alone,
          // To load the engine and the service takes longer than most files: they are loaded once in each process, not once for each file.
          isolate: false,
        },
      },
    ],
  },
});
