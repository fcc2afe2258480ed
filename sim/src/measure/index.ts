export { halfWidth95 } from './confidence.ts';
export { createLevel, type Level } from './level.ts';
export { quantile } from './quantile.ts';
export { kaplanMeier, lifetimeBeyond, survivalAt, type Duration, type SurvivalCurve } from './survival.ts';
export { createTally, type Tally } from './tally.ts';
