export type * from './routing.ts';
export { isOpen } from './hours.ts';
export { loadRouting } from './load.ts';
export type { LoadedRouting } from './load.ts';
export type { RoutingProblem } from './parse.ts';
export { after, entryOf, queueOf, step } from './walk.ts';
export type { Step, World } from './walk.ts';
