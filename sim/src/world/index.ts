export { configOf } from './config.ts';
export type { Plain, Staffed } from './config.ts';
export { smallRouting } from './routing.ts';
export {
  createWorld,
  type Asked,
  type CommandOutcome,
  type Onlooker,
  type TimedInput,
  type World,
  type WorldOptions,
} from './world.ts';
