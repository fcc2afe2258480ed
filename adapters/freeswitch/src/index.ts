export { capabilities } from './capabilities.ts';
export { FreeswitchFault, type FaultKind } from './faults.ts';
export type { FreeswitchOptions, Times } from './options.ts';
export { openSwitch } from './switch.ts';
