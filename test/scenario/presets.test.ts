import { asId, type CallId, type Mode, type NativeId } from '@legwork/core';
import { asterisk, createWorld, freeswitch, stringee, unlimited, watch, type World, type Watch } from '@legwork/sim';
import { describe, expect, test } from 'vitest';

const shapes = { unlimited, asterisk, freeswitch, stringee };
const modes: readonly Mode[] = ['monitor', 'whisper', 'barge'];
const everywhere = Object.entries(shapes);
const seats = everywhere.flatMap(([name, shape]) =>
  modes
    .filter((mode) => shape.capabilities.effects[mode] !== 'unsupported')
    .map((mode) => [name, mode, shape] as const),
);

interface Scene {
  readonly world: World;
  readonly seen: Watch;
  readonly customer: NativeId;
  readonly call: CallId;
}

/** A customer talks with lan. */
const talking = (shape: (typeof shapes)[keyof typeof shapes]): Scene => {
  const world = createWorld({ seed: 1, shape, agents: ['lan', 'mai'], supervisors: ['minh', 'hoa'] });
  const seen = watch(world);
  world.ready('lan');
  const customer = world.arrive({ from: '0901' });
  world.pass(5_000);
  return { world, seen, customer, call: world.callFrom('0901') };
};
const supervised = (shape: (typeof shapes)[keyof typeof shapes], mode: Mode): Scene => {
  const scene = talking(shape);
  scene.world.ask({ type: 'cmd.supervise', call: scene.call, supervisor: 'minh', mode, scope: 'call' });
  scene.world.pass(5_000);
  expect([...scene.world.engine.state.seats.values()].map(({ supervisor }) => supervisor)).toEqual(['minh']);
  return scene;
};
const areTogether = (world: World, one: string, other: string): boolean =>
  world.hears(one, other) && world.hears(other, one);
const isThere = ({ world, customer }: Scene): boolean =>
  world.switch.legs().some(({ native, up }) => native === customer && up);
const endWell = ({ world, seen, customer }: Scene): void => {
  world.hangUp(customer);
  world.pass(60_000);
  expect(seen.finish()).toEqual([]);
  expect(world.switch.inUse()).toEqual({ legs: 0, calls: 0 });
};

describe.each(seats)('on %s, with a supervisor present by %s', (_name, mode, shape) => {
  test.each(['minh', 'hoa'])('the call is taken over by %s, who talks with the customer', (supervisor) => {
    const scene = supervised(shape, mode);
    const { world, call } = scene;
    const command = world.ask({ type: 'cmd.takeover', call, supervisor });
    world.pass(10_000);
    expect(world.outcome(command)).toMatchObject({ outcome: 'done' });
    expect(isThere(scene)).toBe(true);
    expect(areTogether(world, '0901', supervisor)).toBe(true);
    expect(world.hears('0901', 'lan')).toBe(false);
    endWell(scene);
  });

  test('the call is sent to a number, and the customer talks with whoever answers', () => {
    const scene = supervised(shape, mode);
    const { world, call } = scene;
    const by = { role: 'supervisor', id: 'minh' } as const;
    const command = world.ask({ type: 'cmd.transfer', call, to: { kind: 'number', number: '0999' }, by });
    world.pass(10_000);
    expect(world.outcome(command)).toMatchObject({ outcome: 'done' });
    expect(isThere(scene)).toBe(true);
    expect(areTogether(world, '0901', '0999')).toBe(true);
    endWell(scene);
  });

  test('the agent hangs up, and the customer talks on with who barges, where they are not left alone', () => {
    const scene = supervised(shape, mode);
    const { world, call } = scene;
    const agent = world.engine.state.calls.get(call)?.legs.agent ?? 'nobody';
    expect(world.hangUp(agent)).toBe(true);
    world.pass(10_000);
    const goesOn = mode === 'barge' && shape.habits.leftAlone === 'stays';
    expect(isThere(scene)).toBe(goesOn);
    expect(areTogether(world, '0901', 'minh')).toBe(goesOn);
    expect(world.engine.state.calls.size).toBe(goesOn ? 1 : 0);
    endWell(scene);
  });

  test('a supervisor who leaves leaves the two alone', () => {
    const scene = supervised(shape, mode);
    const { world } = scene;
    for (const seat of world.engine.state.seats.keys()) world.ask({ type: 'cmd.leave', seat });
    world.pass(10_000);
    expect(areTogether(world, '0901', 'lan')).toBe(true);
    expect(world.engine.state.seats.size).toBe(0);
    endWell(scene);
  });
});

describe.each(everywhere)('on %s', (_name, shape) => {
  test.each([0, 500, 20_000])('a restart that takes %i ms is followed without a false alarm', (ms) => {
    const scene = talking(shape);
    const { world, seen, call } = scene;
    world.ask({ type: 'cmd.supervise', call, supervisor: 'minh', mode: 'monitor', scope: 'call' });
    world.pass(5_000);
    world.switch.restart();
    // The news of it is under way still.
    world.ask({ type: 'cmd.stop', call: 'c99' });
    world.ask({ type: 'cmd.supervise', call, supervisor: 'hoa', mode: 'monitor', scope: 'call' });
    world.pass(ms);
    world.ready('mai');
    world.switch.comeBack();
    world.pass(60_000);
    expect(seen.violations).toEqual([]);
    // A switch that cannot list its calls was silent for so long that they are presumed to have ended.
    expect(seen.finish()).toEqual([]);
    expect(world.engine.state.calls.size).toBe(0);
  });

  test('a restart that ends a call which others have started is followed without a false alarm', () => {
    const world = createWorld({ seed: 1, shape });
    const seen = watch(world);
    world.switch.find([
      { native: asId('x-1'), role: 'customer', endpoint: asId('0901') },
      { native: asId('x-2'), role: 'agent', endpoint: asId('desk/7') },
    ]);
    world.pass(1_000);
    expect(areTogether(world, '0901', 'desk/7')).toBe(true);
    world.switch.restart();
    world.ask({ type: 'cmd.stop', call: world.callFrom('0901') });
    world.pass(1_000);
    world.switch.comeBack();
    expect(seen.finish()).toEqual([]);
    expect(world.engine.state.calls.size).toBe(0);
  });

  test('a connection that is lost and made again is followed without a false alarm', () => {
    const scene = talking(shape);
    const { world } = scene;
    world.switch.lose();
    world.ask({ type: 'cmd.hold', call: scene.call });
    world.pass(20_000);
    world.switch.comeBack();
    world.pass(60_000);
    endWell(scene);
  });
});

describe.each(everywhere.filter(([, { capabilities }]) => capabilities.traits.list))('on %s', (_name, shape) => {
  test('who calls while the connection is lost is answered and queued when it is back', () => {
    const world = createWorld({ seed: 1, shape, agents: ['lan'] });
    const seen = watch(world);
    world.switch.lose();
    const customer = world.arrive({ from: '0901' });
    world.pass(1_000);
    expect(world.switch.legs()).toEqual([
      { native: customer, up: false, at: 'none', offered: { from: '0901', to: '1900' } },
    ]);
    world.switch.comeBack();
    world.pass(1_000);
    expect(world.switch.legs()).toMatchObject([{ native: customer, up: true }]);
    expect(world.switch.legs()).not.toMatchObject([{ offered: {} }]);
    expect(world.facts.filter(({ type }) => type === 'call.queued')).toHaveLength(1);
    world.ready('lan');
    world.pass(5_000);
    expect(areTogether(world, '0901', 'lan')).toBe(true);
    world.hangUp(customer);
    world.pass(60_000);
    expect(seen.finish()).toEqual([]);
  });
});
