export type { Invariant } from './invariant.ts';
export { invariants } from './invariants.ts';
export { watch, type Violation, type Watch, type WatchOptions } from './watch.ts';
