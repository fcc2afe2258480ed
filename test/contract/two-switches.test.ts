import { asId, createEngine, loadRouting, restoreEngine, type Output } from '@legwork/core';
import { expect, test } from 'vitest';
import { northAndSouth } from '../support/north-and-south.ts';

/** Two switches of which neither knows of the other: what one says of a leg is never taken to be about the other's. */

const offers = (on: string, from: string) => ({
  type: 'leg.offered',
  switch: on,
  basis: 'seen',
  native: 'chan-1',
  from,
  to: '1900',
});
const isTold = (type: string, on: string, native = 'chan-1') => ({ type, switch: on, basis: 'seen', native });
const about = (outputs: readonly Output[], type: Output['type']) => outputs.filter((output) => output.type === type);

test('two switches that call their legs the same have a call each', () => {
  const first = createEngine(northAndSouth);
  first.step(offers('north', '0901'), 0);
  first.step(offers('south', '0902'), 0);
  const engine = restoreEngine(northAndSouth, first.snapshot());
  expect([...engine.state.calls.values()].map(({ switch: on, customer }) => [on, customer])).toEqual([
    ['north', '0901'],
    ['south', '0902'],
  ]);
  expect(about(engine.step(isTold('leg.answered', 'south'), 1), 'leg.answered')).toMatchObject([{ call: 'c2' }]);
  expect(about(engine.step(isTold('leg.answered', 'north'), 1), 'leg.answered')).toMatchObject([{ call: 'c1' }]);
  engine.step({ ...isTold('leg.ended', 'north'), cause: 'normal' }, 2);
  expect([...engine.state.calls.keys()]).toEqual(['c2']);
  expect(engine.snapshot()).toContain('chan-1');
  engine.step({ ...isTold('leg.ended', 'south'), cause: 'normal' }, 2);
  expect([...engine.state.calls.keys()]).toEqual([]);
  expect(engine.snapshot()).not.toContain('chan-1');
});

test('a leg is where its own switch says, by the name that its own switch has for it', () => {
  const engine = createEngine(northAndSouth);
  engine.step(offers('north', '0901'), 0);
  const before = engine.snapshot();
  for (const event of [
    isTold('leg.answered', 'south'),
    isTold('leg.answered', 'north', 'c1.1'),
    isTold('leg.answered', 'south', 'c1.1'),
  ]) {
    engine.step(event, 1);
    expect(engine.state.legs.get(asId('c1.1'))?.state.at).toBe('offered');
  }
  expect(JSON.parse(engine.snapshot())).toMatchObject({ calls: (JSON.parse(before) as { calls: unknown }).calls });
});

const by = { role: 'service', id: 'x' };
/** A leg that is asked to end three times in vain, and then given up. */
const givesUp = (engine: ReturnType<typeof createEngine>, on: string, native: string): void => {
  engine.step({ ...offers(on, '0901'), native }, 0);
  const [call] = engine.state.calls.keys();
  engine.step({ type: 'cmd.stop', id: 'stop', by, call }, 1);
  for (let times = 0; times < 3; times += 1) {
    for (const timer of engine.state.timers.keys()) engine.step({ type: 'timer.fired', timer }, 2);
  }
  expect(engine.state.calls.size).toBe(0);
};

test('a leg that was given up on one switch is not hung up on the other', () => {
  const engine = createEngine(northAndSouth);
  givesUp(engine, 'north', 'chan-1');
  const restored = restoreEngine(northAndSouth, engine.snapshot());
  expect(restored.snapshot()).toBe(engine.snapshot());
  expect(about(restored.step(isTold('leg.answered', 'south'), 3), 'hangUp')).toEqual([]);
  expect(about(restored.step(isTold('leg.answered', 'north'), 3), 'hangUp')).toMatchObject([{ switch: 'north' }]);
  // A list that leaves it out settles it; the list of another switch does not.
  const lists = (on: string) => ({
    type: 'switch.back',
    switch: on,
    basis: 'seen',
    epoch: 'one',
    snapshot: { legs: [] },
  });
  restored.step(lists('south'), 4);
  expect(about(restored.step(isTold('leg.answered', 'north'), 5), 'hangUp')).toHaveLength(1);
  restored.step(lists('north'), 6);
  expect(about(restored.step(isTold('leg.answered', 'north'), 7), 'hangUp')).toEqual([]);
});

