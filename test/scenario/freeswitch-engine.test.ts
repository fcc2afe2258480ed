import {
  asId,
  type AgentId,
  type CallId,
  type Command,
  type CommandId,
  type Fact,
  type SupervisorId,
} from '@legwork/core';
import { createMemoryJournal, startRuntime } from '@legwork/core/runtime';
import { expect, onTestFinished, test } from 'vitest';
import { clockOn } from '../../sim/src/centre/index.ts';
import { configOf } from '../../sim/src/world/index.ts';
import { openFreeswitchRig } from '../support/freeswitch/rig.ts';
import { systemTime } from '../support/system-time.ts';
import { until } from '../support/freeswitch/until.ts';

const by = { role: 'service', id: 'test' } as const;
type Asking = Command extends infer One ? (One extends Command ? Omit<One, 'id' | 'by'> : never) : never;

/** A contact centre: the engine, the runtime, the adapter, TCP, and the twin of a FreeSWITCH with its phones. */
const openCentre = async () => {
  const rig = await openFreeswitchRig();
  const person = (id: string) => ({ id, endpoint: id, skills: [] });
  const config = configOf({ agents: [person('agent'), person('colleague')], supervisors: [person('supervisor')] }, [
    { id: rig.id, capabilities: rig.port.capabilities },
  ]);
  const runtime = startRuntime({
    config,
    switches: new Map([[rig.id, rig.port]]),
    clock: clockOn(systemTime),
    journal: createMemoryJournal(),
  });
  const facts: Fact[] = [];
  runtime.publications.subscribe(({ fact }) => facts.push(fact));
  onTestFinished(async () => {
    await runtime.close();
    await rig.close();
  });
  let asked = 0;
  /** Asks, and waits for what became of it. */
  const does = async (command: Asking): Promise<string> => {
    asked += 1;
    const id = asId<CommandId>(`ask-${asked}`);
    await runtime.ask({ ...command, id, by });
    let outcome = '';
    await until(`${command.type} to come to an end`, () => {
      const resolved = facts.find((fact) => fact.type === 'command.resolved' && fact.command === id);
      if (resolved?.type === 'command.resolved') outcome = resolved.outcome;
      return outcome !== '';
    });
    return outcome;
  };
  const ready = async (name: string): Promise<void> => {
    expect(await does({ type: 'cmd.logIn', agent: asId<AgentId>(name) })).toBe('done');
    expect(await does({ type: 'cmd.ready', agent: asId<AgentId>(name) })).toBe('done');
  };
  const hears = async (expected: Readonly<Record<string, string>>): Promise<void> => {
    const inWords = (pairs: readonly (readonly [string, string])[]): string =>
      pairs
        .map(([ear, heard]) => `${ear}: ${heard}`)
        .toSorted((one, other) => one.localeCompare(other))
        .join('; ');
    const wanted = inWords(Object.entries(expected));
    let found: string | undefined;
    for (let tries = 0; tries < 500 && found !== wanted; tries += 1) {
      const pairs = Object.entries(await rig.hearing()).filter(([, heard]) => heard.length > 0);
      found = inWords(pairs.map(([ear, heard]) => [ear, heard.toSorted().join(' ')]));
      await rig.pass(20);
    }
    expect(found).toBe(wanted);
  };
  return { rig, runtime, facts, does, ready, hears };
};

const call = asId<CallId>('c1');
const supervisor = asId<SupervisorId>('supervisor');

