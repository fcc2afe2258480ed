import { it } from 'vitest';
import { holds } from '../support/crowds.ts';
import { seedFrom } from '../support/replay.ts';

it('ten thousand calls at once keep every invariant, whatever is asked and whatever is lost', () => {
  const seed = seedFrom('WORLD_SEED', 77);
  holds(seed, 12_800, 10_000, `WORLD_SEED=${seed} npm test -- worlds-ten-thousand`);
});
