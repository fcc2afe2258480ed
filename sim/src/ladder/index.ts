export { ladder, type LadderStep } from './ladder.ts';
