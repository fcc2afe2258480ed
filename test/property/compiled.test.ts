import { compiled, interpreted, type Decider, type Deciders } from '@legwork/core';
import { unlimited, withCapabilities } from '@legwork/sim';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomWorld } from '../support/random-world.ts';

/** Asks two deciders, wants the same of both, and counts. */
const both = <R, I extends { readonly type: string }, O>(
  one: Decider<R, I, O>,
  other: Decider<R, I, O>,
  compared: () => void,
): Decider<R, I, O> => ({
  initial: (record) => one.initial(record),
  decide: (state, input) => {
    const decision = one.decide(state, input);
    const reference = other.decide(state, input);
    // Only where they differ is the slow comparison, with its report, worth its time.
    if (JSON.stringify(decision) !== JSON.stringify(reference)) {
      expect({ state, input, decision }).toEqual({ state, input, decision: reference });
    }
    compared();
    return decision;
  },
});

const compare = (compared: () => void): Deciders => {
  const fast = compiled();
  const slow = interpreted();
  return {
    leg: both(fast.leg, slow.leg, compared),
    call: both(fast.call, slow.call, compared),
    seat: both(fast.seat, slow.seat, compared),
    agent: both(fast.agent, slow.agent, compared),
  };
};

describe('a compiled machine', () => {
  it.each([
    ['a switch without limits', unlimited],
    [
      'a switch that cannot dial first',
      { ...unlimited, capabilities: withCapabilities({ traits: { dialFirst: false } }) },
    ],
    [
      'a switch that cannot treat',
      { ...unlimited, capabilities: withCapabilities({ effects: { treat: 'unsupported' } }) },
    ],
  ])('decides what XState decides, at every step of worlds on %s', (_, shape) => {
    let steps = 0;
    const deciders = compare(() => {
      steps += 1;
    });
    fc.assert(
      fc.property(fc.nat({ max: 1_000_000 }), fc.boolean(), (seed, breaks) => {
        randomWorld({ seed, shape, breaks, acts: 60, deciders });
      }),
      { seed: 19_990_201, numRuns: 16 },
    );
    expect(steps).toBeGreaterThan(2_000);
  });
});
