export type * from './clock.ts';
export type * from './journal.ts';
export type * from './randomness.ts';
export type * from './switch.ts';
