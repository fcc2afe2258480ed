import { spawnSync } from 'node:child_process';
import { totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { EngineTaken, Growth, Task } from './child.ts';

const child = fileURLToPath(new URL('child.ts', import.meta.url));

/** Measures in a process of its own, which may take nearly all of the machine's memory. Null where that is not enough. */
export const engineInFreshProcess = (calls: number, turnOvers: number, windows: number): EngineTaken | null =>
  measureApart({ what: 'engine', calls, turnOvers, windows }) as EngineTaken | null;

export const growthInFreshProcess = (what: 'snapshots' | 'projection', calls: number): Growth | null =>
  measureApart({ what, calls });

const measureApart = (task: Task): Growth | null => {
  const heapMb = Math.floor((totalmem() / 2 ** 20) * 0.8);
  const flags = ['--expose-gc', `--max-old-space-size=${heapMb}`];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...flags, child, JSON.stringify(task)], {
    encoding: 'utf8',
  });
  if (status === 0) return JSON.parse(stdout) as Growth;
  // Killed for want of memory, by V8 or by the system.
  if (status === null || /heap out of memory|allocation failed/i.test(stderr)) return null;
  throw new Error(`a measuring process failed:\n${stderr}`);
};
