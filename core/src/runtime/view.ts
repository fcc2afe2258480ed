import type { Engine } from '../engine/index.ts';
import type { EngineView } from './runtime.ts';

/** What of an engine can be looked at, whichever it is by now: one that was put back takes the place of the one before. */
export const viewOf = (now: () => Engine): EngineView => ({
  get state() {
    return now().state;
  },
  hears: (call) => now().hears(call),
  mayHear: (call) => now().mayHear(call),
  ears: (call) => now().ears(call),
  allowed: (call) => now().allowed(call),
  would: (tried) => now().would(tried),
});
