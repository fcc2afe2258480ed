import { asId } from '@legwork/core';
import { createWorld, ladder, watch } from '@legwork/sim';
import { expect, it } from 'vitest';

it('the ladder of a call has a lane for each of its legs, what was asked and what was seen', () => {
  const world = createWorld({ seed: 1, agents: ['lan'], supervisors: ['minh'], latencyMs: [10, 10] });
  const seen = watch(world);
  world.ready('lan');
  const customer = world.arrive({ from: '0901' });
  world.pass(3_000);
  const call = world.callOf(customer);
  if (call === null) throw new Error('nobody called');
  world.ask({ type: 'cmd.supervise', call, supervisor: asId('minh'), mode: 'whisper', scope: 'call' });
  world.pass(4_000);
  world.hangUp(customer);
  seen.finish();

  const engine = world.freshEngine();
  const text = ladder(
    seen.inputs.map(({ at, input }) => ({ at, input, outputs: engine.step(input, at) })),
    call,
  );
  const lines = text.split('\n');
  expect(lines[0]?.trim().split(/\s{2,}/)).toEqual(['engine', 'c1.1 customer', 'c1.2 agent', 's1.1 seat']);
  // What comes in from outside stands on the left, in the order of time.
  expect(text).toMatch(/ 2990 {2}world: supervise whisper/);
  // What is asked goes to the leg, what is seen comes back, across the lanes between.
  expect(text).toMatch(/│──dial─+┼─+▶│/);
  expect(text).toMatch(/│──tap monitor─+┼─+┼─+▶│[^]*│◀─at tap monito─+┼─+┼─+│[^]*│──tap whisper/);
  // What became true of it stands on the right.
  expect(text).toMatch(/cmd\.supervise done/);
  expect(text).toMatch(/closed: customerLeft/);
  // A leg that has ended has no lane any more.
  const last = lines.findLast((line) => line.includes('ended')) ?? '';
  expect(last.split('│').length).toBeLessThan(4);
});
