import { defineConfig } from 'vitest/config';
import { alone, LongFirst } from './support/long-first.ts';
import { Tally } from './support/tally.ts';

export default defineConfig({
  plugins: [
    {
      name: 'packages as in service',
      // Vitest would have packages resolved for development: XState then watches itself at every step, and is not what runs in service.
      configResolved: ({ ssr }) => void ssr.resolve?.conditions?.splice(0),
    },
  ],
  test: {
    root: import.meta.dirname,
    // Node loads the code by itself, as in service. Vite's runner makes a look-up of every use of an import: a fifth of the whole run's time.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    setupFiles: ['support/frozen-chance.ts'],
    reporters: ['default', new Tally()],
    restoreMocks: true,
    // Worlds are long, one file on each of two cores; a third has its turn where one waits, for sockets and programs.
    maxWorkers: 3,
    sequence: { sequencer: LongFirst },
    // A guard against tests that hang, not a measure: machines are shared.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    projects: [
      { extends: true, test: { name: 'alone', include: alone } },
      {
        extends: true,
        test: {
          name: 'together',
          // Tests of one's own lie where they like; those on real switches and in a browser are run by commands of their own.
          include: ['**/*.test.ts'],
          exclude: [...alone, '{browser,pbx}/**', '**/node_modules/**'],
          // To load the engine and the service takes longer than most files: they are loaded once in each process, not once for each file.
          isolate: false,
        },
      },
    ],
  },
});
