import type { TimerEffect, TimerId } from '../vocabulary/index.ts';

/** Time, and the timers that the engine asks for. */
export interface Clock {
  /** Milliseconds since the Unix epoch, never going back. */
  now(): number;
  perform(effect: TimerEffect): void;
  /** Called once for each timer that comes due and was not stopped. */
  onFired(fired: (timer: TimerId) => void): void;
  /** Runs something in `ms` milliseconds, for the runtime itself; what is given back stops it. */
  after(ms: number, run: () => void): () => void;
  /** Runs something after everything that is happening now: at the end of this turn of the event loop. */
  soon(run: () => void): void;
}
