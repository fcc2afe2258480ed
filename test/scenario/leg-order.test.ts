import { asId, type LegId } from '@legwork/core';
import { createWorld } from '@legwork/sim';
import { expect, it } from 'vitest';

const SWITCH = { switch: 'sim', basis: 'seen' } as const;

it('an agent who is seen in conversation has answered, though the answer was not heard of', () => {
  const world = createWorld({
    seed: 1,
    agents: ['lan'],
    faults: { events: [{ kind: 'drop', probability: 1, only: ['leg.answered'] }] },
  });
  world.ready('lan');
  world.arrive({ from: '0901' });
  world.pass(1_000);
  const call = world.callFrom('0901');
  world.feed({ type: 'leg.answered', native: 'in-1', ...SWITCH });
  world.pass(1_000);
  const agent = world.engine.state.calls.get(call)?.legs.agent ?? asId<LegId>('none');
  expect(world.engine.state.legs.get(agent)?.state.at).toBe('ringing');

  world.feed({ type: 'leg.placed', native: agent, at: 'main', ...SWITCH });
  expect(world.live.get(call, world.now())?.party).toEqual({ kind: 'agent', agent: 'lan' });
  expect(world.engine.state.legs.get(agent)?.state.at).toBe('up');

  // The answer comes after all, and is no news.
  const before = world.facts.length;
  world.feed({ type: 'leg.answered', native: agent, ...SWITCH });
  expect(world.facts).toHaveLength(before);
});
