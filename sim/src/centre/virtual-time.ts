import { createSimulation } from '../kernel/index.ts';
import type { TimeSource } from './time.ts';

/** Time that passes when it is told to. */
export interface VirtualTime extends TimeSource {
  /**
   * Let `ms` milliseconds pass. After each thing that happens, `settle` is waited for, so that whatever is made durable
   * in the meantime takes no time at all.
   */
  pass(ms: number, settle: () => Promise<void>): Promise<void>;
}

export const createVirtualTime = (startMs = 0): VirtualTime => {
  const simulation = createSimulation<() => void>((run) => run(), { startMs });
  return {
    now: () => simulation.now(),
    after: (ms, run) => {
      const handle = simulation.after(ms, run);
      return () => {
        simulation.cancel(handle);
      };
    },
    soon: (run) => {
      void Promise.resolve().then(run);
    },
    pass: async (ms, settle) => {
      const until = simulation.now() + ms;
      await settle();
      while (simulation.peekTime() <= until) {
        simulation.step();
        await settle();
      }
      simulation.runUntil(until);
    },
  };
};
