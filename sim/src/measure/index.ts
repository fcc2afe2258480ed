export { halfWidth95 } from './confidence.ts';
export { createLevel } from './level.ts';
export type { Level } from './level.ts';
export { quantile } from './quantile.ts';
export { kaplanMeier, lifetimeBeyond, survivalAt } from './survival.ts';
export type { Duration, SurvivalCurve } from './survival.ts';
export { createTally } from './tally.ts';
export type { Tally } from './tally.ts';
