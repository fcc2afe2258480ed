import { execFile } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface LegworkOptions {
  /** Where it runs, and writes. */
  readonly cwd: string;
  readonly node?: string;
  /** A module that is imported before anything else. */
  readonly first?: string;
}

/** Runs the command line to its end. */
export function legwork(
  args: readonly string[],
  { cwd, node = process.execPath, first }: LegworkOptions,
): Promise<Ended> {
  const before = first === undefined ? [] : ['--import', first];
  const all = ['--no-warnings', ...before, join(root, 'api/src/cli/main.ts'), ...args];
  return new Promise((resolve) => {
    execFile(node, all, { cwd }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1, stdout, stderr });
    });
  });
}
