import { createSimulation } from '../kernel/index.ts';
import type { TimeSource } from './time.ts';

/** Time that goes on its own from some moment on. */
export interface Pace {
  /** Milliseconds that have passed, never going back. */
  elapsedMs(): number;
  /** Runs something in `ms` milliseconds; what is given back stops it. */
  wake(ms: number, run: () => void): () => void;
  /** Runs something after everything that is happening now. */
  soon(run: () => void): void;
}

/** A calendar that can be run ahead as fast as it goes, and then keeps pace with a clock. */
export interface PacedTime extends TimeSource {
  /** Let `ms` milliseconds pass at once. After each moment at which something happens, `settle` is waited for. Only before `follow`. */
  pass(ms: number, settle: () => Promise<void>): Promise<void>;
  /** From now on time passes by itself; what is given back stops it for good. */
  follow(): () => void;
}

/** No wait of the machine is longer: timers of 32 bits overflow. */
const LONGEST_WAIT_MS = 60_000;

export const createPacedTime = (startMs: number, pace: Pace): PacedTime => {
  const simulation = createSimulation<() => void>((run) => run(), { startMs });
  /** What `pace` had counted at the calendar's `startMs`; null before it is followed. */
  let offsetMs: number | null = null;
  let isRunning = false;
  let isStopped = false;
  let stopWaiting = (): void => undefined;

  const now = (): number =>
    offsetMs === null || isRunning
      ? simulation.now()
      : Math.max(simulation.now(), Math.floor(pace.elapsedMs() + offsetMs));

  const run = (): void => {
    isRunning = true;
    try {
      simulation.runUntil(Math.max(simulation.now(), Math.floor(pace.elapsedMs() + (offsetMs ?? 0))));
    } finally {
      isRunning = false;
    }
    wait();
  };

  const wait = (): void => {
    stopWaiting();
    if (isStopped) return;
    const ms = Math.min(LONGEST_WAIT_MS, Math.max(0, simulation.peekTime() - now()));
    stopWaiting = pace.wake(ms, run);
  };

  return {
    now,
    soon: (then) => {
      pace.soon(then);
    },
    after: (ms, then) => {
      const at = now() + Math.max(0, Math.round(ms));
      const isNext = at < simulation.peekTime();
      const handle = simulation.at(at, then);
      if (offsetMs !== null && !isRunning && isNext) wait();
      return () => {
        simulation.cancel(handle);
      };
    },
    pass: async (ms, settle) => {
      const until = simulation.now() + ms;
      await settle();
      for (let next = simulation.peekTime(); next <= until; next = simulation.peekTime()) {
        simulation.runUntil(next);
        await settle();
      }
      simulation.runUntil(until);
    },
    follow: () => {
      offsetMs ??= simulation.now() - pace.elapsedMs();
      wait();
      return () => {
        isStopped = true;
        stopWaiting();
      };
    },
  };
};
