import { createPacedTime, type PacedTime } from './paced-time.ts';

/** Time that passes when it is told to, and never else. */
export type VirtualTime = Omit<PacedTime, 'follow'>;

export const createVirtualTime = (startMs = 0): VirtualTime =>
  createPacedTime(startMs, {
    elapsedMs: () => 0,
    wake: () => () => undefined,
    soon: (run) => {
      void Promise.resolve().then(run);
    },
  });
