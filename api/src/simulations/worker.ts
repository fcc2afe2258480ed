import { parentPort, workerData } from 'node:worker_threads';
import { runScenario } from './run.ts';
import type { Job, Said } from './simulation.ts';

// A thread of its own: a day of a large centre takes seconds, in which calls would wait.
const say = (said: Said): void => parentPort?.postMessage(said, []);
const { scenario, seeds } = workerData as Job;
try {
  for (const seed of seeds) say({ kind: 'run', figures: runScenario(scenario, seed) });
  say({ kind: 'done' });
} catch (error) {
  say({ kind: 'failed', error: error instanceof Error ? error.message : String(error) });
}
