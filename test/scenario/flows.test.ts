import { restoreEngine } from '@legwork/core';
import { expect, test } from 'vitest';
import { withDesk } from '../support/contact-centres.ts';
import { story } from '../support/story.ts';

const queue = {
  name: 'Night',
  skills: [],
  priority: 0,
  ringTimeoutMs: 20_000,
  maxSize: 10,
  maxWaitMs: 30_000,
  wrapUpMs: 0,
  serviceLevelMs: 20_000,
};
/** At night 1900 leads to a queue of its own. */
const night = {
  hotlines: [{ number: '1900', name: 'Main line', entry: 'night' }],
  nodes: {
    night: { kind: 'queue', queue: 'night', overflow: 'bye' },
    bye: { kind: 'hangUp', cause: 'busy' },
  },
  queues: { night: queue },
};
const atNight = { flow: 'night', routing: JSON.stringify(night) };
const closed = {
  hotlines: [{ number: '1900', name: 'Main line', entry: 'bye' }],
  nodes: { bye: { kind: 'hangUp', cause: 'busy' } },
  queues: {},
};
const nobody = { flow: 'closed', routing: JSON.stringify(closed) };

story(
  'whoever comes in after a flow was activated goes by it, and whoever is on the way keeps theirs',
  { routing: withDesk },
  (s) => {
    s.arrive();
    s.pass(30);
    const early = s.call;
    expect(s.try('activateFlow', atNight)).toBe('done');
    expect(s.told('flow.activated')).toMatchObject([{ flow: 'night' }]);
    s.arrive('0902');
    s.pass(1);
    expect(s.told('call.queued').map(({ queue }) => queue)).toEqual(['sales', 'night']);
    s.pass(50);
    // The first has waited for a minute: it goes on to the desk outside, which the flow at night does not have.
    expect(s.stands(early)).toBe('talking');
    expect(s.stands()).toBe('closed turnedAway');
  },
);

story('a flow that is in force already is refused, and so is one that is wrong, with the place', (s) => {
  expect(s.try('activateFlow', atNight)).toBe('done');
  expect(s.try('activateFlow', atNight)).toBe('refused alreadySo');
  expect(s.try('activateFlow', { flow: 'torn', routing: '{{' })).toMatch(/^refused invalid routing/);
  const wrong = JSON.stringify({ ...night, queues: {} });
  expect(s.try('activateFlow', { flow: 'wrong', routing: wrong })).toBe('refused invalid routing/nodes/night/queue');
  expect(s.told('flow.activated')).toHaveLength(1);
});

story('neither an agent nor a supervisor activates a flow, and their trying is audited', (s) => {
  expect(s.try('activateFlow', { ...atNight, by: 'lan' })).toBe('refused forbidden');
  expect(s.try('activateFlow', { ...atNight, by: 'minh' })).toBe('refused forbidden');
  expect(s.told('audit')).toMatchObject([
    { what: 'cmd.activateFlow', detail: 'night', outcome: 'refused' },
    { what: 'cmd.activateFlow', detail: 'night', outcome: 'refused' },
  ]);
});

story('who waits is offered to whoever has the skills that the queue wants now', (s) => {
  const main = { ...queue, name: 'Main', maxWaitMs: 0 };
  const wanting = (skills: readonly string[]) =>
    JSON.stringify({
      ...night,
      nodes: { ...night.nodes, night: { kind: 'queue', queue: 'main', overflow: 'bye' } },
      queues: { main: { ...main, skills } },
    });
  expect(s.try('activateFlow', { flow: 'picky', routing: wanting(['rare']) })).toBe('done');
  s.ready('lan');
  s.arrive();
  s.pass(5);
  expect(s.stands()).toBe('queued');
  expect(s.try('activateFlow', { flow: 'lenient', routing: wanting([]) })).toBe('done');
  expect(s.stands()).toBe('talking');
});

story('a call that was sent to a queue arrives there, though its flow is not in force any more', (s) => {
  s.talking('lan');
  expect(s.try('activateFlow', atNight)).toBe('done');
  s.ask('transfer', { to: 'queue night', by: 'minh' });
  s.ask('activateFlow', nobody);
  s.pass(10);
  expect(s.told('call.queued').at(-1)).toMatchObject({ queue: 'night' });
  expect(s.try('transfer', { to: 'queue night', by: 'minh' })).toMatch(/^refused/);
  // A third flow: the queue is still there for whoever waits in it.
  expect(s.try('activateFlow', atNight)).toBe('done');
  expect(s.try('activateFlow', nobody)).toBe('done');
  s.ready('mai');
  s.pass(5);
  expect(s.stands()).toBe('talking');
});

story('flows that nobody goes by any more are forgotten', (s) => {
  s.arrive();
  s.pass(1);
  for (const flow of ['one', 'two', 'three']) s.ask('activateFlow', { ...atNight, flow });
  s.ready('lan');
  s.pass(5);
  s.hangsUp('customer');
  s.pass(5);
  s.ask('activateFlow', nobody);
  expect([...s.world.engine.state.flows.known.keys()]).toEqual([0, 4]);
});

story('an engine that is restored goes by the same flows', { routing: withDesk }, (s) => {
  s.arrive();
  s.pass(10);
  s.ask('activateFlow', atNight);
  s.arrive('0902');
  s.pass(1);
  const { engine, config } = s.world;
  const restored = restoreEngine(config, engine.snapshot());
  expect(restored.snapshot()).toBe(engine.snapshot());
  expect(restored.state.flows.current).toMatchObject({ number: 1, name: 'night' });
});

test('a snapshot of a time without flows goes by the configuration', async () => {
  const { createWorld } = await import('@legwork/sim');
  const world = createWorld({ seed: 1, agents: ['lan'], supervisors: [], routing: withDesk });
  world.arrive({ from: '0901' });
  world.pass(5_000);
  const { flows: _, ...before } = JSON.parse(world.engine.snapshot()) as {
    flows: unknown;
    calls: [string, { flow?: number }][];
  };
  const calls = before.calls.map(([id, { flow: _flow, ...call }]) => [id, call]);
  const restored = restoreEngine(world.config, JSON.stringify({ ...before, calls }));
  expect(JSON.parse(restored.snapshot())).toEqual(JSON.parse(world.engine.snapshot()));
});
