import type { TimeSource } from '@legwork/sim';

/** Timers of 32 bits overflow: no wait is longer. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;

/** The machine's clock and its timers. Where the clock is put back, it stands until it has caught up. */
export const machineTime = (): TimeSource => {
  let last = 0;
  const now = (): number => {
    last = Math.max(last, Date.now());
    return last;
  };
  const after = (ms: number, run: () => void): (() => void) => {
    if (ms <= LONGEST_WAIT_MS) {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    }
    let stop = (): void => undefined;
    const timer = setTimeout(() => {
      stop = after(ms - LONGEST_WAIT_MS, run);
    }, LONGEST_WAIT_MS);
    stop = () => clearTimeout(timer);
    return () => stop();
  };
  return { now, after, soon: (run) => void setImmediate(run) };
};
