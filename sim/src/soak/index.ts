export { planWorld, shapes, type ShapeName, type SoakPlan } from './plan.ts';
export {
  readSoakReplay,
  replaySoak,
  SoakReplayError,
  writeSoakReplay,
  type SoakReplay,
  type SoakReplayed,
} from './replay-file.ts';
export { runPlan, type Soaked, type SoakRunOptions, type SoakViolation } from './run.ts';
export { shrink, type Shrunk, type ShrinkOptions } from './shrink.ts';
export { createTally, soak, type SoakedWorld, type SoakOptions, type SoakTally } from './soak.ts';
