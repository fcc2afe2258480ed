import type { TimeSource } from '../../centre/index.ts';

/** Lets things happen later, and in order for each leg. */
export interface Line {
  /** `kept`: not before whatever was sent about these legs before; what is `free` waits for nothing. At once where nothing holds it up. */
  send(legs: readonly string[], delayMs: number, order: 'kept' | 'free', run: () => void): void;
}

export const createLine = (time: TimeSource): Line => {
  /** When the last of what is under way about a leg is due. */
  const lastAt = new Map<string, number>();
  return {
    send(legs, delayMs, order, run) {
      const held = order === 'free' ? [] : legs.flatMap((leg) => lastAt.get(leg) ?? []);
      if (delayMs === 0 && held.length === 0) {
        run();
        return;
      }
      const now = time.now();
      const at = Math.max(now + delayMs, ...held);
      if (order === 'kept') for (const leg of legs) lastAt.set(leg, at);
      time.after(at - now, () => {
        if (order === 'kept') for (const leg of legs) if (lastAt.get(leg) === at) lastAt.delete(leg);
        run();
      });
    },
  };
};
