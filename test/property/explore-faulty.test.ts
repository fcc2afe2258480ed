import { explore } from '@legwork/sim';
import { expect, it } from 'vitest';

it('every interleaving of three legs and whatever one fault does to them is explored to the end, and nothing is wrong', () => {
  const { violations, isClosed, bounds, states, engineStates, edges, depth } = explore({ legs: 3, faults: 1 });
  process.stdout.write(`${JSON.stringify({ ...bounds, states, engineStates, edges, depth })}\n`);
  expect(violations.map(({ what }) => what)).toEqual([]);
  expect(isClosed).toBe(true);
});
