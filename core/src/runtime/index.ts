export { backoffMs, type Backoff } from './backoff.ts';
export { JournalFault, type JournalTrouble } from './journal-fault.ts';
export { createMemoryJournal } from './memory-journal.ts';
export type { Notice } from './notices.ts';
export type { EngineView, Limits, Runtime, RuntimeOptions, Taken } from './runtime.ts';
export { openRuntime, startRuntime } from './start.ts';
export { createSwitchEvents, type SwitchEvents } from './switch-events.ts';
