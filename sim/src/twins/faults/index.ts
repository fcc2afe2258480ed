export { strikeTwin, type TwinFaults } from './at-work.ts';
export type { Ground } from './ground.ts';
