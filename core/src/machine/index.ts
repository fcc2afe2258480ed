export * from './decide.ts';
export * from './define.ts';
export * from './interpret.ts';
export * from './stepper.ts';
