export { createCentre, type Centre, type CentreOptions } from './centre.ts';
export { clockOn, type TimeSource } from './time.ts';
export { createVirtualTime, type VirtualTime } from './virtual-time.ts';
