export { audienceOf, forbidden } from './audience.ts';
export type { Audience, Overheard } from './audience.ts';
export type { Ear, HearingTraits, Placement } from './ear.ts';
export { hears, mayHear, recorderHears, recorderMayHear } from './hears.ts';
export type { Hearing } from './hears.ts';
export { matrixOf } from './matrix.ts';
