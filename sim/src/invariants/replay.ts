import type { Invariant } from './invariant.ts';

/** Checked at the end: a second engine of the same make, given the same inputs at the same times, has the same snapshot. */
export const replay: Invariant = {
  number: 10,
  name: 'replay',
  says: 'Replaying the journal gives the same state, to the byte.',
  watch: ({ world, inputs, check }) => ({
    end: () => {
      const again = world.freshEngine();
      for (const { at, input } of inputs) again.step(input, at);
      check(again.snapshot() === world.engine.snapshot(), null, () => 'the replay came to another state');
    },
  }),
};
