import {
  createEngine,
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
import type { Deed } from './deed.ts';
import {
  isAsItWas,
  isUntouched,
  kinds,
  normalForm,
  textOf,
  thaw,
  type Names,
  type NormalForm,
  type Parts,
} from './normal-form.ts';
import { problemsIn, problemsOf } from './rules.ts';
import { createNumbers, createPairs, createThings } from './states.ts';

/**
 * The engine as a function that is looked up: each of its states is numbered, and what an input does to it is worked out once, by the engine
 * itself. Many states of the world share one of the engine, so that exploring takes as many steps of the engine as it has states, not as the
 * world has.
 */
export interface Minds {
  readonly size: number;
  /** How many steps the engine has taken. */
  readonly steps: number;
  /** The number of the state that an engine is in. */
  meet(engine: Engine): number;
  view(mind: number): View;
  /** What comes of an input, by its number. */
  take(mind: number, input: number): Taken;
  /** The engine in that state, until another is asked for. */
  engine(mind: number): Engine;
  /** The state's normal form, as a text. */
  text(mind: number): string;
}

/** What the explorer has to know of the engine in one state. */
export interface View {
  readonly isClosed: boolean;
  /** The customer has gone, or the end was asked for: nothing is left but taking the call down. */
  readonly isEnding: boolean;
  /** How many placements and mutes are asked for and not settled. */
  readonly asks: number;
  /** How many legs the call has. */
  readonly legs: number;
  readonly timers: readonly (readonly [TimerId, TimerOwner])[];
  /** What is heard, by number: states in which the same is heard share one. */
  readonly scene: number;
  /** That nothing happens but that everything is called by the names of this state. */
  readonly stillness: number;
}

/** Who hears whom, as the engine knows it. */
export interface Scene {
  readonly ears: readonly Pick<Ear, 'leg' | 'up' | 'party'>[];
  readonly natives: readonly string[];
  /** Which of them have been heard of, and not been asked to end. */
  readonly lives: readonly boolean[];
  /** For each leg those that it may hear, and those that it hears. */
  readonly mayHear: readonly (readonly boolean[])[];
  readonly hears: readonly (readonly boolean[])[];
}

/** What came of one input: the state that the engine is in then, and what it did to the world. */
export interface Taken {
  readonly to: number;
  readonly deed: number;
  readonly isRefused: boolean;
}

export interface Vocabulary {
  readonly inputs: { at(number: number): Input };
  readonly scenes: { number(text: string, scene: Scene): number };
  readonly deeds: { number(text: string, deed: Deed): number };
  /** Something is wrong in a state, or with a step from it. */
  readonly report: (problem: string, input: number | null) => void;
}

export const createMinds = (
  config: EngineConfig,
  deciders: Deciders,
  { inputs, scenes, deeds, report }: Vocabulary,
): Minds => {
  const parts = createThings<object>();
  const layouts = createThings<readonly number[]>();
  // By state: where its parts begin in `pool`; and the one after the last.
  const pool = createNumbers();
  const starts = createNumbers();
  starts.push(0);
  const numbers = new Map<string, number>();
  const views: (View | undefined)[] = [];
  // What came of inputs: by state and input, where to and what was done; refused where -1.
  const taken = createPairs();
  const tos = createNumbers();
  const done = createNumbers();
  let steps = 0;
  // Nothing is packed away: there is one call.
  const wake = (): Engine => createEngine(config, deciders, Infinity);
  let engine = wake();
  // The state that the engine is in, if it is in one that has a number.
  let standing = -1;

  const sharedNumbers = new WeakMap<object, number>();
  const shared = createThings<object>();
  const numberOfShared = (thing: object | null): number => {
    if (thing === null) return -1;
    let number = sharedNumbers.get(thing);
    if (number === undefined) sharedNumbers.set(thing, (number = shared.number(JSON.stringify(thing), thing)));
    return number;
  };
  /** Equal parts have one number. What a machine knows is the most of a part, and mostly one object wherever it is the same: it is written once. */
  const numberOfPart = (part: object): number => {
    if (!('state' in part)) return parts.number(JSON.stringify(part), part);
    const { state, queue, ...rest } = part as { readonly state: object; readonly queue?: object | null };
    return parts.number(`${numberOfShared(state)} ${numberOfShared(queue ?? null)} ${JSON.stringify(rest)}`, part);
  };

  /** The number of the state that the engine is in; `from` is the one that it was in before, if it was in one. */
  const freeze = ({ live, write, names }: NormalForm, from: number): number => {
    const layout = kinds.map((kind) => live[kind].length);
    const row = [layouts.number(layout.join(), layout)];
    const first = from < 0 ? -1 : starts.at(from);
    const isStill = first >= 0 && names.isSame && pool.at(first) === row[0];
    for (const kind of kinds) {
      for (const part of live[kind]) {
        const before = isStill ? pool.at(first + row.length) : -1;
        const isSame = before >= 0 && kind !== 'rest' && isUntouched(part, parts.at(before));
        row.push(isSame ? before : numberOfPart(write[kind](part as never)));
      }
    }
    const key = row.join();
    const known = numbers.get(key);
    if (known !== undefined) return known;
    const mind = numbers.size;
    numbers.set(key, mind);
    for (const number of row) pool.push(number);
    starts.push(pool.size);
    return mind;
  };
  const partsOf = (mind: number): Parts => {
    let at = starts.at(mind);
    const layout = layouts.at(pool.at(at));
    const lists = layout.map((length) => Array.from({ length }, () => parts.at(pool.at((at += 1)))));
    return Object.fromEntries(kinds.map((kind, n) => [kind, lists[n]])) as never;
  };
  const stand = (mind: number): Engine => {
    if (standing === mind) return engine;
    thaw(engine.state, partsOf(mind));
    standing = mind;
    return engine;
  };

  const deedOf = (effects: readonly SwitchEffect[], { natives, ops }: Names): number =>
    deeds.number(JSON.stringify([effects, [...natives], [...ops]]), { effects, natives, ops });

  const step = (mind: number, number: number): Taken => {
    steps += 1;
    const input = inputs.at(number);
    stand(mind);
    standing = -1;
    let outputs: readonly Output[];
    try {
      outputs = engine.step(input, 0);
    } catch (error) {
      report(`the engine has a ${String(error).replace('Error: ', '')}`, number);
      engine = wake();
      return { to: mind, deed: viewOf(mind).stillness, isRefused: false };
    }
    const isRefused = outputs.some((output) => output.type === 'command.resolved' && output.outcome === 'refused');
    for (const problem of problemsOf(input, outputs, engine.state)) report(problem, number);
    if (isRefused && isAsItWas(engine.state, partsOf(mind))) {
      standing = mind;
      return { to: mind, deed: -1, isRefused };
    }
    const form = normalForm(engine.state);
    const to = freeze(form, mind);
    if (to === mind && form.names.isSame) standing = mind;
    if (isRefused && to !== mind) report(`${input.type} was refused, and changed something`, number);
    return { to, deed: isRefused ? -1 : deedOf(outputs.filter(isEffect), form.names), isRefused };
  };

  const viewOf = (mind: number): View => {
    const known = views[mind];
    if (known !== undefined) return known;
    const { state } = stand(mind);
    const [call] = state.calls.values();
    for (const problem of problemsIn(engine, config)) report(problem, null);
    const scene = sceneOf(engine);
    const view: View = {
      isClosed: call === undefined,
      isEnding: call === undefined || call.state.record.end !== 'none',
      asks: [...state.legs.values()].reduce(
        (sum, { asks }) => sum + asks.reduce((rest, { standsFor }) => rest + 1 + standsFor, 0),
        0,
      ),
      legs: [...state.legs.values()].filter(({ owner }) => owner.kind === 'call').length,
      timers: [...state.timers],
      scene: scenes.number(JSON.stringify(scene), scene),
      stillness: deedOf([], normalForm(state).names),
    };
    views[mind] = view;
    return view;
  };

  return {
    get size() {
      return numbers.size;
    },
    get steps() {
      return steps;
    },
    meet: (other) => freeze(normalForm(other.state), -1),
    view: viewOf,
    take: (mind, input) => {
      const found = taken.find(mind, input);
      if (found >= 0) {
        const deed = done.at(found);
        return { to: tos.at(found), deed, isRefused: deed < 0 };
      }
      const fresh = step(mind, input);
      taken.add(mind, input);
      tos.push(fresh.to);
      done.push(fresh.deed);
      return fresh;
    },
    engine: stand,
    text: (mind) => textOf(partsOf(mind)),
  };
};

const isEffect = (output: Output): output is SwitchEffect => 'op' in output;

const sceneOf = (engine: Engine): Scene => {
  const { state } = engine;
  const [call] = state.calls.values();
  if (call === undefined) return { ears: [], natives: [], lives: [], mayHear: [], hears: [] };
  const ears = engine.ears(call.id);
  const matrix = (hearing: ReturnType<Engine['hears']>): Scene['hears'] =>
    ears.map(({ leg }) => ears.map((other) => hearing(leg, other.leg)));
  return {
    ears: ears.map(({ leg, up, party }) => ({ leg, up, party })),
    natives: ears.map(({ leg }) => state.legs.get(leg)?.native ?? ''),
    // What is dialled may not be there yet, or never be, where the effect was lost: its timer will tell.
    lives: ears.map(({ leg }) => !['dialling', 'dropping'].includes(state.legs.get(leg)?.state.at ?? '')),
    mayHear: matrix(engine.mayHear(call.id)),
    hears: matrix(engine.hears(call.id)),
  };
};
