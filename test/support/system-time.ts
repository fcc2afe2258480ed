import type { TimeSource } from '@legwork/sim';

/** The machine's own time, for what runs on real switches. */
export const systemTime: TimeSource = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  soon: (run) => void setImmediate(run),
};
