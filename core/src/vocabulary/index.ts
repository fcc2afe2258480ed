export * from './check.ts';
export * from './commands.ts';
export type * from './events.ts';
export * from './effects.ts';
export * from './facts.ts';
export * from './ids.ts';
export type * from './inputs.ts';
export * from './refusals.ts';
export * from './words.ts';
