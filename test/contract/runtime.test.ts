import { asId, type AgentId, type CallId, type CommandId, type SupervisorId } from '@legwork/core';
import { createMemoryJournal, startRuntime } from '@legwork/core/runtime';
import { createCentre, createVirtualTime } from '@legwork/sim';
import { expect, test } from 'vitest';

const open = () => {
  const time = createVirtualTime();
  const centre = createCentre({ seed: 7, time, agents: ['lan'], supervisors: ['minh'] });
  const runtime = startRuntime({
    config: centre.config,
    switches: new Map([[centre.id, centre.switch]]),
    clock: centre.clock,
    journal: createMemoryJournal(),
  });
  const by = { role: 'service', id: 'test' } as const;
  const agent = asId<AgentId>('lan');
  return {
    centre,
    runtime,
    by,
    pass: (ms: number) => time.pass(ms, () => runtime.settled()),
    ready: async () => {
      await runtime.ask({ type: 'cmd.logIn', id: asId<CommandId>('in'), by, agent });
      await runtime.ask({ type: 'cmd.ready', id: asId<CommandId>('ready'), by, agent });
    },
  };
};

test('a supervisor whispers to an agent through the runtime, and the live list shows it', async () => {
  const { centre, runtime, by, pass, ready } = open();
  await ready();
  centre.arrive({ from: '0901234567' });
  await pass(5_000);
  const call = asId<CallId>('c1');
  expect(runtime.live.get(call, runtime.now())?.state).toBe('talking');

  const supervise = {
    type: 'cmd.supervise',
    call,
    supervisor: asId<SupervisorId>('minh'),
    mode: 'whisper',
    scope: 'call',
  } as const;
  expect(runtime.engine.would({ ...supervise, by })).toBeNull();
  expect(await runtime.ask({ ...supervise, id: asId<CommandId>('w'), by })).toEqual({ accepted: true });
  await pass(5_000);
  expect(runtime.live.get(call, runtime.now())?.supervisors).toMatchObject([{ mode: 'whisper' }]);
  expect(runtime.engine.would({ ...supervise, by })).toEqual({ reason: 'supervisorBusy' });
});

test('what is tried is not asked for: nothing changes', async () => {
  const { centre, runtime, by, pass, ready } = open();
  await ready();
  centre.arrive({ from: '0901234567' });
  await pass(5_000);
  const call = asId<CallId>('c1');
  const before = runtime.published();
  for (const type of ['cmd.stop', 'cmd.hold', 'cmd.park', 'cmd.hangUp'] as const) {
    expect(runtime.engine.would({ type, call, by })).toBeNull();
  }
  expect(runtime.engine.would({ type: 'cmd.resume', call, by })).toEqual({ reason: 'notHeld' });
  await pass(1_000);
  expect(runtime.published()).toBe(before);
});
