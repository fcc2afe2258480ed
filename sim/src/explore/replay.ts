import type { Deciders, Input } from '@legwork/core';
import { fairToEnd } from './fair-to-end.ts';
import { boundsOf, type Found } from './explore.ts';
import { commandNames, type Bounds, type CommandName, type Move } from './moves.ts';
import { createSpace, type Space } from './space.ts';
import { NEVER_CLOSES } from './ways.ts';

/** A story that the explorer has found, as it is written to a file: the bounds within which it can happen, and every move of it. */
export interface ExplorationReplay {
  readonly legwork: 'replay';
  readonly version: 1;
  readonly kind: 'exploration';
  /** What is wrong at its end. */
  readonly expected: string;
  readonly bounds: Bounds;
  readonly moves: readonly Move[];
}

export const replayOf = ({ what, story }: Found, bounds: Bounds): ExplorationReplay => ({
  legwork: 'replay',
  version: 1,
  kind: 'exploration',
  expected: what,
  bounds,
  moves: story,
});

/** What is wrong with the data of a replay file: everything that is. */
export class ExplorationReplayError extends Error {
  override readonly name = 'ExplorationReplayError';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/** @throws ExplorationReplayError with everything that is wrong with it. */
export const readExplorationReplay = (data: unknown): ExplorationReplay => {
  const problems: string[] = [];
  const check = (holds: boolean, problem: string): void => {
    if (!holds) problems.push(problem);
  };
  const file = objectOf(data);
  check(file['legwork'] === 'replay', 'legwork: "replay" is missing: this is no replay file');
  check(file['version'] === 1, 'version: 1 is the only one');
  check(file['kind'] === 'exploration', 'kind: not "exploration"');
  check(typeof file['expected'] === 'string', 'expected: a text that says what is wrong at the end');
  const bounds = objectOf(file['bounds']);
  for (const name of ['legs', 'faults', 'ahead'] as const)
    check(isCount(bounds[name]), `bounds.${name}: a whole number, not below zero`);
  check(isTexts(bounds['supervisors']), 'bounds.supervisors: a list of names');
  const { commands } = bounds;
  check(
    commands === undefined ||
      (isTexts(commands) && commands.every((name) => commandNames.includes(name as CommandName))),
    `bounds.commands: a list of ${commandNames.join(', ')}`,
  );
  const { moves } = file;
  if (!Array.isArray(moves)) problems.push('moves: a list');
  else
    moves.forEach((one: unknown, n) => {
      const { kind, says, input } = objectOf(one);
      check(kinds.includes(kind as Move['kind']), `moves.${n}.kind: one of ${kinds.join(', ')}`);
      check(typeof says === 'string', `moves.${n}.says: a text`);
      check(
        input === null || typeof objectOf(input)['type'] === 'string',
        `moves.${n}.input: null, or what the engine is told`,
      );
    });
  if (problems.length > 0) throw new ExplorationReplayError(problems);
  return data as ExplorationReplay;
};

const kinds: readonly Move['kind'][] = ['command', 'timer', 'phone', 'performed', 'arrived', 'resync', 'fault'];
const objectOf = (data: unknown): Readonly<Record<string, unknown>> =>
  typeof data === 'object' && data !== null && !Array.isArray(data) ? (data as Readonly<Record<string, unknown>>) : {};
const isCount = (data: unknown): boolean => Number.isSafeInteger(data) && (data as number) >= 0;
const isTexts = (data: unknown): data is readonly string[] =>
  Array.isArray(data) && data.every((one) => typeof one === 'string');

/** What came of a story that happened again. */
export interface ReplayedExploration {
  /** Null where nothing is wrong any more. */
  readonly violation: string | null;
  readonly isExpected: boolean;
  /** How many of its moves could happen: fewer than there are where the call has taken another way. */
  readonly moved: number;
}

/** Lets a story happen again, move by move, and looks at every state and step on its way. */
export const replayExploration = (
  { expected, bounds, moves }: ExplorationReplay,
  deciders?: Deciders,
): ReplayedExploration => {
  const problems: string[] = [];
  const space = createSpace(boundsOf(bounds), deciders, (problem) => {
    problems.push(problem);
  });
  let state = 0;
  let moved = 0;
  space.look(state);
  for (const move of moves) {
    const next = moveBy(space, state, move);
    if (next === null) break;
    state = next;
    moved += 1;
    space.look(state);
  }
  const isAtEnd = moved === moves.length;
  if (isAtEnd && expected === NEVER_CLOSES && !fairToEnd(space, state)) problems.push(NEVER_CLOSES);
  const isExpected = problems.includes(expected);
  return { violation: isExpected ? expected : (problems[0] ?? null), isExpected, moved };
};

const moveBy = (space: Space, state: number, move: Move): number | null => {
  const meant = keyOf(move);
  let next: number | null = null;
  space.expand(state, (kind, input, world, fate, says) => {
    if (next !== null || keyOf(space.move(kind, input, says)) !== meant) return;
    const followed = space.follow(state, input, world, fate);
    next = followed < 0 ? ~followed : followed;
  });
  return next;
};
const keyOf = ({ kind, says, input }: Move): string => JSON.stringify([kind, says, input satisfies Input | null]);
