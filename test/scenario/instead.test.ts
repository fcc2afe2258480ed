import type { CommandType, FactOf } from '@legwork/core';
import { createWorld, type Asked, type World } from '@legwork/sim';
import { expect, it } from 'vitest';

const talking = (): World => {
  const world = createWorld({ seed: 5, agents: ['lan'], supervisors: ['minh'] });
  world.ready('lan');
  world.arrive({ from: '0901' });
  world.pass(5_000);
  return world;
};
const refused = (world: World, asked: Asked): FactOf<'command.resolved'> => {
  const id = world.ask(asked);
  const resolved = world.facts.find((fact) => fact.type === 'command.resolved' && fact.command === id);
  if (resolved?.type !== 'command.resolved' || resolved.outcome !== 'refused') throw new Error('it was not refused');
  return resolved;
};

it('an agent who may not stop a call is told of what agents may do', () => {
  const world = talking();
  const by = { role: 'agent', id: 'lan' } as const;
  const { refusal, allowed } = refused(world, { type: 'cmd.stop', call: world.callFrom('0901'), by });
  expect(refusal).toEqual({ reason: 'forbidden' });
  expect(allowed).toEqual(expect.arrayContaining<CommandType>(['cmd.hold', 'cmd.hangUp', 'cmd.transfer']));
  for (const never of ['cmd.stop', 'cmd.takeover', 'cmd.supervise']) expect(allowed).not.toContain(never);
});

it('nothing can be asked of a call whose switch is out of reach', () => {
  const world = talking();
  const call = world.callFrom('0901');
  world.switch.lose();
  world.pass(1_000);
  const { refusal, allowed } = refused(world, { type: 'cmd.hold', call });
  expect(refusal).toEqual({ reason: 'unconfirmed' });
  expect(allowed).toEqual([]);
  expect(world.engine.allowed(call)).toEqual([]);
});

it('what was refused is not offered instead of itself', () => {
  const world = talking();
  const call = world.callFrom('0901');
  world.ask({ type: 'cmd.supervise', call, supervisor: 'minh', mode: 'monitor', scope: 'call' });
  const { refusal, allowed } = refused(world, {
    type: 'cmd.supervise',
    call,
    supervisor: 'minh',
    mode: 'barge',
    scope: 'call',
  });
  expect(refusal).toEqual({ reason: 'supervisorBusy' });
  expect(allowed).not.toContain('cmd.supervise');
  expect(allowed).toContain('cmd.stop');
});

it('of a call of others no more is offered than they leave to us', () => {
  const world = createWorld({ seed: 5 });
  world.feed({
    type: 'call.found',
    switch: 'sim',
    basis: 'seen',
    legs: [
      { native: 'x', role: 'customer', endpoint: '0901' },
      { native: 'y', role: 'agent', endpoint: '101' },
    ],
  });
  const { refusal, allowed } = refused(world, { type: 'cmd.hold', call: world.callFrom('0901') });
  expect(refusal).toEqual({ reason: 'notOurs' });
  expect(allowed).toEqual(['cmd.hangUp', 'cmd.claim', 'cmd.supervise', 'cmd.stop']);
});
