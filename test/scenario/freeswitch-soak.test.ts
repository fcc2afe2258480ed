import { asId, type AgentId, type Command, type CommandId, type SupervisorId } from '@legwork/core';
import { createMemoryJournal, startRuntime } from '@legwork/core/runtime';
import { openSwitch } from '@legwork/freeswitch';
import { expect, test } from 'vitest';
import { serveFreeswitch } from '../../api/src/twins/serve-freeswitch.ts';
import { clockOn } from '../../sim/src/centre/index.ts';
import { createStreams } from '../../sim/src/kernel/index.ts';
import type { EndpointBehaviour } from '../../sim/src/switch/index.ts';
import { createFreeswitchTwin } from '../../sim/src/twins/freeswitch/index.ts';
import { configOf } from '../../sim/src/world/index.ts';
import { systemTime } from '../support/system-time.ts';
import { until } from '../support/freeswitch/until.ts';

const names = (what: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, n) => `${what}${n}`);
const agents = names('agent', 6);
const supervisors = names('supervisor', 2);
const by = { role: 'service', id: 'test' } as const;
/** How late an event of these faults can be. */
const LATEST_MS = 3_000;

/**
 * People do what they like, events are lost, late and doubled, the connection breaks: afterwards nothing may be left, neither on FreeSWITCH nor in the engine.
 * What a seed draws is the same each time; when it happens is up to the machine.
 */
test.concurrent.for([1, 2])('whatever people do and the wire does, nothing is left over: seed %i', async (seed) => {
  const streams = createStreams(seed);
  const people = streams.stream('people');
  const twin = createFreeswitchTwin({
    time: systemTime,
    seed,
    faults: [
      { name: 'lostHangUp', probability: 0.3 },
      { name: 'hangUpTwice', probability: 0.5 },
      { name: 'lostUnderLoad' },
      { name: 'wrongOrder', probability: 0.2 },
    ],
    answering: (): EndpointBehaviour =>
      people.pick([
        { kind: 'answers', afterMs: 50 },
        { kind: 'answers', afterMs: 200 },
        { kind: 'answers', afterMs: 400 },
        { kind: 'rejects', afterMs: 100 },
        { kind: 'busy', afterMs: 20 },
        { kind: 'ringsOut' },
      ]),
  });
  const served = await serveFreeswitch(twin, 0);
  const port = await openSwitch({
    id: 'sw',
    host: '127.0.0.1',
    port: served.port,
    password: 'ClueCon',
    dial: 'sofia/lab/{to}',
    times: { confirmMs: 1_000, modeMs: 30, settleMs: 400, firstBackoffMs: 20, longestBackoffMs: 100 },
  });
  const person = (id: string) => ({ id, endpoint: id, skills: [] });
  const runtime = startRuntime({
    config: configOf(
      {
        agents: agents.map(person),
        supervisors: supervisors.map(person),
        policy: {
          ringTimeoutMs: 1_000,
          tapTimeoutMs: 1_500,
          ringGraceMs: 500,
          killMs: 500,
          joinTimeoutMs: 1_500,
          deedTimeoutMs: 1_000,
        },
      },
      [{ id: asId('sw'), capabilities: port.capabilities }],
    ),
    switches: new Map([[asId('sw'), port]]),
    clock: clockOn(systemTime),
    journal: createMemoryJournal(),
  });
  let refusals = 0;
  port.events.subscribe(({ type }) => {
    if (type === 'effect.refused') refusals += 1;
  });
  let asked = 0;
  const ask = async (command: object): Promise<void> => {
    asked += 1;
    await runtime.ask({ ...command, id: asId<CommandId>(`a${asked}`), by } as Command);
  };
  const readyAll = async (): Promise<void> => {
    for (const agent of agents) await ask({ type: 'cmd.ready', agent: asId<AgentId>(agent) });
  };
  for (const agent of agents) await ask({ type: 'cmd.logIn', agent: asId<AgentId>(agent) });
  const calls = () => runtime.live.rows(runtime.now());

  for (let deed = 0; deed < 250; deed += 1) {
    await new Promise((resolve) => setTimeout(resolve, people.integer(0, 25)));
    const call = calls().length === 0 ? undefined : people.pick(calls());
    const about = { call: call?.call };
    const supervisor = asId<SupervisorId>(people.pick(supervisors));
    const to = { kind: 'agent', agent: asId<AgentId>(people.pick(agents)) };
    const deeds: readonly (() => void | Promise<void>)[] = [
      () => void twin.call({ from: `090${deed}`, to: '1900' }),
      () => void twin.call({ from: `091${deed}`, to: '1900' }),
      () => {
        const there = twin.channels();
        if (there.length > 0) twin.hangUp(people.pick(there).uuid);
      },
      () =>
        ask({
          type: 'cmd.supervise',
          ...about,
          supervisor,
          mode: people.pick(['monitor', 'whisper', 'barge']),
          scope: 'call',
        }),
      () => ask({ type: 'cmd.takeover', ...about, supervisor }),
      () => ask({ type: people.pick(['cmd.hold', 'cmd.resume', 'cmd.stop', 'cmd.hangUp', 'cmd.park']), ...about }),
      () => ask({ type: people.pick(['cmd.transfer', 'cmd.consult', 'cmd.addParty']), ...about, to }),
      () => ask({ type: people.pick(['cmd.complete', 'cmd.cancel']), ...about }),
      readyAll,
    ];
    if (deed === 125) {
      served.keepOut(true);
      served.keepOut(false);
    }
    if (call !== undefined || deed < 5) await people.pick(deeds)();
    else twin.call({ from: `092${deed}`, to: '1900' });
  }

  twin.stopFaults();
  // What is late still comes.
  const stoppedAt = systemTime.now();
  await until('what is late to have come', () => systemTime.now() > stoppedAt + LATEST_MS);
  // The list is compared once more.
  served.keepOut(true);
  served.keepOut(false);
  await until('nothing to be left', () => {
    for (const { uuid, direction } of twin.channels()) if (direction === 'inbound') twin.hangUp(uuid);
    return calls().length === 0 && twin.channels().length === 0;
  });
  expect((await port.snapshot()).legs).toEqual([]);
  // Nothing is asked for again and again.
  expect(refusals).toBeLessThan(500);
  expect(runtime.engine.state.legs.size).toBe(0);
  await runtime.close();
  await port.close();
  await served.close();
});
