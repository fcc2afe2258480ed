export { capabilities } from './capabilities.ts';
export { checkFreeswitch, type Finding } from './check.ts';
export { FreeswitchFault, type FaultKind } from './faults.ts';
export { checkOptions, OptionsFault, type FreeswitchOptions, type Times } from './options.ts';
export { openSwitch } from './switch.ts';
