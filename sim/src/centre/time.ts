import type { Clock } from '@legwork/core';
import type { TimerEffect, TimerId } from '@legwork/core';

/** Where time comes from: the calendar of a simulation, or the timers of the machine. */
export interface TimeSource {
  /** Milliseconds since the Unix epoch, never going back. */
  now(): number;
  /** Runs something in `ms` milliseconds; what is given back stops it. */
  after(ms: number, run: () => void): () => void;
  /** Runs something after everything that is happening now. */
  soon(run: () => void): void;
}

/** The engine's clock on any source of time. */
export const clockOn = (time: TimeSource): Clock => {
  const running = new Map<TimerId, () => void>();
  let tell: (timer: TimerId) => void = () => undefined;
  return {
    now: () => time.now(),
    after: (ms, run) => time.after(ms, run),
    soon: (run) => {
      time.soon(run);
    },
    onFired: (fired) => {
      tell = fired;
    },
    perform: (effect: TimerEffect) => {
      running.get(effect.timer)?.();
      running.delete(effect.timer);
      if (effect.type === 'stopTimer') return;
      const { timer, ms } = effect;
      const stop = time.after(ms, () => {
        running.delete(timer);
        tell(timer);
      });
      running.set(timer, stop);
    },
  };
};
