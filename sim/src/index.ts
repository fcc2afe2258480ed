export * from './faults/index.ts';
export * from './invariants/index.ts';
export * from './kernel/index.ts';
export * from './ladder/index.ts';
export * from './measure/index.ts';
export * from './switch/index.ts';
export * from './workload/index.ts';
export * from './world/index.ts';
