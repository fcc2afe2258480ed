export { createFault, type Fault, type FaultRule, type Span } from './fault.ts';
export { inTurn, passOn, type Order, type Passage, type Send } from './passage.ts';
