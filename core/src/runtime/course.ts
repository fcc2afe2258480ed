import { Notes, type Engine, type EngineConfig } from '../engine/index.ts';
import type { JournalEntry, Publication } from '../ports/index.ts';
import {
  checkInput,
  type Effect,
  type Input,
  type Output,
  type SwitchEffect,
  type TimerId,
} from '../vocabulary/index.ts';
import { behaviourOf, type Behaviours } from './behaviours.ts';

/** How far an engine has come. */
export interface Progress {
  readonly engine: Engine;
  /** The number of the behaviour that the engine has. */
  readonly behaviour: number;
  /** The last entry. */
  readonly seq: number;
  /** Its time. */
  readonly at: number;
  /** The last publication. */
  readonly published: number;
  /** When each timer is due that runs. */
  readonly timers: ReadonlyMap<TimerId, number>;
}

/** One step of the engine, numbered. */
export interface Stride {
  readonly entry: JournalEntry;
  readonly publications: readonly Publication[];
  /** In order. */
  readonly effects: readonly Effect[];
}

/** An engine with numbers for what it is told and what it says. The same inputs at the same times give the same, live or replayed. */
export interface Course extends Progress {
  /** Time does not go back: an earlier `at` counts as the last one. Whoever has checked the input already says what came of it. */
  take(input: Input, at: number, isWellFormed?: boolean): Stride;
}

export const createCourse = (from: Progress): Course => {
  const { engine, behaviour } = from;
  const timers = new Map(from.timers);
  let { seq, at, published } = from;
  return {
    engine,
    behaviour,
    get seq() {
      return seq;
    },
    get at() {
      return at;
    },
    get published() {
      return published;
    },
    timers,
    take: (given, now, isWellFormed = checkInput(given).ok) => {
      const input = isWellFormed ? given : asWritten(given);
      seq += 1;
      at = Math.max(at, now);
      const publications: Publication[] = [];
      const effects: Effect[] = [];
      if (input.type === 'timer.fired') timers.delete(input.timer);
      for (const output of isWellFormed ? outputsOf(engine, input, at) : engine.step(input, at)) {
        if ('at' in output) {
          published += 1;
          publications.push({ seq: published, fact: output });
          continue;
        }
        effects.push(output);
        if (output.type === 'startTimer') timers.set(output.timer, at + output.ms);
        else if (output.type === 'stopTimer') timers.delete(output.timer);
      }
      return { entry: { seq, at, input, published, behaviour }, publications, effects };
    },
  };
};

/** The same as a step, of an input that need not be checked once more. */
const outputsOf = (engine: Engine, input: Input, at: number): readonly Output[] => {
  const notes = new Notes();
  engine.take(input, at, notes);
  return notes.outputs;
};

/** What is taken is what will be read back: of something that is not well formed, that which JSON keeps of it. */
const asWritten = (input: Input): Input => {
  try {
    return JSON.parse(JSON.stringify(input)) as Input;
  } catch {
    // Nothing but what it says that it is.
    return { type: input.type } as Input;
  }
};

/** The beginning: nothing has happened. */
export const beginning = (config: EngineConfig, behaviours: Behaviours): Progress => ({
  engine: behaviourOf(behaviours, behaviours.length).create(config),
  behaviour: behaviours.length,
  seq: 0,
  at: 0,
  published: 0,
  timers: new Map(),
});

export const isOfSwitch = (effect: Effect): effect is SwitchEffect =>
  effect.type !== 'startTimer' && effect.type !== 'stopTimer';
