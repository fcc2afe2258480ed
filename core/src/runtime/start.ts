import { behaviours } from './behaviours.ts';
import { fresh, reopen } from './recover.ts';
import { run } from './run.ts';
import type { Runtime, RuntimeOptions, Settled } from './runtime.ts';

/** Begins anew, on a journal that holds nothing. For a journal that outlives the process there is `openRuntime`. */
export const startRuntime = (options: RuntimeOptions): Runtime => {
  const settled = settle(options);
  return run(settled, fresh(settled.config, settled.behaviours));
};

/**
 * Goes on where the journal ends: calls, live list and timers are what they were; timers that came due meanwhile fire at once; every switch is
 * out of reach until it says `switch.back`, and is then asked again for what may not have reached it. Until then what it is waited for with stands
 * still: it may have done that while nobody was there.
 *
 * Rejects with a `JournalFault` where the journal cannot be read, was written by a newer behaviour (`newer`), or does not give what was published
 * (`diverged`).
 */
export const openRuntime = async (options: RuntimeOptions): Promise<Runtime> => {
  const settled = settle(options);
  return run(settled, await reopen(settled));
};

const settle = (options: RuntimeOptions): Settled => ({
  awaited: new Set(),
  holdWhileLostMs: 0,
  checkpointEvery: 20_000,
  randomness: { uniform: () => 0.5 },
  notice: () => undefined,
  behaviours,
  ...options,
  limits: { commands: 10_000, held: 100_000, ...options.limits },
});
