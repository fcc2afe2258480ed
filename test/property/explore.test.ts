import { explore, normalForm, tellStory } from '@legwork/sim';
import { expect, it } from 'vitest';

it.each([
  ['a customer and an agent, and two who act at once', { legs: 2, acts: 2 }],
  ['three legs, and one who acts at a time', { legs: 3, acts: 1 }],
])('every interleaving of %s is explored to the end, and nothing is wrong', (_, bounds) => {
  const { isClosed, violations, states, engineStates, edges, depth } = explore(bounds);
  process.stdout.write(`${JSON.stringify({ ...bounds, states, engineStates, edges, depth })}\n`);
  expect(violations.map(({ what }) => what)).toEqual([]);
  expect(isClosed).toBe(true);
});

it('an engine that lives through a story comes to the state that was explored', () => {
  const supervisors = ['minh'];
  const explored = explore({ legs: 3, acts: 1, supervisors, maxStates: 4_000 });
  for (let state = 0; state < explored.states; state += 61) {
    const { engine } = tellStory(explored.storyOf(state), supervisors);
    expect(normalForm(engine.state).snapshot).toBe(explored.snapshotOf(state));
  }
});