test('a leg that was given up is no new caller when it is heard of again: it is asked to end', () => {
  const engine = createEngine(northAndSouth);
  givesUp(engine, 'north', 'chan-1');
  const outputs = engine.step(offers('north', '0901'), 3);
  expect(outputs).toMatchObject([{ type: 'hangUp', switch: 'north', native: 'chan-1' }]);
  expect(about(engine.step(offers('south', '0901'), 3), 'call.created')).toHaveLength(1);
});

test('of legs that were given up on a switch that never tells of their ends the last thousand are known', () => {
  const engine = createEngine(northAndSouth);
  for (let n = 0; n <= 1_000; n += 1) givesUp(engine, 'north', `chan-${n}`);
  const again = (native: string): string[] =>
    engine.step({ ...isTold('leg.ringing', 'north', native) }, 3).map(({ type }) => type);
  expect([again('chan-0'), again('chan-1'), again('chan-1000')]).toEqual([[], ['hangUp'], ['hangUp']]);
});

const isReady = (engine: ReturnType<typeof createEngine>, at: number): readonly Output[] => {
  engine.step({ type: 'cmd.logIn', id: 'in', by, agent: 'lan' }, at);
  return engine.step({ type: 'cmd.ready', id: 'ready', by, agent: 'lan' }, at);
};
const isBack = (on: string, ...legs: readonly string[]) => ({
  type: 'switch.back',
  switch: on,
  basis: 'seen',
  epoch: 'one',
  snapshot: { legs: legs.map((native) => ({ native, up: true, at: 'treated' })) },
});
const waits = (engine: ReturnType<typeof createEngine>, on: string, native: string, to = '1900', at = 0): void => {
  engine.step({ ...offers(on, '0901'), native, to }, at);
  engine.step(isTold('leg.answered', on, native), at);
  engine.step({ ...isTold('leg.placed', on, native), at: 'treated' }, at);
};

test('an agent who becomes free takes whoever waits on a switch that can be reached, before those on one that cannot', () => {
  const engine = createEngine(northAndSouth);
  waits(engine, 'north', 'chan-1');
  waits(engine, 'south', 'chan-2');
  engine.step({ type: 'switch.lost', switch: 'north', basis: 'seen' }, 1);
  expect(about(isReady(engine, 2), 'dial')).toMatchObject([{ switch: 'south', call: 'c2' }]);
});

/** Two hotlines, of which the callers of the second come first. */
const routing = (skill: string) => {
  const queue = { skills: [skill], maxSize: 9, maxWaitMs: 0, wrapUpMs: 0, serviceLevelMs: 0, ringTimeoutMs: 9_000 };
  return {
    hotlines: ['usual', 'first'].map((name, n) => ({ number: `190${n}`, name, entry: name })),
    nodes: {
      usual: { kind: 'queue', queue: 'usual', overflow: 'bye' },
      first: { kind: 'queue', queue: 'first', overflow: 'bye' },
      bye: { kind: 'hangUp', cause: 'busy' },
    },
    queues: { usual: { name: 'usual', priority: 0, ...queue }, first: { name: 'first', priority: 9, ...queue } },
  };
};
const byPriority = (skill: string): ReturnType<typeof createEngine> => {
  const loaded = loadRouting(routing(skill));
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return createEngine({ ...northAndSouth, routing: loaded.routing });
};

test('when a switch is back, whoever comes first is offered to an agent first, whoever has called before', () => {
  const engine = byPriority('sales');
  waits(engine, 'north', 'chan-1', '1900');
  waits(engine, 'north', 'chan-2', '1901');
  engine.step({ type: 'switch.lost', switch: 'north', basis: 'seen' }, 1);
  expect(about(isReady(engine, 2), 'dial')).toEqual([]);
  expect(about(engine.step(isBack('north', 'chan-1', 'chan-2'), 3), 'dial')).toMatchObject([{ call: 'c2' }]);
});

test('when a flow is activated by which agents serve other queues, whoever comes first is offered first', () => {
  const engine = byPriority('nobody has it');
  waits(engine, 'north', 'chan-1', '1900');
  waits(engine, 'north', 'chan-2', '1901');
  expect(about(isReady(engine, 2), 'dial')).toEqual([]);
  const outputs = engine.step(
    { type: 'cmd.activateFlow', id: 'flow', by, flow: 'two', routing: JSON.stringify(routing('sales')) },
    3,
  );
  expect(about(outputs, 'dial')).toMatchObject([{ call: 'c2' }]);
});
