import { it } from 'vitest';
import { holds } from '../support/crowds.ts';
import { seedFrom } from '../support/replay.ts';

const first = seedFrom('WORLD_SEED', 1);

it.each([0, 1, 2, 3, 4].map((n) => first + n))(
  'two thousand calls at once keep every invariant, whatever is asked and whatever is lost (world %i)',
  (seed) => {
    holds(seed, 2_800, 2_000, `WORLD_SEED=${seed} npm test -- worlds-one-to-five -t 'world ${seed})'`);
  },
  120_000,
);
