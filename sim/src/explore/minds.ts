import {
  restoreEngine,
  type Deciders,
  type Ear,
  type Engine,
  type EngineConfig,
  type Input,
  type Output,
  type SwitchEffect,
  type TimerId,
  type TimerOwner,
} from '@legwork/core';
import { normalForm, type NormalForm } from './normal-form.ts';
import { problemsIn, problemsOf } from './rules.ts';

/**
 * The engine as a function that is looked up: each of its states is numbered, and what an input does to it is worked out once by the engine itself.
 * Many states of the world share one of the engine, so that exploring takes as many steps of the engine as it has states, not as the world has.
 */
export interface Minds {
  readonly size: number;
  /** How many steps the engine has taken. */
  readonly steps: number;
  /** The number of the state that the engine is in. */
  meet(engine: Engine): number;
  view(mind: number): View;
  /** `key` names the input: the same key, the same input. */
  take(mind: number, input: Input, key: string): Taken;
  engine(mind: number): Engine;
  snapshot(mind: number): string;
}

/** What the explorer has to know of the engine in one state. */
export interface View {
  readonly isClosed: boolean;
  /** The customer has gone, or the end was asked for: nothing is left but taking the call down. */
  readonly isEnding: boolean;
  readonly timers: readonly (readonly [TimerId, TimerOwner])[];
  readonly ears: readonly Ear[];
  readonly natives: readonly string[];
  /** Which of them have been heard of, and not been asked to end. */
  readonly lives: readonly boolean[];
  /** The names of legs and effects, each by itself. */
  readonly names: Pick<NormalForm, 'natives' | 'ops'>;
  mayHear(listener: number, speaker: number): boolean;
  hears(listener: number, speaker: number): boolean;
  /** What is wrong with it, in words. */
  readonly problems: readonly string[];
}

/** What came of one input. */
export interface Taken {
  readonly to: number;
  readonly effects: readonly SwitchEffect[];
  readonly natives: ReadonlyMap<string, string>;
  readonly ops: ReadonlyMap<string, string>;
  readonly isRefused: boolean;
  readonly problems: readonly string[];
}

export const createMinds = (config: EngineConfig, deciders: Deciders): Minds => {
  const snapshots: string[] = [];
  const numbers = new Map<string, number>();
  const views: (View | undefined)[] = [];
  const taken: Map<string, Taken>[] = [];
  let steps = 0;
  // An engine that stands in a state it was restored to and has not left, for the next input in the same state.
  let spare: { readonly mind: number; readonly engine: Engine } | null = null;

  const number = (snapshot: string): number => {
    const known = numbers.get(snapshot);
    if (known !== undefined) return known;
    const mind = snapshots.push(snapshot) - 1;
    numbers.set(snapshot, mind);
    taken.push(new Map());
    return mind;
  };
  const restore = (mind: number): Engine => {
    if (spare?.mind === mind) return spare.engine;
    const engine = restoreEngine(config, snapshots[mind] ?? '', deciders);
    spare = { mind, engine };
    return engine;
  };

  const step = (mind: number, input: Input): Taken => {
    steps += 1;
    const engine = restore(mind);
    let outputs: readonly Output[];
    try {
      outputs = engine.step(input, 0);
    } catch (error) {
      spare = null;
      return { ...nothing(mind), problems: [`the engine has a ${String(error).replace('Error: ', '')}`] };
    }
    const isRefused = outputs.some((output) => output.type === 'command.resolved' && output.outcome === 'refused');
    if (outputs.length === 0 || isRefused) {
      const { snapshot, natives, ops } = normalForm(engine.state);
      const isStill = snapshot === snapshots[mind];
      if (!isStill) spare = null;
      const problems = [...problemsOf(input, outputs, engine.state)];
      if (isRefused && !isStill) problems.push(`${input.type} was refused, and changed something`);
      return { to: isStill ? mind : number(snapshot), effects: [], natives, ops, isRefused, problems };
    }
    spare = null;
    const problems = problemsOf(input, outputs, engine.state);
    const { snapshot, natives, ops } = normalForm(engine.state);
    const effects = outputs.filter(isEffect);
    return { to: number(snapshot), effects, natives, ops, isRefused, problems };
  };

  return {
    get size() {
      return snapshots.length;
    },
    get steps() {
      return steps;
    },
    meet: (engine) => number(normalForm(engine.state).snapshot),
    snapshot: (mind) => snapshots[mind] ?? '',
    engine: (mind) => restoreEngine(config, snapshots[mind] ?? '', deciders),
    view: (mind) => (views[mind] ??= viewOf(restore(mind), config)),
    take: (mind, input, key) => {
      const known = taken[mind]?.get(key);
      if (known !== undefined) return known;
      const fresh = step(mind, input);
      taken[mind]?.set(key, fresh);
      return fresh;
    },
  };
};

const nothing = (mind: number): Taken => ({
  to: mind,
  effects: [],
  natives: new Map(),
  ops: new Map(),
  isRefused: false,
  problems: [],
});

const isEffect = (output: Output): output is SwitchEffect => 'op' in output;

const viewOf = (engine: Engine, config: EngineConfig): View => {
  const { state } = engine;
  const call = [...state.calls.values()][0];
  const ears = call === undefined ? [] : engine.ears(call.id);
  const may = call === undefined ? null : engine.mayHear(call.id);
  const does = call === undefined ? null : engine.hears(call.id);
  const matrix = (hearing: typeof may): readonly (readonly boolean[])[] =>
    ears.map(({ leg }) => ears.map((other) => hearing?.(leg, other.leg) ?? false));
  const [mayHear, hears] = [matrix(may), matrix(does)];
  return {
    isClosed: call === undefined,
    isEnding: call === undefined || call.state.record.end !== 'none',
    timers: [...state.timers],
    ears,
    natives: ears.map(({ leg }) => state.legs.get(leg)?.native ?? ''),
    // What is dialled may not be there yet, or never be, where the effect was lost: its timer will tell.
    lives: ears.map(({ leg }) => !['dialling', 'dropping'].includes(state.legs.get(leg)?.state.at ?? '')),
    names: normalForm(state),
    mayHear: (listener, speaker) => mayHear[listener]?.[speaker] ?? false,
    hears: (listener, speaker) => hears[listener]?.[speaker] ?? false,
    problems: problemsIn(engine, config),
  };
};
