import { compiled, type Deciders, type Input } from '@legwork/core';
import { isQuiet, problemBetween, truthKey } from './between.ts';
import { begin, configOf } from './beginning.ts';
import { ask, CUSTOMER, lineOf, rename, type Lines } from './line.ts';
import { createMinds, type View } from './minds.ts';
import { commandsIn, eventsIn, type Bounds, type Move } from './moves.ts';
import { createNumbers, createStates, createTexts } from './states.ts';
import { createWays } from './ways.ts';

/** What an exploration is told, and what it may cost. */
export interface ExploreOptions extends Partial<Bounds> {
  readonly deciders?: Deciders;
  /** Gives up after that many states. */
  readonly maxStates?: number;
  /** Stops at the first violation: the shortest story of it. True unless said otherwise. */
  readonly stopsAtFirst?: boolean;
  /** Is told now and then how far it is; stops where it says so. */
  readonly onProgress?: (progress: Progress) => boolean | void;
}

export interface Progress {
  readonly states: number;
  readonly explored: number;
  readonly engineStates: number;
  readonly edges: number;
  readonly depth: number;
}

export interface Found {
  readonly what: string;
  /** The moves that lead to it, from the beginning. */
  readonly story: readonly Move[];
}

export interface Exploration extends Progress {
  readonly engineSteps: number;
  readonly switchStates: number;
  /** Nothing is left to explore within the bounds. */
  readonly isClosed: boolean;
  /** What leads to a state, by its number. */
  storyOf(state: number): readonly Move[];
  /** The engine in that state, in normal form. */
  snapshotOf(state: number): string;
  readonly violations: readonly Found[];
}

/** The kinds of moves that are bound to happen where they can happen again and again; nobody is bound to pick up or to hang up. */
const bound: ReadonlySet<Move['kind']> = new Set<Move['kind']>(['performed', 'arrived', 'timer', 'resync']);

/** Everything that can happen to one call, breadth first. */
export const explore = (options: ExploreOptions = {}): Exploration => {
  const {
    legs = 3,
    supervisors = [],
    faults = 0,
    acts: most = 2,
    maxStates = 20_000_000,
    stopsAtFirst = true,
  } = options;
  const bounds: Bounds = { ...options, legs, supervisors, faults, acts: most };
  const config = configOf(supervisors);
  const deciders = options.deciders ?? compiled();
  const minds = createMinds(config, deciders);
  const traits = config.switches[0]?.capabilities.traits ?? noTraits;
  const switches = createTexts();
  const states = createStates();
  const parents = createNumbers();
  const choices = createNumbers();
  const depths = createNumbers();
  const violations: Found[] = [];
  const told = new Set<string>();
  // For the question whether it ends: the ways out of each state in which nothing is left to do but to end.
  const ways = createWays();
  const checked = new Map<string, string | null>();
  const commands = new Map<number, readonly Input[]>();
  let edges = 0;
  let explored = 0;

  const add = (mind: number, world: Lines, parent: number, choice: number): number => {
    const rested = isQuiet(world.lines) ? { ...world, acts: 0 } : world;
    const added = states.add(mind, switches.number(JSON.stringify(rested)));
    if (added < 0) return ~added;
    parents.push(parent);
    choices.push(choice);
    depths.push(parent < 0 ? 0 : depths.at(parent) + 1);
    return added;
  };

  const worldOf = (state: number): { readonly mind: number; readonly world: Lines } => {
    const [mind, text] = states.at(state);
    return { mind, world: JSON.parse(switches.text(text)) as Lines };
  };

  const commandsOf = (mind: number): readonly Input[] => {
    let known = commands.get(mind);
    if (known === undefined) commands.set(mind, (known = commandsIn(minds.engine(mind), bounds)));
    return known;
  };
  const movesOf = (mind: number, world: Lines): readonly Move[] => {
    const mayAct = world.acts < most;
    const events = eventsIn(minds.view(mind), world, mayAct);
    if (!mayAct) return events;
    return [
      ...events,
      ...commandsOf(mind).map((input): Move => ({
        kind: 'command',
        input,
        says: input.type,
        lines: { ...world, acts: world.acts + 1 },
      })),
    ];
  };

  const storyOf = (state: number): readonly Move[] => {
    const story: Move[] = [];
    for (let at = state; parents.at(at) >= 0; at = parents.at(at)) {
      const { mind, world } = worldOf(parents.at(at));
      const move = movesOf(mind, world)[choices.at(at)];
      if (move !== undefined) story.unshift(move);
    }
    return story;
  };
  const report = (what: string, state: number, last?: Move): void => {
    if (told.has(what)) return;
    told.add(what);
    violations.push({ what, story: [...storyOf(state), ...(last === undefined ? [] : [last])] });
  };

  const lookAt = (state: number, mind: number, view: View, world: Lines): void => {
    for (const problem of view.problems) report(problem, state);
    const key = `${mind} ${truthKey(world)}`;
    let problem = checked.get(key);
    if (problem === undefined) {
      problem = problemBetween(view, world, traits);
      checked.set(key, problem);
    }
    if (problem !== null) report(problem, state);
  };

  const { engine, lines } = begin(config, deciders);
  add(minds.meet(engine), { lines, acts: 0, faults, hasStruck: false, misleads: false }, -1, 0);

  let isStopped = false;
  for (; explored < states.size && !isStopped; explored += 1) {
    const { mind, world } = worldOf(explored);
    const view = minds.view(mind);
    lookAt(explored, mind, view, world);
    const moves = movesOf(mind, world);
    const ending = view.isEnding || isCustomerGone(world);
    for (const [n, move] of moves.entries()) {
      let to = mind;
      let after = move.lines;
      if (move.input === null) {
        const { natives, ops } = view.names;
        after = { ...after, lines: rename(after.lines, natives, ops) };
      } else {
        const taken = minds.take(mind, move.input, JSON.stringify(move.input));
        for (const problem of taken.problems) report(problem, explored, move);
        if (taken.isRefused) continue;
        to = taken.to;
        after = { ...after, lines: rename(ask(after.lines, taken.effects), taken.natives, taken.ops) };
      }
      edges += 1;
      const next = add(to, after, explored, n);
      if (ending && move.kind !== 'command' && move.kind !== 'fault') ways.add(explored, next, bound.has(move.kind));
    }
    if (ending) ways.end(explored, view.isClosed && world.lines.length === 0);
    if (violations.length > 0 && stopsAtFirst) isStopped = true;
    if (states.size > maxStates) isStopped = true;
    if (explored % 4096 === 0 && options.onProgress?.(progress()) === false) isStopped = true;
  }
  if (!isStopped)
    for (const state of ways.traps()) report('1: the call never closes, though nothing is left to do', state);

  function progress(): Progress {
    return {
      states: states.size,
      explored,
      engineStates: minds.size,
      edges,
      depth: depths.at(Math.max(0, explored - 1)),
    };
  }
  return {
    ...progress(),
    engineSteps: minds.steps,
    switchStates: switches.size,
    isClosed: !isStopped,
    storyOf,
    snapshotOf: (state) => minds.snapshot(worldOf(state).mind),
    violations,
  };
};

const noTraits = { coWhisper: false, tapHearsTreatment: false };

const isCustomerGone = ({ lines }: Lines): boolean => {
  const state = lineOf(lines, CUSTOMER)?.state;
  return state === undefined || state === 'gone';
};
