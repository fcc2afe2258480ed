import type { Violation } from '../invariants/index.ts';
import type { World } from '../world/index.ts';

/**
 * What is left when all callers have gone, no fault strikes any more, and the switch was asked for what exists: nothing may be. Whatever was lost,
 * doubled, late or untrue, engine and switch have come to the same end (7), every leg has ended (1), and every agent is free (9).
 */
export const leftOver = (world: World): readonly Violation[] => {
  const { calls, legs, seats, open, agents } = world.engine.state;
  const found: Violation[] = [];
  const expectNone = (invariant: number, what: string, left: readonly string[]): void => {
    if (left.length > 0) found.push({ invariant, at: world.now(), call: null, what: `${what}: ${left.join(', ')}` });
  };
  expectNone(1, 'calls that never end', [...calls.keys()]);
  expectNone(1, 'legs that never end', [...legs.keys()]);
  expectNone(1, 'seats that never end', [...seats.keys()]);
  expectNone(6, 'commands that never end', [...open]);
  const locked = [...agents.values()].filter(({ state }) => state.at === 'reserved' || state.at === 'talking');
  expectNone(
    9,
    'agents who are never free',
    locked.map(({ id }) => id),
  );
  // A switch that cannot say what exists on it cannot be asked whether that is all.
  if (world.switch.capabilities.traits.list)
    expectNone(
      7,
      'left on the switch',
      world.switch.legs().map(({ native }) => native),
    );
  return found;
};
