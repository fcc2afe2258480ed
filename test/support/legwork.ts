import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

const root = join(import.meta.dirname, '../..');

export interface Ended {
  /** -1 where a signal has ended it. */
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
  /** What is done to it while it runs. */
  readonly meanwhile?: (child: Running) => void;
}

export type Running = ChildProcessByStdio<null, Readable, Readable>;

/** Runs the command line to its end. */
export function legwork(
  args: readonly string[],
  { cwd, node = process.execPath, first, meanwhile }: LegworkOptions,
): Promise<Ended> {
  const before = first === undefined ? [] : ['--import', first];
  const all = ['--no-warnings', ...before, join(root, 'api/src/cli/main.ts'), ...args];
  return new Promise((resolve) => {
    const child = spawn(node, all, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk) => (stdout += String(chunk)));
    child.stderr.on('data', (chunk) => (stderr += String(chunk)));
    meanwhile?.(child);
    child.once('close', (code) => resolve({ code: code ?? -1, stdout, stderr }));
  });
}
