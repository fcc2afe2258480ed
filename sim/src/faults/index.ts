export { putToWork, type ChosenFault, type FaultsAtWork } from './at-work.ts';
export { catalogue, faultNames, isFaultName, type FaultName } from './catalogue/index.ts';
export { createFault, type Fault, type FaultRule, type Span } from './fault.ts';
export { faultKinds, type FaultKind, type NamedFault, type Wire } from './named.ts';
export { inTurn, passOn, type Order, type Passage, type Send } from './passage.ts';
