import { explore, normalForm, tellStory, textOf, writtenOut, type Exploration } from '@legwork/sim';
import { expect, it } from 'vitest';

const figures = ({ bounds, states, engineStates, edges, depth }: Exploration): string =>
  `${JSON.stringify({ ...bounds, states, engineStates, edges, depth })}\n`;

it.each([
  ['a customer and an agent, and the switch is outrun', { legs: 2, ahead: 2 }],
  ['three legs', { legs: 3 }],
  [
    'a customer and an agent, whose legs are muted and sent digits',
    { legs: 2, commands: ['hold', 'resume', 'mute', 'digits'] },
  ],
] as const)('every interleaving of %s is explored to the end, and nothing is wrong', (_, bounds) => {
  const explored = explore(bounds);
  process.stdout.write(figures(explored));
  expect(explored.violations.map(({ what }) => what)).toEqual([]);
  expect(explored.isClosed).toBe(true);
});

it('an engine that lives through a story comes to the state that was explored', () => {
  const supervisors = ['minh'];
  const explored = explore({ legs: 3, supervisors, maxStates: 4_000 });
  for (let state = 0; state < explored.states; state += 61) {
    const { engine } = tellStory(explored.storyOf(state), supervisors);
    expect(textOf(writtenOut(normalForm(engine.state)))).toBe(explored.textOf(state));
  }
});

const engineStatesOf = (explored: Exploration): ReadonlySet<string> => {
  const texts = new Set<string>();
  for (let state = 0; state < explored.states; state += 1) texts.add(explored.textOf(state));
  return texts;
};

it('what is told at once leaves out nothing that the engine can see', () => {
  const bounds = { legs: 2, stopsAtFirst: false } as const;
  const all = explore({ ...bounds, tellsAtOnce: false });
  const fewer = explore(bounds);
  process.stdout.write(`${figures(all)}${figures(fewer)}`);
  expect(fewer.states).toBeLessThan(all.states / 4);
  expect(engineStatesOf(fewer)).toEqual(engineStatesOf(all));
});
