import { createEngine, restoreEngine, type Engine, type EngineConfig } from '../engine/index.ts';
import { JournalFault } from './journal-fault.ts';

/** An engine as it behaved at some time: what it makes of the same inputs does not change any more. */
export interface Behaviour {
  create(config: EngineConfig): Engine;
  /** The snapshot is one of this behaviour, or of the one before it. */
  restore(config: EngineConfig, snapshot: string): Engine;
}

/**
 * Behaviours by their numbers, from 1. Whoever changes what the engine makes of inputs, in whatever way, adds one here that does the new,
 * and leaves to those before it what they did: journals written by them are replayed by them.
 */
export type Behaviours = readonly Behaviour[];

export const behaviours: Behaviours = [{ create: createEngine, restore: restoreEngine }];

/** @throws JournalFault `newer` where this version of Legwork does not know the behaviour. */
export const behaviourOf = (all: Behaviours, number: number): Behaviour => {
  const found = all[number - 1];
  if (found !== undefined) return found;
  throw new JournalFault(
    'newer',
    `the journal was written by behaviour ${number}, and this version of Legwork knows ${all.length}: run a newer one`,
  );
};
