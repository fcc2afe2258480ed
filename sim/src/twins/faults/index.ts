export { strikeTwin, type TwinFaults } from './at-work.ts';
export type { Deed, Ground } from './ground.ts';
