import { asId } from '@legwork/core';
import type { NativeId, SwitchEvent } from '@legwork/core';
import { afterAll, describe, expect, test } from 'vitest';
import { hotline, openStringeeRig, type StringeeRig, type StringeeRigOptions } from '../support/stringee/twin-rig.ts';
import { openDesk, type Desk } from '../support/switch-contract/desk.ts';
import { effectOf, inShort } from '../support/switchboard.ts';

interface Open {
  readonly rig: StringeeRig;
  readonly desk: Desk;
  readonly log: readonly string[];
}
// Each test has a Stringee of its own: they wait together.
const rigs: StringeeRig[] = [];
afterAll(() => Promise.all(rigs.map((rig) => rig.close())));

async function open({ twin = {}, adapter = {} }: StringeeRigOptions = {}): Promise<Open> {
  const log: string[] = [];
  const rig = await openStringeeRig({ twin, adapter: { log: (line) => log.push(line), ...adapter } });
  rigs.push(rig);
  return { rig, desk: openDesk(rig), log };
}

/** A customer and an agent who talk, and a supervisor who listens. */
async function supervised(desk: Desk) {
  const { customer, agent } = await desk.talk();
  const supervisor = await desk.dials('supervisor');
  expect(await desk.did({ do: 'tap', leg: supervisor, target: agent, mode: 'monitor' })).toBe('done');
  return { customer, agent, supervisor };
}

const endsOf = (desk: Desk, leg: string): number => desk.story(leg).filter((told) => told.startsWith('ended')).length;

