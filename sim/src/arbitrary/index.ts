export { deeds, type Deed, type Who } from './deeds.ts';
export { faults, type Faults } from './faults.ts';
export { phone } from './phones.ts';
export { play } from './play.ts';
export { caller, story, type Caller, type CallerBounds, type Happening, type Story } from './stories.ts';
