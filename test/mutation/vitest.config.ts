import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { parts } from './parts.ts';

const root = join(import.meta.dirname, '../..');
const part = process.env['MUTATED_PART'];

/** The quick tests of core, to be run some thousand times: Stryker mutates a copy of the tree, and packages have to be found in the copy. */
export default defineConfig({
  resolve: {
    alias: {
      '@legwork/core/runtime': join(root, 'core/src/runtime/index.ts'),
      '@legwork/core': join(root, 'core/src/index.ts'),
      '@legwork/sim': join(root, 'sim/src/index.ts'),
    },
  },
  test: {
    root: join(root, 'test'),
    // Loading the engine takes longer than most tests. Each mutant has a worker of its own, and modules are not shared between workers.
    isolate: false,
    include: parts.flatMap(({ name, tests }) => (part === undefined || part === name ? tests : [])),
    testTimeout: 20_000,
  },
});
