import type { TimeSource } from '@legwork/sim';

/** The time of the machine. */
export const realTime: TimeSource = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  soon: (run) => {
    setImmediate(run);
  },
};
