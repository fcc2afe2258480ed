import { asId, type AgentId, type CallId, type SupervisorId } from '@legwork/core';
import { expect, test } from 'vitest';
import { openFreeswitchRig } from '../support/freeswitch/rig.ts';
import { until } from '../support/freeswitch/until.ts';
import { hears, openWiredCentre } from '../support/wired-centre.ts';

/** A contact centre on the twin of a FreeSWITCH. */
const openCentre = async () => {
  const rig = await openFreeswitchRig();
  const centre = openWiredCentre([rig]);
  return { ...centre, rig, hears: (expected: string) => hears(rig, expected) };
};

const call = asId<CallId>('c1');
const supervisor = asId<SupervisorId>('supervisor');

test('a supervisor monitors, whispers, barges in and takes over a call of the queue, and stops it', async () => {
  const { rig, runtime, does, ready, hears } = await openCentre();
  await ready('agent');
  rig.phones.customer.call(rig.hotline);
  await hears('customer: agent; agent: customer');
  expect(runtime.live.get(call, runtime.now())?.state).toBe('talking');

  expect(await does({ type: 'cmd.supervise', call, supervisor, mode: 'monitor', scope: 'call' })).toBe('done');
  await hears('customer: agent; agent: customer; supervisor: agent customer');
  const seat = runtime.live.get(call, runtime.now())?.supervisors[0]?.seat;
  if (seat === undefined) expect.fail('no seat');
  expect(await does({ type: 'cmd.switchMode', seat, mode: 'whisper' })).toBe('done');
  await hears('customer: agent; agent: customer supervisor; supervisor: agent customer');
  expect(rig.everHeard().customer).toEqual(['agent']);
  expect(await does({ type: 'cmd.switchMode', seat, mode: 'barge' })).toBe('done');
  await hears('customer: agent supervisor; agent: customer supervisor; supervisor: agent customer');

  expect(await does({ type: 'cmd.takeover', call, supervisor })).toBe('done');
  await hears('customer: supervisor; supervisor: customer');
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
  await hears('customer: agent; agent: customer');
  await ready('colleague');
  expect(await does({ type: 'cmd.hold', call })).toBe('done');
  await hears('');
  expect(await does({ type: 'cmd.resume', call })).toBe('done');
  await hears('customer: agent; agent: customer');
  const to = { kind: 'agent', agent: asId<AgentId>('colleague') } as const;
  expect(await does({ type: 'cmd.consult', call, to })).toBe('done');
  await hears('agent: colleague; colleague: agent');
  expect(await does({ type: 'cmd.complete', call })).toBe('done');
  await hears('customer: colleague; colleague: customer');
  rig.phones.colleague.hangUp();
  await until('an idle switch', () => rig.phones.customer.state() === 'idle');
});

test('a transfer that fails leaves the customer with their agent, and one that succeeds frees the agent', async () => {
  const { rig, does, ready, hears } = await openCentre();
  await ready('agent');
  rig.phones.customer.call(rig.hotline);
  await hears('customer: agent; agent: customer');
  for (const answering of ['isBusy', 'rejects'] as const) {
    rig.phones.manager.set(answering);
    const to = { kind: 'number', number: rig.phones.manager.endpoint } as const;
    expect(await does({ type: 'cmd.transfer', call, to })).toBe('failed');
    await hears('customer: agent; agent: customer');
  }
  rig.phones.manager.set('answers');
  expect(await does({ type: 'cmd.transfer', call, to: { kind: 'number', number: rig.phones.manager.endpoint } })).toBe(
    'done',
  );
  await hears('customer: manager; manager: customer');
  await until('the agent to be idle', () => rig.phones.agent.state() === 'idle');
});

test('calls outlive a lost connection, and what happened meanwhile is known afterwards', async () => {
  const { rig, runtime, facts, ready, hears } = await openCentre();
  await ready('agent');
  rig.phones.customer.call(rig.hotline);
  await hears('customer: agent; agent: customer');
  await rig.whileLost(async () => {
    await until('the loss', () => facts.some((fact) => fact.type === 'switch.reachable' && !fact.reachable));
    rig.phones.customer.hangUp();
    await until('the phone to be idle', () => rig.phones.customer.state() === 'idle');
  });
  await until('the end to be known', () => runtime.live.get(call, runtime.now()) === undefined);
  await until('the agent to be idle', () => rig.phones.agent.state() === 'idle');
  expect(await rig.leftOver()).toEqual([]);
});
