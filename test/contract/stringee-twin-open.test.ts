import { expect, test } from 'vitest';
import { usualOpenFacts } from '../../sim/src/twins/stringee/index.ts';
import { external, hotline, internal } from '../support/stringee/customer.ts';
import {
  failure,
  openVirtually,
  silence,
  type VirtualCustomer,
  type VirtualOptions,
} from '../support/stringee/in-virtual-time.ts';

const caller = '84901000001';
const connect = { action: 'connect', from: external(caller), to: internal('agent'), timeout: '20' };
const stay = { action: 'input', timeOut: 3600 };
const away = { kind: 'ringsOut' } as const;

/** The phone talks with the agent. */
const talking = async (options: VirtualOptions = {}): Promise<VirtualCustomer & { readonly callId: string }> => {
  const customer = openVirtually(options);
  customer.answer('/number', [connect]);
  customer.twin.call({ from: caller, to: hotline });
  await customer.pass(2000);
  expect(customer.hears(caller)).toEqual(['agent']);
  return { ...customer, callId: customer.twin.parties()[0]?.callId ?? '' };
};
const transfer = async (options: VirtualOptions) => {
  const customer = await talking({ ringMs: 10_000, ...options });
  const asked = { callId: customer.callId, fromUserId: 'agent', to: internal('colleague') };
  expect((await customer.ask('transfer', asked)).r).toBe(0);
  return customer;
};

test('what is open is chosen, and stands where nothing is chosen as it is written', () => {
  expect(usualOpenFacts).toMatchObject({
    transferFailed: 'ends',
    transferLeaves: 'atOnce',
    whisperUser: 'supervisor',
    readd: 'inPlace',
    agentEnded: 'told',
    calloutReply: 'bare',
    created: 'beforeAnswerUrl',
    eventOrder: 'kept',
    retry: { times: 0 },
  });
});

test('a transfer to whom nobody answers loses the customer; or leaves them alone; or with the agent, who has not been let go', async () => {
  const phones = { colleague: away };
  const lost = await transfer({ phones });
  expect(lost.hears(caller)).toEqual([]);
  await lost.pass(11_000);
  expect(lost.story().slice(-2)).toEqual(['ringing colleague', 'ended colleague']);

  const alone = await transfer({ phones, transferFailed: 'stays' });
  await alone.pass(11_000);
  expect(alone.story().at(-1)).toBe('agentEnded colleague');
  expect(alone.twin.parties().map(({ number }) => number)).toEqual([caller]);
  await alone.ask('putactions', { callId: alone.callId, actions: [connect] });
  await alone.pass(2000);
  expect(alone.hears(caller)).toEqual(['agent']);

  const kept = await transfer({ phones, transferFailed: 'stays', transferLeaves: 'onAnswer' });
  await kept.pass(5000);
  expect(kept.hears(caller)).toEqual(['agent']);
  await kept.pass(6000);
  expect(kept.hears(caller)).toEqual(['agent']);
  kept.twin.hangUp(kept.party('agent'));
  await kept.pass(10);
  expect(kept.story().at(-1)).toBe('ended agent');
});

test('where an agent who transfers is let go once the target answers, an agent who hangs up before loses nobody', async () => {
  const customer = await transfer({ transferLeaves: 'onAnswer' });
  customer.twin.hangUp(customer.party('agent'));
  await customer.pass(2000);
  expect(customer.hears(caller)).toEqual(['colleague']);
  expect(customer.story().slice(-2)).toEqual(['agentEnded agent', 'answered colleague']);
});

test('userId of a whisper names the supervisor, or the agent who hears them all', async () => {
  for (const [whisperUser, userId, other] of [
    ['supervisor', 'supervisor', 'agent'],
    ['agent', 'agent', 'supervisor'],
  ] as const) {
    const customer = await talking({ whisperUser });
    const { callId } = customer;
    for (const number of ['supervisor', 'manager'])
      await customer.ask('adduser', { callId, to: internal(number), spyCall: true });
    await customer.pass(2000);
    expect((await customer.ask('whisper', { callId, userId: other })).r).not.toBe(0);
    expect((await customer.ask('whisper', { callId, userId })).r).toBe(0);
    expect(customer.hears('agent')).toContain('supervisor');
    expect(customer.hears('agent').includes('manager')).toBe(whisperUser === 'agent');
    expect(customer.hears(caller)).toEqual(['agent']);
    expect(customer.hears('manager')).not.toContain('supervisor');
  }
});

