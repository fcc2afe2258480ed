export { JournalFault, type JournalTrouble } from './journal-fault.ts';
export { createMemoryJournal } from './memory-journal.ts';
export { startRuntime, type EngineView, type Runtime, type RuntimeOptions, type Taken } from './runtime.ts';
