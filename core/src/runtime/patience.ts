import type { Clock } from '../ports/index.ts';
import type { Command } from '../vocabulary/index.ts';

/** Commands that wait for their switch to come back, each for so long at most. */
export interface Patience<Asked> {
  readonly size: number;
  wait(asked: Asked): void;
  /** Those who need not wait any more, all where nothing is said of it, in the order in which they came. */
  release(mustWait?: (asked: Asked) => boolean): readonly Asked[];
}

/** `late` is called for each that has waited `ms` milliseconds and was not released. */
export const createPatience = <Asked extends { readonly command: Command }>(
  ms: number,
  clock: Clock,
  late: (asked: Asked) => void,
): Patience<Asked> => {
  const waiting = new Map<Asked, () => void>();
  return {
    get size() {
      return waiting.size;
    },
    wait: (asked) => {
      const stop = clock.after(ms, () => {
        if (waiting.delete(asked)) late(asked);
      });
      waiting.set(asked, stop);
    },
    release: (mustWait = () => false) => {
      const released = [...waiting.keys()].filter((asked) => !mustWait(asked));
      for (const asked of released) {
        waiting.get(asked)?.();
        waiting.delete(asked);
      }
      return released;
    },
  };
};