test('whoever is added again changes what they may do; or is rung anew, and has left; or is refused', async () => {
  for (const readd of ['inPlace', 'ringsAnew', 'refused'] as const) {
    const customer = await talking({ readd });
    const add = (spyCall: boolean) =>
      customer.ask('adduser', { callId: customer.callId, to: internal('supervisor'), spyCall });
    await add(true);
    await customer.pass(2000);
    expect((await add(false)).r === 0).toBe(readd !== 'refused');
    const mode = () => customer.twin.parties().flatMap((one) => (one.number === 'supervisor' ? [one.mode] : []));
    expect(mode()).toEqual({ inPlace: ['talks'], ringsAnew: ['spies', 'talks'], refused: ['spies'] }[readd]);
    await customer.pass(2000);
    expect(mode()).toEqual([readd === 'refused' ? 'spies' : 'talks']);
    expect(customer.story().filter((told) => told === 'ringing supervisor')).toHaveLength(
      readd === 'ringsAnew' ? 2 : 1,
    );
    expect(customer.hears(caller).includes('supervisor')).toBe(readd !== 'refused');
    // A supervisor takes over from inside the call.
    const asked = { callId: customer.callId, fromUserId: 'agent', to: internal('supervisor') };
    expect((await customer.ask('transfer', asked)).r === 0).toBe(readd !== 'refused');
    await customer.pass(2000);
    expect(customer.hears(caller)).toEqual([readd === 'refused' ? 'agent' : 'supervisor']);
  }
});

test('whoever leaves a call that goes on is told of, or not', async () => {
  const customer = await talking({ agentEnded: 'untold', phones: { supervisor: { kind: 'busy', afterMs: 10 } } });
  await customer.ask('adduser', { callId: customer.callId, to: internal('supervisor'), spyCall: true });
  await customer.pass(100);
  expect(customer.story().at(-1)).toBe('started supervisor');
  customer.twin.hangUp(customer.party('agent'));
  await customer.pass(10);
  expect(customer.story().at(-1)).toBe('ended agent');
});

test('who was connected leaves: the call ends, or goes on with whoever was added and speaks', async () => {
  for (const connectedLeaves of ['actionsGoOn', 'othersStay'] as const) {
    const customer = await talking({ connectedLeaves });
    await customer.ask('adduser', { callId: customer.callId, to: internal('supervisor') });
    await customer.pass(2000);
    customer.twin.hangUp(customer.party('agent'));
    await customer.pass(10);
    expect(customer.hears(caller)).toEqual(connectedLeaves === 'othersStay' ? ['supervisor'] : []);
    expect(customer.story().at(-1)).toBe(connectedLeaves === 'othersStay' ? 'agentEnded agent' : 'ended agent');
    customer.twin.hangUp(customer.party('supervisor'));
    await customer.pass(10);
    expect(customer.twin.parties()).toEqual([]);
    expect(customer.told.at(-1)).toMatchObject({ call_status: 'ended', callType: 'CONFERENCE' });
  }
});

test('a callout names its call in the reply, or in its events alone', async () => {
  for (const calloutReply of ['bare', 'callId'] as const) {
    const customer = openVirtually({ calloutReply });
    const reply = await customer.ask('callout', { from: external(hotline), to: [internal('agent')], actions: [stay] });
    await customer.pass(2000);
    const [created] = customer.told;
    expect(reply['callId']).toBe(calloutReply === 'callId' ? created?.call_id : undefined);
    expect(created?.call_status).toBe('created');
  }
});

