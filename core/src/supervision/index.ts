export * from './machine.ts';
export * from './vocabulary.ts';
