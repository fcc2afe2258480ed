export { createAcd, restoreAcd } from './acd.ts';
export type { Acd, AcdSnapshot, Enqueued, Skilled } from './acd.ts';
