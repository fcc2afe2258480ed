import { randomUUID } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { Told } from '../events/index.ts';
import type { Service } from '../service.ts';
import type { Streams } from '../stream/streams.ts';
import { estimateOf } from './estimates.ts';
import type { Job, Said, Simulation } from './simulation.ts';

/** What somebody wants to have run. */
export type Order = Pick<Simulation, 'title' | 'scenario' | 'seed' | 'runs' | 'by'>;

/** Scenarios that are run beside the calls, each in a thread of its own, one after the other. */
export interface Simulations {
  readonly ready: Promise<void>;
  /** The newest first. */
  list(): readonly Simulation[];
  find(id: string): Simulation | undefined;
  /** Null where as many wait as may. */
  create(order: Order): Promise<Simulation | null>;
  /** Stops it, or forgets it where it is over; false where there is none. */
  remove(id: string): Promise<boolean>;
  /** Resolves when the simulation is over. */
  ended(id: string): Promise<void>;
  close(): Promise<void>;
}

export interface SimulationLimits {
  /** How many may wait or run. */
  readonly waiting: number;
  /** How many that are over are kept. */
  readonly kept: number;
  /** How long one may take, all its runs together, in ms. */
  readonly timeoutMs: number;
  /** What its thread may take, in MB. */
  readonly memoryMb: number;
}

type Parts = Pick<Service, 'store' | 'log' | 'runtime'> & { readonly streams: Streams };

export const createSimulations = ({ store, log, runtime, streams }: Parts, limits: SimulationLimits): Simulations => {
  const documents = store.documents<Simulation>('simulations');
  const all = new Map<string, Simulation>();
  const waiters = new Map<string, (() => void)[]>();
  let running: { readonly id: string; readonly worker: Worker } | null = null;
  let isClosed = false;

  const isOver = ({ state }: Simulation): boolean => state === 'done' || state === 'failed' || state === 'cancelled';

  const set = (id: string, change: Partial<Simulation>): void => {
    const before = all.get(id);
    if (before === undefined || isOver(before)) return;
    const after: Simulation = { ...before, ...change };
    all.set(id, after);
    streams.hub.announce(progressOf(after, runtime.now()));
    if (!isOver(after)) return;
    documents.put(id, after).catch((fault: unknown) => log.error({ err: fault }, 'a simulation could not be kept'));
    for (const wake of waiters.get(id) ?? []) wake();
    waiters.delete(id);
    forgetOld();
  };

  const forgetOld = (): void => {
    const over = [...all.values()].filter(isOver).sort((a, b) => a.createdAt - b.createdAt);
    for (const { id } of over.slice(0, Math.max(0, over.length - limits.kept))) {
      all.delete(id);
      documents.remove(id).catch((fault: unknown) => log.error({ err: fault }, 'a simulation could not be forgotten'));
    }
  };

  const end = (id: string, change: Pick<Simulation, 'state' | 'error'>): void => {
    set(id, { ...change, endedAt: runtime.now() });
  };

  const runNext = (): void => {
    if (running !== null || isClosed) return;
    const next = [...all.values()].find(({ state }) => state === 'queued');
    if (next === undefined) return;
    const { id, scenario, seed, runs } = next;
    const seeds = Array.from({ length: runs }, (_, index) => seed + index);
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: { scenario, seeds } satisfies Job,
      resourceLimits: { maxOldGenerationSizeMb: limits.memoryMb },
    });
    running = { id, worker };
    set(id, { state: 'running', startedAt: runtime.now() });
    const timeout = setTimeout(() => {
      end(id, { state: 'failed', error: `it took longer than ${limits.timeoutMs} ms` });
      void worker.terminate();
    }, limits.timeoutMs);
    timeout.unref();
    worker.on('message', (said: Said) => {
      if (said.kind === 'run') set(id, { results: [...(all.get(id)?.results ?? []), said.figures] });
      else if (said.kind === 'done') end(id, { state: 'done', error: null });
      else end(id, { state: 'failed', error: said.error });
    });
    worker.on('error', (fault: unknown) => {
      log.error({ err: fault, simulation: id }, 'a simulation broke off');
      end(id, { state: 'failed', error: wordsFor(fault) });
    });
    worker.on('exit', () => {
      clearTimeout(timeout);
      end(id, { state: 'failed', error: 'it broke off' });
      running = null;
      runNext();
    });
  };

  const ready = (async () => {
    for (const kept of await documents.list()) all.set(kept.id, kept);
    for (const { id, state } of all.values()) {
      if (state === 'queued' || state === 'running')
        end(id, { state: 'failed', error: 'the service was stopped meanwhile' });
    }
  })();
  ready.catch((fault: unknown) => log.error({ err: fault }, 'simulations could not be read'));

  return {
    ready,
    list: () => [...all.values()].sort((a, b) => b.createdAt - a.createdAt),
    find: (id) => all.get(id),
    create: async (order) => {
      if ([...all.values()].filter((one) => !isOver(one)).length >= limits.waiting) return null;
      const simulation: Simulation = {
        ...order,
        id: `sim_${randomUUID().replaceAll('-', '')}`,
        state: 'queued',
        createdAt: runtime.now(),
        startedAt: null,
        endedAt: null,
        error: null,
        results: [],
      };
      all.set(simulation.id, simulation);
      try {
        await documents.put(simulation.id, simulation);
      } catch (fault) {
        all.delete(simulation.id);
        throw fault;
      }
      runNext();
      return all.get(simulation.id) ?? simulation;
    },
    remove: async (id) => {
      const found = all.get(id);
      if (found === undefined) return false;
      if (isOver(found)) {
        all.delete(id);
        await documents.remove(id);
        return true;
      }
      end(id, { state: 'cancelled', error: null });
      if (running?.id === id) await running.worker.terminate();
      return true;
    },
    ended: (id) =>
      new Promise((resolve) => {
        const found = all.get(id);
        if (found === undefined || isOver(found)) resolve();
        else waiters.set(id, [...(waiters.get(id) ?? []), resolve]);
      }),
    close: async () => {
      isClosed = true;
      await running?.worker.terminate();
    },
  };
};

const wordsFor = (fault: unknown): string =>
  fault instanceof Error && 'code' in fault && fault.code === 'ERR_WORKER_OUT_OF_MEMORY'
    ? 'it took more memory than it may'
    : 'it broke off';

const progressOf = ({ id, state, runs, results }: Simulation, at: number): Told => {
  const { mean, halfWidth } = estimateOf(results.map(({ serviceLevel }) => serviceLevel));
  return {
    event: {
      id: `evt_${id}_${state}_${results.length}`,
      type: 'simulation.progress',
      at,
      callId: null,
      callSeq: null,
      basis: null,
      data: { simulationId: id, state, runsDone: results.length, runs, serviceLevel: mean, halfWidth },
    },
    audience: {
      needs: 'simulations.read',
      standing: { agent: null, queue: null, team: null },
      agents: [],
      operation: null,
    },
  };
};
