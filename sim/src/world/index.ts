export { smallRouting } from './routing.ts';
export { createWorld, type Asked, type Onlooker, type TimedInput, type World, type WorldOptions } from './world.ts';
