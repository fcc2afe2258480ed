export type * from './routing.ts';
export { isOpen } from './hours.ts';
export { loadRouting } from './load.ts';
export type { LoadedRouting } from './load.ts';
export type { RoutingProblem } from './parse.ts';
export { after, entryOf, queueOf, ringMsAt, step } from './walk.ts';
export type { Step, World } from './walk.ts';
export { isSameRouting, preparedRouting, writtenRouting, type WrittenRouting } from './written.ts';
