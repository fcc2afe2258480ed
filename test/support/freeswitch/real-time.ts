import type { TimeSource } from '../../../sim/src/centre/index.ts';

/** The time of the machine. */
export const realTime: TimeSource = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  soon: (run) => void setImmediate(run),
};
