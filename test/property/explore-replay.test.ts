import { build, call, compiled, interpret, type Deciders } from '@legwork/core';
import {
  explore,
  ExplorationReplayError,
  readExplorationReplay,
  replayExploration,
  replayOf,
  type ExplorationReplay,
} from '@legwork/sim';
import { expect, it } from 'vitest';
import { valueAt, withValueAt } from '../support/mutations.ts';

const bounds = { legs: 2, commands: ['stop'] } as const;

/** Machines in which the agent is not hung up when the call closes. */
const broken = (): Deciders => {
  const at = ['states', 'life', 'states', 'closing', 'entry'];
  const entry = valueAt(call.config, at) as readonly unknown[];
  const without = entry.filter((one) => !JSON.stringify(one).includes('"slot":"agent"'));
  return { ...compiled(), call: interpret(build(call, withValueAt(call.config, at, without))) };
};

/** A story that was written to a file, and read again. */
const written = (deciders: Deciders): ExplorationReplay => {
  const found = explore({ ...bounds, deciders });
  const [first] = found.violations;
  if (first === undefined) throw new Error('nothing was found');
  return readExplorationReplay(JSON.parse(JSON.stringify(replayOf(first, found.bounds))));
};

it('a story that the explorer found happens again from its file, and is not wrong any more with machines that are mended', () => {
  const deciders = broken();
  const replay = written(deciders);
  expect(replay.expected).toMatch(/^1: /);
  expect(replayExploration(replay, deciders)).toEqual({
    violation: replay.expected,
    isExpected: true,
    moved: replay.moves.length,
  });
  expect(replayExploration(replay)).toMatchObject({ violation: null, isExpected: false });
});

it('a file that is no story says everything that is wrong with it', () => {
  const wrong = {
    legwork: 'replay',
    version: 2,
    kind: 'exploration',
    bounds: { legs: -1 },
    moves: [{ kind: 'magic' }],
  };
  const read = (): unknown => readExplorationReplay(wrong);
  expect(read).toThrow(ExplorationReplayError);
  for (const what of [
    'version',
    'expected',
    'bounds.legs',
    'bounds.supervisors',
    'moves.0.kind',
    'moves.0.says',
    'moves.0.input',
  ])
    expect(read).toThrow(what);
  expect(() => readExplorationReplay(null)).toThrow('no replay file');
});