test('the answer_url is asked after the call was told, or before', async () => {
  for (const created of ['beforeAnswerUrl', 'afterAnswerUrl'] as const) {
    const customer = openVirtually({ created });
    customer.answer('/number', [connect]);
    customer.twin.call({ from: caller, to: hotline });
    await customer.pass(100);
    const order = customer.urls.slice(0, 2).map((url) => new URL(url).pathname);
    expect(order).toEqual(created === 'beforeAnswerUrl' ? ['/events', '/number'] : ['/number', '/events']);
  }
});

test('a server that takes its time to answer is told meanwhile what happens', async () => {
  const customer = openVirtually({ webhookTimeoutMs: 8000 });
  customer.answer('/number', silence);
  const party = customer.twin.call({ from: caller, to: hotline }) ?? '';
  await customer.pass(3000);
  customer.twin.hangUp(party);
  await customer.pass(100);
  expect(customer.story()).toEqual([`created ${hotline}`, `ended ${hotline}`]);

  customer.twin.call({ from: caller, to: hotline });
  await customer.pass(9000);
  expect(customer.told.at(-1)).toMatchObject({ call_status: 'ended', endCallCause: 'CAN_NOT_MAKE_CALL' });
});

test('actions that are put into a call come at once, or after those that it has', async () => {
  for (const putActions of ['replaces', 'appends'] as const) {
    const customer = await talking({ putActions });
    await customer.ask('putactions', { callId: customer.callId, actions: [{ action: 'talk', text: 'goodbye' }] });
    expect(customer.hears(caller)).toEqual(putActions === 'appends' ? ['agent'] : []);
    customer.twin.hangUp(customer.party('agent'));
    await customer.pass(100);
    expect(customer.story().at(-1)).toBe('agentEnded agent');
    await customer.pass(2000);
    expect(customer.story().at(-1)).toBe('ended agent');
  }
});

test('calls of the contact centre are not supervised so, nor calls whose media bypass the server, unless it is said', async () => {
  for (const isAllowed of [false, true]) {
    const number = () => ({ answerUrl: 'http://customer/number', isPcc: true });
    const pcc = await talking({ number, addUserOnPcc: isAllowed ? 'works' : 'refused' });
    const added = await pcc.ask('adduser', { callId: pcc.callId, to: internal('supervisor'), spyCall: true });
    expect(added.r === 0).toBe(isAllowed);
    expect((await pcc.ask('putactions', { callId: pcc.callId, actions: [stay] })).r).not.toBe(0);

    const apps = openVirtually({ supervisesPeerToPeer: isAllowed });
    apps.answer('/project', [{ action: 'connect', to: internal('agent') }]);
    apps.twin.makeCall({ userId: 'huy', to: 'agent' });
    await apps.pass(2000);
    const [{ callId } = { callId: '' }] = apps.twin.parties();
    const asked = { callId, to: internal('supervisor'), spyCall: true };
    expect((await apps.ask('adduser', asked)).r === 0).toBe(isAllowed);
    // Between two apps a whisper is for the one who was called.
    if (!isAllowed) continue;
    await apps.pass(2000);
    await apps.ask('whisper', { callId, userId: 'supervisor' });
    expect([apps.hears('agent'), apps.hears('huy')]).toEqual([['huy', 'supervisor'], ['agent']]);
  }
});

test('an event that is not taken is sent again as often as is said, and the next waits for it', async () => {
  const customer = openVirtually({ retry: { times: 2, afterMs: 500 } });
  customer.answer('/events', failure);
  customer.answer('/number', [connect]);
  customer.twin.call({ from: caller, to: hotline });
  await customer.pass(2500);
  expect(customer.story().slice(0, 4)).toEqual([
    ...Array.from({ length: 3 }, () => `created ${hotline}`),
    'started agent',
  ]);
  expect(customer.told.slice(0, 3).map(({ at }) => at)).toEqual([0, 500, 1000]);
});

