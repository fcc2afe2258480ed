import { asId, createEngine, defaultPolicy, restoreEngine, type EngineConfig, type Output } from '@legwork/core';
import { smallRouting, unlimited } from '@legwork/sim';
import { expect, test } from 'vitest';

/** Two switches of which neither knows of the other: what one says of a leg is never taken to be about the other's. */

const { capabilities } = unlimited;
const config: EngineConfig = {
  switches: [
    { id: asId('north'), capabilities },
    { id: asId('south'), capabilities },
  ],
  routing: smallRouting(),
  agents: [],
  supervisors: [],
  policy: defaultPolicy,
};
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
  const first = createEngine(config);
  first.step(offers('north', '0901'), 0);
  first.step(offers('south', '0902'), 0);
  const engine = restoreEngine(config, first.snapshot());
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
  const engine = createEngine(config);
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

test('a leg that was given up on one switch is not hung up on the other', () => {
  const engine = createEngine(config);
  engine.step(offers('north', '0901'), 0);
  engine.step({ type: 'cmd.stop', id: 'stop', by: { role: 'service', id: 'x' }, call: 'c1' }, 1);
  // It is asked to end three times, and then given up.
  for (let times = 0; times < 4; times += 1) {
    for (const [timer, { name }] of engine.state.timers) {
      if (name === 'kill') engine.step({ type: 'timer.fired', timer }, 2);
    }
  }
  expect(engine.state.calls.size).toBe(0);
  const restored = restoreEngine(config, engine.snapshot());
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