describe('a Stringee of which not everything goes well', { concurrent: true }, () => {
  test('webhooks that come twice, late and past each other are told once', async () => {
    // Each status takes its own time, so that an answer is told before the ringing, and the end before that.
    const late: Readonly<Record<string, number>> = {
      created: 0,
      started: 60,
      ringing: 90,
      answered: 20,
      agentEnded: 50,
    };
    const { desk, rig } = await open({
      twin: { eventOrder: 'free', deliver: (status) => [late[status] ?? 0, (late[status] ?? 0) + 40] },
    });
    const { customer, agent, supervisor } = await supervised(desk);
    rig.phones.customer.hangUp();
    for (const leg of [customer, agent, supervisor]) await desk.sees(leg, 'ended');
    await desk.lasts(200);
    for (const leg of [customer, agent, supervisor]) {
      expect(desk.story(leg).filter((told) => told === 'answered')).toHaveLength(1);
      expect(endsOf(desk, leg)).toBe(1);
      expect(desk.story(leg).at(-1)).toMatch(/^ended/);
    }
  });

  test('a caller whose call is told of only after they were asked about is known by their uuid, and talks like anybody', async () => {
    const { desk } = await open({ twin: { created: 'afterAnswerUrl' } });
    const { customer } = await desk.talk();
    expect(customer).not.toMatch(/^call-/);
    await desk.hears({ customer: 'agent', agent: 'customer' });
    await desk.clear();
  });

  test('while REST cannot be reached effects are refused, and what happens is heard all the same', async () => {
    const { desk, rig } = await open();
    const { customer, agent } = await desk.talk();
    const told = (type: SwitchEvent['type']): number => desk.events.filter((event) => event.type === type).length;
    await rig.whileLost(async () => {
      expect(await desk.did({ do: 'dial', leg: desk.newLeg(), to: 'supervisor' })).toBe('disconnected');
      await desk.until('the loss', () => told('switch.lost') === 1);
      expect(await desk.did({ do: 'hangUp', leg: customer })).toBe('disconnected');
      rig.phones.customer.hangUp();
      for (const leg of [customer, agent]) await desk.sees(leg, 'ended normal');
    });
    await desk.until('the switch to be back', () => told('switch.back') === 1);
    await desk.dials('colleague');
    await desk.clear();
  });

  test('a webhook that never comes leaves a leg as it was, and what comes later is understood', async () => {
    const { desk, rig } = await open({ twin: { deliver: (status) => (status === 'ringing' ? [] : [0]) } });
    const { customer, agent } = await desk.talk();
    expect(desk.story(agent)).toEqual(['answered', 'placed main']);
    rig.phones.agent.hangUp();
    await desk.sees(agent, 'ended normal');
    await desk.sees(customer, 'ended normal');
  });

  test('nobody is rung twice by an effect that is repeated', async () => {
    const { desk, rig } = await open();
    const customer = await desk.arrives();
    await desk.did({ do: 'answer', leg: customer });
    rig.phones.agent.set('ringsOut');
    const target = desk.newLeg();
    desk.ask({ do: 'redirect', leg: customer, target, to: 'agent' });
    for (let n = 0; n < 3; n += 1) desk.askAgain();
    await desk.sees(target, 'ringing');
    await desk.lasts(50);
    expect(rig.twin.parties().filter(({ number }) => number === 'agent')).toHaveLength(1);
    await desk.clear();
  });

  test('a caller waits again where nobody comes, and ends with the attempt where they are not to be kept', async () => {
    const kept = await open();
    const customer = await kept.desk.arrives();
    await kept.desk.did({ do: 'answer', leg: customer });
    kept.rig.phones.agent.set('rejects');
    const target = kept.desk.newLeg();
    kept.desk.ask({ do: 'redirect', leg: customer, target, to: 'agent' });
    await kept.desk.sees(target, 'ended rejected');
    expect(kept.rig.phones.customer.state()).toBe('talking');
    const next = kept.desk.newLeg();
    kept.desk.ask({ do: 'redirect', leg: customer, target: next, to: 'colleague' });
    await kept.desk.hears({ customer: 'colleague', colleague: 'customer' });
    await kept.desk.clear();

    const { desk, rig } = await open({ adapter: { keepsCustomer: false } });
    const other = await desk.arrives();
    await desk.did({ do: 'answer', leg: other });
    rig.phones.agent.set('isBusy');
    const busy = desk.newLeg();
    desk.ask({ do: 'redirect', leg: other, target: busy, to: 'agent' });
    await desk.sees(other, 'ended lost');
    expect(desk.story(busy)).toEqual(['ended busy']);
  });

  test('a transfer that reaches nobody loses the customer, as far as is known', async () => {
    const { desk, rig } = await open();
    const { customer, agent } = await desk.talk();
    rig.phones.colleague.set('rejects');
    const target = desk.newLeg();
    desk.ask({ do: 'redirect', leg: customer, target, to: 'colleague', instead: agent });
    await desk.sees(customer, 'ended lost');
    expect(desk.story(target)).toContain('ended rejected');
    expect([endsOf(desk, customer), endsOf(desk, agent)]).toEqual([1, 1]);
  });

  test('a supervisor who listens takes over by the app that is there: their ear has ended, and they talk', async () => {
    const { desk, rig } = await open();
    const { customer, agent, supervisor } = await supervised(desk);
    const target = desk.newLeg();
    desk.ask({ do: 'redirect', leg: customer, target, to: 'supervisor', instead: agent });
    await desk.sees(target, 'placed main');
    for (const leg of [agent, supervisor]) await desk.sees(leg, 'ended normal');
    await desk.hears({ customer: 'supervisor', supervisor: 'customer' });
    rig.phones.supervisor.hangUp();
    for (const leg of [target, customer]) await desk.sees(leg, 'ended normal');
  });

  test('the same where the app is rung anew', async () => {
    const { desk } = await open({ twin: { readd: 'ringsAnew' } });
    const { customer, agent, supervisor } = await supervised(desk);
    const target = desk.newLeg();
    desk.ask({ do: 'redirect', leg: customer, target, to: 'supervisor', instead: agent });
    await desk.sees(target, 'placed main');
    await desk.sees(supervisor, 'ended');
    await desk.hears({ customer: 'supervisor', supervisor: 'customer' });
    await desk.clear();
  });

  test('a supervisor who barges cannot be made to leave: they are silenced, it is refused, and the call goes on', async () => {
    const { desk, log } = await open();
    const { agent, supervisor } = await supervised(desk);
    expect(await desk.did({ do: 'tap', leg: supervisor, target: agent, mode: 'barge' })).toBe('done');
    await desk.hears({ customer: 'agent supervisor', agent: 'customer supervisor', supervisor: 'customer agent' });
    expect(await desk.did({ do: 'hangUp', leg: supervisor })).toBe('unsupported');
    expect(desk.story(supervisor).slice(-2)).toEqual([`placed monitor ${agent}`, 'refused unsupported']);
    await desk.hears({ customer: 'agent', agent: 'customer', supervisor: 'customer agent' });
    expect(log).toContain('Stringee drops no single party: the supervisor has to hang up at their own app');
    await desk.clear();
  });

  test('where a mode cannot be changed nobody barges, and it is said so', async () => {
    const { desk, rig } = await open({ adapter: { changesModes: false }, twin: { readd: 'refused' } });
    expect(rig.port.capabilities.effects.barge).toBe('unsupported');
    const { agent, supervisor } = await supervised(desk);
    const tap = { do: 'tap', leg: supervisor, target: agent } as const;
    expect(await desk.did({ ...tap, mode: 'barge' })).toBe('unsupported');
    expect(await desk.did({ ...tap, mode: 'whisper' })).toBe('done');
    expect(await desk.did({ ...tap, mode: 'monitor' })).toBe('unsupported');
    await desk.clear();
  });

  test('what Stringee refuses is refused, and said in the log without numbers', async () => {
    const { desk, log } = await open({ twin: { readd: 'refused' } });
    const { agent, supervisor } = await supervised(desk);
    expect(await desk.did({ do: 'tap', leg: supervisor, target: agent, mode: 'barge' })).toBe('failed');
    const refusals = log.filter((line) => line.includes('refused'));
    expect(refusals.join()).toMatch(/^\/v1\/call2\/adduser is refused by Stringee: .*\(r=\d\)$/);
    expect(refusals.join()).not.toMatch(/\d{4}|loopback/);
    await desk.clear();
  });

  test('whisper wants the id that it is told to want', async () => {
    const { desk } = await open({ adapter: { whisperUser: 'agent' }, twin: { whisperUser: 'agent' } });
    const { agent, supervisor } = await supervised(desk);
    expect(await desk.did({ do: 'tap', leg: supervisor, target: agent, mode: 'whisper' })).toBe('done');
    await desk.hears({ customer: 'agent', agent: 'customer supervisor', supervisor: 'customer agent' });
    await desk.clear();
  });

  test('a caller on whom nobody decides in time is answered by Stringee, which is told as it is', async () => {
    const { desk } = await open({ adapter: { answerWithinMs: 30 } });
    const leg = await desk.arrives();
    await desk.sees(leg, 'answered');
    expect(await desk.did({ do: 'answer', leg })).toBe('done');
    await desk.clear();
  });

  test('who is hung up on in the moment of their answer has ended, and is not said to have failed to', async () => {
    const { desk } = await open();
    for (let n = 0; n < 5; n += 1) {
      const leg = await desk.dials('agent');
      desk.ask({ do: 'hangUp', leg });
      await desk.sees(leg, 'ended normal');
      await desk.until('an idle phone', () => desk.rig.phones.agent.state() === 'idle');
      expect(desk.story(leg).slice(1)).toEqual(['answered', 'ended normal']);
    }
  });

  test('after a restart callers are known by the ids of their calls and parties by their aliases, and can be connected, supervised from then on, and stopped', async () => {
    const { desk, rig } = await open();
    const { customer, agent } = await desk.talk();
    const port = await rig.again();
    const events: SwitchEvent[] = [];
    port.events.subscribe((event) => events.push(event));
    const tellsOf = (leg: string): readonly string[] =>
      events.flatMap((event) => ('native' in event && event.native === leg ? [inShort(event)] : []));
    const native = asId<NativeId>(customer);
    const perform = (op: string, wish: Parameters<typeof effectOf>[0]): void =>
      port.perform({ ...effectOf({ call: desk.call, ...wish }, asId(op)), switch: rig.id });

    perform('r.0', { do: 'dial', leg: 's9.1', to: 'supervisor' });
    await desk.until('the refusal of the supervisor', () => tellsOf('s9.1').includes('refused noTarget'));
    expect(rig.phones.supervisor.state()).toBe('idle');
    perform('r.1', { do: 'redirect', leg: customer, target: 'c9.3', to: 'colleague' });
    await desk.until('the colleague', () => tellsOf('c9.3').includes('placed main'));
    await desk.until('the end of the agent', () => tellsOf(agent).some((told) => told.startsWith('ended')));
    perform('r.4', { do: 'dial', leg: 's9.2', to: 'supervisor' });
    await desk.until('the supervisor', () => tellsOf('s9.2').includes('answered'));
    perform('r.5', { do: 'tap', leg: 's9.2', target: 'c9.3', mode: 'monitor' });
    await desk.until('the tap', () => tellsOf('s9.2').includes('placed monitor c9.3'));
    perform('r.2', { do: 'hangUp', leg: 'c9.9' });
    await desk.until('the refusal', () => tellsOf('c9.9').includes('refused unknownLeg'));
    perform('r.3', { do: 'hangUp', leg: native });
    await desk.until('the end', () => tellsOf(customer).includes('ended normal'));
    expect(rig.twin.parties()).toEqual([]);
    expect(tellsOf('c9.3').at(-1)).toBe('ended normal');
    expect(hotline).toBe('1900');
  });
});
