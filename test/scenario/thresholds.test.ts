import { loadRouting, restoreEngine, type Routing } from '@legwork/core';
import { smallRouting, createWorld } from '@legwork/sim';
import { expect, test } from 'vitest';
import { story, type Story } from '../support/story.ts';

const watched: Routing = smallRouting({
  thresholds: { waiting: { over: 2, clear: 1 }, longestWaitMs: { over: 60_000, clear: 20_000 } },
});
const crossings = (s: Story) =>
  s.told('queue.crossed').map(({ measure, isOver, value }) => `${measure} ${isOver ? 'over' : 'clear'} ${value}`);

story(
  'a queue is told to be long when too many wait, and not before it is shorter by some is it told no more',
  { routing: watched },
  (s) => {
    for (const from of ['0901', '0902', '0903', '0904']) s.arrive(from);
    s.pass(1);
    expect(crossings(s)).toEqual(['waiting over 3']);
    s.hangsUp('0904');
    s.hangsUp('0903');
    s.pass(1);
    expect(crossings(s)).toEqual(['waiting over 3']);
    s.hangsUp('0902');
    s.pass(1);
    expect(crossings(s)).toEqual(['waiting over 3', 'waiting clear 1']);
  },
);

story(
  'a wait that is too long is told when it has become so, though nothing happens then',
  { routing: watched },
  (s) => {
    s.arrive();
    s.pass(60);
    expect(crossings(s)).toEqual([]);
    s.arrive('0902');
    s.pass(30);
    expect(crossings(s)).toEqual(['longestWaitMs over 60001']);
    // The first is taken: the second has waited for half a minute, which is still too long to be called over.
    s.ready('lan');
    s.pass(5);
    expect(crossings(s)).toHaveLength(1);
    s.ready('mai');
    s.pass(5);
    expect(crossings(s)).toEqual(['longestWaitMs over 60001', 'longestWaitMs clear 0']);
  },
);

story(
  'whoever rings at an agent waits on, as they do on the live list: also when nobody answers, and at the next agent',
  {
    routing: smallRouting({
      thresholds: { waiting: { over: 0, clear: 0 }, longestWaitMs: { over: 10_000, clear: 0 } },
    }),
  },
  (s) => {
    s.phones({ lan: 'ringsOut' });
    s.ready('lan');
    s.arrive();
    s.pass(2);
    expect(crossings(s)).toEqual(['waiting over 1']);
    s.pass(30);
    expect(crossings(s)).toEqual(['waiting over 1', 'longestWaitMs over 10001']);
    s.ready('mai');
    s.pass(5);
    expect(crossings(s).slice(2)).toEqual(['waiting clear 0', 'longestWaitMs clear 0']);
  },
);

story('a flow that watches a queue otherwise is heeded at once', { routing: watched }, (s) => {
  for (const from of ['0901', '0902', '0903']) s.arrive(from);
  s.pass(1);
  const { hotlines, nodes, queues } = smallRouting();
  s.ask('activateFlow', { flow: 'calm', routing: JSON.stringify({ hotlines, nodes, queues }) });
  expect(crossings(s)).toEqual(['waiting over 3', 'waiting clear 3']);
  s.pass(120);
  expect(crossings(s)).toHaveLength(2);
});

test('what is over, and what is awaited, is known after a restart', () => {
  const world = createWorld({ seed: 1, agents: ['lan'], supervisors: [], routing: watched });
  for (const from of ['0901', '0902', '0903']) world.arrive({ from });
  world.pass(5_000);
  const restored = restoreEngine(world.config, world.engine.snapshot());
  expect(restored.snapshot()).toBe(world.engine.snapshot());
  expect([...restored.state.timers.values()]).toContainEqual({ kind: 'queue', id: 'main', name: 'longestWait' });
});

test('a checkpoint says what was over when it was taken, whatever happens while it is written', () => {
  const world = createWorld({ seed: 1, agents: ['lan'], supervisors: [], routing: watched });
  for (const from of ['0901', '0902', '0903']) world.arrive({ from });
  world.pass(5_000);
  const [before, parts] = [world.engine.snapshot(), world.engine.snapshotInParts()];
  world.pass(120_000);
  expect([...parts].join('')).toBe(before);
});

test('thresholds are a part of the routing, and what is wrong with them is told', () => {
  const { hotlines, nodes, queues } = smallRouting();
  const load = (thresholds: object) =>
    loadRouting({ hotlines, nodes, queues: { main: { ...Object.values(queues)[0], thresholds } } });
  const loaded = load({ waiting: { over: 10 } });
  expect(loaded).toMatchObject({
    ok: true,
    routing: { queues: { main: { thresholds: { waiting: { over: 10, clear: 8 } } } } },
  });
  expect(load({ waiting: { over: 3, clear: 4 }, longestWaitMs: { clear: 1 }, calls: 1 })).toMatchObject({
    ok: false,
    problems: [
      { path: '/queues/main/thresholds/calls' },
      { path: '/queues/main/thresholds/waiting/clear', allowed: '0 to 3, where it is crossed' },
      { path: '/queues/main/thresholds/longestWaitMs/over' },
    ],
  });
});