test('events are told twice or late, as is said; and overtake each other where order is not kept', async () => {
  const twice = await talking({ deliver: (status) => (status === 'ringing' ? [0, 700] : [0]) });
  expect(twice.story()).toEqual([
    `created ${hotline}`,
    'started agent',
    'ringing agent',
    'ringing agent',
    'answered agent',
  ]);
  const waits = openVirtually({ eventOrder: 'free' });
  waits.answer('/events', silence);
  waits.answer('/number', [connect]);
  waits.twin.call({ from: caller, to: hotline });
  await waits.pass(2000);
  expect(waits.story()).toContain('answered agent');
});

test('uuid is in the events where that is said, and in the log always', async () => {
  const customer = await talking({ uuidInEvents: true });
  const asked = new URL(customer.urls.find((url) => url.includes('uuid=')) ?? '').searchParams.get('uuid');
  expect(customer.told.map(({ uuid }) => uuid)).toEqual([asked, asked, asked, asked]);
});

test('a call lasts as long as its connect allows, and rings as long', async () => {
  const talks = openVirtually();
  talks.answer('/number', [{ ...connect, maxConnectTime: '30' }]);
  talks.twin.call({ from: caller, to: hotline });
  await talks.pass(30_900);
  expect(talks.hears(caller)).toEqual(['agent']);
  await talks.pass(200);
  expect(talks.told.at(-1)).toMatchObject({ endCallCause: 'MAX_CONNECT_TIME', answerDuration: 30, duration: 31 });

  const rings = openVirtually({ phones: { agent: away } });
  rings.answer('/number', [connect]);
  rings.twin.call({ from: caller, to: hotline });
  await rings.pass(19_900);
  expect(rings.story().at(-1)).toBe('ringing agent');
  await rings.pass(200);
  expect(rings.told.at(-1)).toMatchObject({ call_status: 'ended', endCallCause: '408 Request Timeout' });
});

test('an agent who was called out, and then the customer: each can be transferred from, and the call stays', async () => {
  const customer = openVirtually();
  const actions = [{ action: 'connect', to: external(caller) }];
  await customer.ask('callout', { from: external(hotline), to: [internal('agent')], actions });
  await customer.pass(3000);
  expect(customer.hears('agent')).toEqual([caller]);
  const [{ callId } = { callId: '' }] = customer.twin.parties();
  await customer.ask('transfer', { callId, fromUserId: 'agent', to: internal('colleague') });
  await customer.pass(3000);
  expect(customer.hears(caller)).toEqual(['colleague']);
  expect((await customer.ask('transfer', { callId, fromUserId: 'agent', to: internal('x') })).r).toBe(4);
  customer.twin.hangUp(customer.party('colleague'));
  await customer.pass(10);
  expect(customer.twin.parties()).toEqual([]);
});

test('what is under way breaks off, dies, or is shut down', async () => {
  const dropped = openVirtually();
  dropped.answer('/number', silence);
  dropped.twin.call({ from: caller, to: hotline });
  await dropped.pass(10);
  dropped.twin.drop();
  await dropped.pass(10);
  expect(dropped.told.at(-1)).toMatchObject({ call_status: 'ended', endCallCause: 'CAN_NOT_MAKE_CALL' });

  const dead = await talking();
  dead.twin.crash();
  await dead.pass(5000);
  expect(dead.story()).toHaveLength(4);
  expect(dead.twin.parties()).toEqual([]);

  const shut = await talking();
  shut.twin.shutDown();
  await shut.pass(10);
  expect(shut.story().at(-1)).toBe('ended agent');
});

test('a voice message is taken until the key that ends it, or its time is over', async () => {
  const customer = openVirtually();
  customer.answer('/number', [{ action: 'recordMessage', endOnKey: '#', timeout: 10 }]);
  for (const [presses, lasts] of [
    ['1#', 3],
    ['', 10],
  ] as const) {
    const party = customer.twin.call({ from: caller, to: hotline }) ?? '';
    await customer.pass(3000);
    customer.twin.press(party, presses);
    await customer.pass(7100);
    expect(customer.told.at(-1)).toMatchObject({ call_status: 'ended', duration: lasts });
  }
});