test('a supervisor monitors, whispers, barges in and takes over a call of the queue, and stops it', async () => {
  const { rig, runtime, does, ready, hears } = await openCentre();
  await ready('agent');
  rig.phones.customer.call(rig.hotline);
  await hears({ customer: 'agent', agent: 'customer' });
  expect(runtime.live.get(call, runtime.now())?.state).toBe('talking');

  expect(await does({ type: 'cmd.supervise', call, supervisor, mode: 'monitor', scope: 'call' })).toBe('done');
  await hears({ customer: 'agent', agent: 'customer', supervisor: 'agent customer' });
  const seat = runtime.live.get(call, runtime.now())?.supervisors[0]?.seat;
  if (seat === undefined) expect.fail('no seat');
  expect(await does({ type: 'cmd.switchMode', seat, mode: 'whisper' })).toBe('done');
  await hears({ customer: 'agent', agent: 'customer supervisor', supervisor: 'agent customer' });
  expect(rig.everHeard().customer).toEqual(['agent']);
  expect(await does({ type: 'cmd.switchMode', seat, mode: 'barge' })).toBe('done');
  await hears({ customer: 'agent supervisor', agent: 'customer supervisor', supervisor: 'agent customer' });

  expect(await does({ type: 'cmd.takeover', call, supervisor })).toBe('done');
  await hears({ customer: 'supervisor', supervisor: 'customer' });
  await until('the agent to be idle', () => rig.phones.agent.state() === 'idle');
  expect(await does({ type: 'cmd.stop', call })).toBe('done');
  await until(
    'an idle switch',
    () => rig.phones.customer.state() === 'idle' && rig.phones.supervisor.state() === 'idle',
  );
  expect(await rig.leftOver()).toEqual([]);
  expect(runtime.live.get(call, runtime.now())).toBeUndefined();
});

test('a customer is held, consulted about, and handed over', async () => {
  const { rig, does, ready, hears } = await openCentre();
  await ready('agent');
  rig.phones.customer.call(rig.hotline);
  await hears({ customer: 'agent', agent: 'customer' });
  await ready('colleague');
  expect(await does({ type: 'cmd.hold', call })).toBe('done');
  await hears({});
  expect(await does({ type: 'cmd.resume', call })).toBe('done');
  await hears({ customer: 'agent', agent: 'customer' });
  const to = { kind: 'agent', agent: asId<AgentId>('colleague') } as const;
  expect(await does({ type: 'cmd.consult', call, to })).toBe('done');
  await hears({ agent: 'colleague', colleague: 'agent' });
  expect(await does({ type: 'cmd.complete', call })).toBe('done');
  await hears({ customer: 'colleague', colleague: 'customer' });
  rig.phones.colleague.hangUp();
  await until('an idle switch', () => rig.phones.customer.state() === 'idle');
});

test('a transfer that fails leaves the customer with their agent, and one that succeeds frees the agent', async () => {
  const { rig, does, ready, hears } = await openCentre();
  await ready('agent');
  rig.phones.customer.call(rig.hotline);
  await hears({ customer: 'agent', agent: 'customer' });
  for (const answering of ['isBusy', 'rejects'] as const) {
    rig.phones.manager.set(answering);
    const to = { kind: 'number', number: rig.phones.manager.endpoint } as const;
    expect(await does({ type: 'cmd.transfer', call, to })).toBe('failed');
    await hears({ customer: 'agent', agent: 'customer' });
  }
  rig.phones.manager.set('answers');
  expect(await does({ type: 'cmd.transfer', call, to: { kind: 'number', number: rig.phones.manager.endpoint } })).toBe(
    'done',
  );
  await hears({ customer: 'manager', manager: 'customer' });
  await until('the agent to be idle', () => rig.phones.agent.state() === 'idle');
});

test('calls outlive a lost connection, and what happened meanwhile is known afterwards', async () => {
  const { rig, runtime, facts, ready, hears } = await openCentre();
  await ready('agent');
  rig.phones.customer.call(rig.hotline);
  await hears({ customer: 'agent', agent: 'customer' });
  await rig.whileLost(async () => {
    await until('the loss', () => facts.some((fact) => fact.type === 'switch.reachable' && !fact.reachable));
    rig.phones.customer.hangUp();
    await until('the phone to be idle', () => rig.phones.customer.state() === 'idle');
  });
  await until('the end to be known', () => runtime.live.get(call, runtime.now()) === undefined);
  await until('the agent to be idle', () => rig.phones.agent.state() === 'idle');
  expect(await rig.leftOver()).toEqual([]);
});
