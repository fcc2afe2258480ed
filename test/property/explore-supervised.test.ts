import { explore } from '@legwork/sim';
import { expect, it } from 'vitest';

it('every interleaving of three legs and a supervisor is explored to the end, and nothing is wrong', () => {
  const { violations, isClosed, bounds, states, engineStates, edges, depth } = explore({
    legs: 3,
    supervisors: ['minh'],
  });
  process.stdout.write(`${JSON.stringify({ ...bounds, states, engineStates, edges, depth })}\n`);
  expect(violations.map(({ what }) => what)).toEqual([]);
  expect(isClosed).toBe(true);
});
