import { expect, test } from 'vitest';
import { asterisk, blindOnly, freeswitch, stringee, unlimited, withCapabilities, type World } from '@legwork/sim';
import { discrepancies } from '../support/bookkeeping.ts';
import { randomWorld } from '../support/random-world.ts';

/** A machine remembers in small words what the engine knows by name; the two must never say different things. */
const faults = {
  events: [
    { kind: 'drop', probability: 0.08 },
    { kind: 'duplicate', probability: 0.15, againAfterMs: [0, 4_000] },
    { kind: 'reorder', probability: 0.1, byMs: [0, 2_000] },
  ],
  effects: [{ kind: 'drop', probability: 0.08 }],
} as const;

const keepsBooks = (world: World): void => {
  world.onStep((_at, input) => {
    expect(discrepancies(world.engine.state), JSON.stringify(input)).toEqual([]);
  });
};

const silent = { ...unlimited, capabilities: withCapabilities({ effects: { treat: 'unsupported' } }) };

test.each(Object.entries({ unlimited, asterisk, freeswitch, stringee, blindOnly, silent }))(
  'on %s machines and engine agree, after every step, on who is where, what is open and which timer runs',
  (_name, shape) => {
    for (const seed of [1, 2, 3, 4]) {
      const isFaulty = seed > 2;
      randomWorld({ seed, shape, acts: 100, breaks: isFaulty, watch: keepsBooks, ...(isFaulty ? { faults } : {}) });
    }
  },
);
