export { checkAsterisk, type Finding } from './check.ts';
export { capabilities } from './capabilities.ts';
export { openSwitch } from './open-switch.ts';
export { checkOptions, OptionsFault, type AsteriskOptions, type DialRule, type ManagerOptions } from './options.ts';
