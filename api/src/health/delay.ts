import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How long the event loop let things wait, in seconds, since it was asked last. */
export interface LoopDelay {
  read(): { readonly p50: number; readonly p99: number; readonly max: number };
  close(): void;
}

/** How fine it is measured, in ms; what is less is nothing. */
const RESOLUTION_MS = 10;

export const watchEventLoop = (): LoopDelay => {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  histogram.enable();
  const seconds = (nanoseconds: number): number =>
    Number.isFinite(nanoseconds) ? Math.max(0, nanoseconds / 1e9 - RESOLUTION_MS / 1e3) : 0;
  return {
    read: () => {
      const read = {
        p50: seconds(histogram.percentile(50)),
        p99: seconds(histogram.percentile(99)),
        max: histogram.count === 0 ? 0 : seconds(histogram.max),
      };
      histogram.reset();
      return read;
    },
    close: () => {
      histogram.disable();
    },
  };
};
