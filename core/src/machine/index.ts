export * from './define.ts';
export * from './interpret.ts';
