import type { Deciders } from '@legwork/core';
import type { Bounds, Move } from './moves.ts';
import { createSpace, type Space } from './space.ts';
import { createNumbers } from './states.ts';
import { createWays, isBound, NEVER_CLOSES } from './ways.ts';

/** What an exploration is told, and what it may cost. */
export interface ExploreOptions extends Partial<Bounds> {
  readonly deciders?: Deciders;
  /** Gives up after that many states. */
  readonly maxStates?: number;
  /** Stops at the first violation: the shortest story of it. True unless said otherwise. */
  readonly stopsAtFirst?: boolean;
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
  readonly bounds: Bounds;
  readonly engineSteps: number;
  readonly worldStates: number;
  /** Nothing is left to explore within the bounds. */
  readonly isClosed: boolean;
  /** What leads to a state, by its number. */
  storyOf(state: number): readonly Move[];
  /** The engine in that state, as a text. */
  textOf(state: number): string;
  readonly violations: readonly Found[];
}

/** How far an exploration goes, where nothing else is said. */
export const boundsOf = ({
  legs = 3,
  supervisors = [],
  faults = 0,
  ahead = 0,
  commands,
  tellsAtOnce = true,
}: Partial<Bounds>): Bounds => ({
  legs,
  supervisors,
  faults,
  ahead,
  tellsAtOnce,
  ...(commands === undefined ? {} : { commands }),
});

/** States between two pauses: some tenths of a second. */
const PAUSE = 1024;

/** Everything that can happen to one call, breadth first. */
export const explore = (options: ExploreOptions = {}): Exploration => {
  const steps = exploring(options);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
};

/** The same, with a pause now and then that tells how far it is. Whoever goes on with `'stop'` is given what has been found by then. */
export function* exploring(options: ExploreOptions = {}): Generator<Progress, Exploration, 'stop' | undefined> {
  const { maxStates = 50_000_000, stopsAtFirst = true } = options;
  const bounds = boundsOf(options);
  const space = createSpace(bounds, options.deciders, (what, step) => report(what, step));
  // By state: where it was met first, and by which of the moves from there.
  const parents = createNumbers();
  const choices = createNumbers();
  // The first state of each depth.
  const levels = createNumbers();
  const ways = createWays();
  const violations: Found[] = [];
  const told = new Set<string>();
  let edges = 0;
  let explored = 0;
  let now: { readonly state: number; readonly move: Move | null } = { state: 0, move: null };

  const report = (what: string, step: Move | null): void => {
    if (told.has(what)) return;
    told.add(what);
    const last = now.move ?? step;
    violations.push({ what, story: [...storyOf(now.state), ...(last === null ? [] : [last])] });
  };
  const storyOf = (state: number): readonly Move[] => {
    const story: Move[] = [];
    for (let at = state; parents.at(at) >= 0; at = parents.at(at))
      story.push(nthMove(space, parents.at(at), choices.at(at)));
    return story.toReversed();
  };
  const met = (parent: number, choice: number): void => {
    parents.push(parent);
    choices.push(choice);
  };

  met(-1, 0);
  let isStopped = false;
  let nextLevel = 0;
  for (; explored < space.size && !isStopped; explored += 1) {
    const state = explored;
    if (state === nextLevel) {
      levels.push(state);
      nextLevel = space.size;
    }
    now = { state, move: null };
    space.look(state);
    const isEnding = space.isEnding(state);
    let n = 0;
    space.expand(state, (kind, input, world, fate, says) => {
      if (input >= 0 && kind !== 'command') now = { state, move: space.move(kind, input, says) };
      const followed = space.follow(state, input, world, fate);
      now = { state, move: null };
      if (followed >= 0) met(state, n);
      n += 1;
      edges += 1;
      if (isEnding && kind !== 'command' && kind !== 'fault')
        ways.add(state, followed < 0 ? ~followed : followed, isBound(kind));
    });
    if (isEnding) ways.end(state, space.isOver(state));
    if (violations.length > 0 && stopsAtFirst) isStopped = true;
    if (space.size > maxStates) isStopped = true;
    if (explored % PAUSE === 0 && (yield progress()) === 'stop') isStopped = true;
  }
  if (!isStopped) {
    for (const state of ways.traps()) {
      now = { state, move: null };
      report(NEVER_CLOSES, null);
    }
  }

  function progress(): Progress {
    const { size, engineStates } = space;
    return { states: size, explored, engineStates, edges, depth: Math.max(0, levels.size - 1) };
  }
  return {
    ...progress(),
    bounds,
    engineSteps: space.engineSteps,
    worldStates: space.worldStates,
    isClosed: !isStopped,
    storyOf,
    textOf: (state) => space.textOf(state),
    violations,
  };
}

const nthMove = (space: Space, state: number, choice: number): Move => {
  let n = 0;
  let found: Move | undefined;
  space.expand(state, (kind, input, _world, _fate, says) => {
    if (n === choice) found = space.move(kind, input, says);
    n += 1;
  });
  if (found === undefined) throw new Error('bug: a state that nothing leads to');
  return found;
};
