export { strikeTwin, type TwinFaults } from './at-work.ts';
export type { Ground } from './ground.ts';
export { strikeRequest } from './request.ts';
