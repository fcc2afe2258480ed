import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * The executable of the oldest Node that Legwork supports, for tests that hold two versions of Node against each other.
 *
 * Comes with the dependencies, on Linux and macOS; elsewhere reading it throws.
 */
export const node22 = join(
  dirname(createRequire(import.meta.url).resolve(`node22-${process.platform}-${process.arch}/package.json`)),
  'bin/node',
);
