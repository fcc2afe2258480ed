export * from './config.ts';
export { compiled, interpreted } from './deciders.ts';
export { createEngine, restoreEngine, type Engine } from './engine.ts';
export { legBy } from './legs.ts';
export { reconfigure, type Reconfigured } from './reconfigure.ts';
export { regionsOf, type Regions } from './regions.ts';
export type * from './state.ts';
export type { Deciders } from './step.ts';
export type { Tried } from './would.ts';
