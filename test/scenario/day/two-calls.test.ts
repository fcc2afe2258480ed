import { createWorld } from '@legwork/sim';
import { expect, test } from 'vitest';

test('a supervisor who follows an agent to the next call, and takes that over, has nothing to do with the first any more', () => {
  const world = createWorld({ seed: 1, agents: ['lan', 'mai'], supervisors: ['minh'] });
  world.ready('lan');
  world.arrive({ from: '0901' });
  world.pass(10_000);
  const first = world.callFrom('0901');
  world.ask({ type: 'cmd.supervise', call: first, supervisor: 'minh', mode: 'monitor', scope: 'agent' });
  world.pass(10_000);
  world.ready('mai');
  world.ask({ type: 'cmd.transfer', call: first, to: { kind: 'agent', agent: 'mai' } });
  world.pass(10_000);
  world.arrive({ from: '0902' });
  world.pass(10_000);
  const second = world.callFrom('0902');
  world.ask({ type: 'cmd.takeover', call: second, supervisor: 'minh' });
  world.pass(10_000);

  expect(world.hears('0902', 'minh')).toBe(true);
  const minh = world.engine.state.calls.get(second)?.legs.agent;
  const customer = world.engine.state.calls.get(first)?.legs.customer;
  if (minh === undefined || minh === null || customer === undefined || customer === null)
    expect.fail('a leg is missing');
  expect(world.engine.hears(second)(world.engine.state.calls.get(second)?.legs.customer ?? minh, minh)).toBe(true);
  expect(world.engine.hears(first)(customer, minh)).toBe(false);
  expect(world.engine.mayHear(first)(customer, minh)).toBe(false);
  expect(world.engine.mayHear(first)(minh, customer)).toBe(false);
});
