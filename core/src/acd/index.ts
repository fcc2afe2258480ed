export { createAcd, restoreAcd } from './acd.ts';
export { createRoster, type Roster } from './roster.ts';
export type { Acd, AcdSnapshot, Enqueued, Skilled } from './acd.ts';
