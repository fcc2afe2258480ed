export { createCentre, type Centre, type CentreOptions } from './centre.ts';
export { createPacedTime, type Pace, type PacedTime } from './paced-time.ts';
export { clockOn, type TimeSource } from './time.ts';
export { createVirtualTime, type VirtualTime } from './virtual-time.ts';
