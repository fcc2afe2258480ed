export { checkStringee, type Finding } from './check.ts';
export { capabilities } from './capabilities.ts';
export { openSwitch, type StringeeSwitch } from './open-switch.ts';
export { checkOptions, OptionsFault, type DialRule, type Prompt, type StringeeOptions } from './options.ts';
