import type { TimeSource } from '../../centre/index.ts';

/** What is sent along it arrives a while later, and never before what was sent earlier. */
export interface Wire {
  send(ms: number, arrive: () => void): void;
}

/**
 * The order is the wire's own: timers do not keep it. A machine counts from when its loop last looked at the clock, so that of two
 * waits asked for in one step the later and shorter one can end first, although by the clock it should not.
 */
export function createWire(time: TimeSource): Wire {
  const underWay: (() => void)[] = [];
  return {
    send(ms, arrive) {
      underWay.push(arrive);
      time.after(ms, () => underWay.shift()?.());
    },
  };
}
