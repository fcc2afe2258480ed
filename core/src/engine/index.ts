export * from './config.ts';
export { createEngine, interpreted, restoreEngine, type Engine } from './engine.ts';
export { regionsOf, type Regions } from './regions.ts';
export type * from './state.ts';
export type { Deciders } from './step.ts';
