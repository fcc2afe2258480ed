import { afterEach, expect, test } from 'vitest';
import type { EndpointBehaviour } from '../../sim/src/switch/index.ts';
import {
  credentials,
  external,
  hotline,
  internal,
  openCustomer,
  signatureOf,
  tokenOf,
  type Customer,
  type CustomerOptions,
} from '../support/stringee/customer.ts';

const opened: Customer[] = [];
const open = async (options?: CustomerOptions): Promise<Customer> => {
  const customer = await openCustomer(options);
  opened.push(customer);
  return customer;
};
afterEach(async () => {
  for (const customer of opened.splice(0)) await customer.close();
});

const caller = '84901000001';
const toAgent = { action: 'connect', from: external(caller), to: internal('agent') };
/** Whoever is in the call stays in it. */
const stay = { action: 'input', timeOut: '3600' };

/** The phone has called, and talks with the agent; gives the call's id. */
const talking = async (customer: Customer): Promise<string> => {
  customer.answer('/number', [toAgent]);
  customer.twin.call({ from: caller, to: hotline });
  const { call_id = '' } = await customer.event('answered', 'agent');
  await customer.until('them to talk', () => customer.hears(caller).includes('agent'));
  return call_id;
};

test('a phone calls a number: its server is asked without a callId, and told by events with one', async () => {
  const customer = await open();
  const callId = await talking(customer);
  const asked = customer.received.find(({ method }) => method === 'GET');
  expect(asked?.path).toBe('/number');
  expect(Object.fromEntries(asked?.query ?? [])).toEqual({
    line: 'main',
    from: caller,
    to: hotline,
    uuid: expect.stringMatching(/^[\da-f-]{36}$/) as string,
    fromInternal: 'false',
  });
  expect(callId).toMatch(/^call-vn-1-[A-Z\d]{10}-\d+$/);
  expect(customer.story()).toEqual([`created ${hotline}`, 'started agent', 'ringing agent', 'answered agent']);
  expect(customer.hears('agent')).toEqual([caller]);

  customer.twin.hangUp(customer.party('agent'));
  expect(await customer.event('ended')).toEqual({
    call_status: 'ended',
    project_id: 1,
    request_from_user_id: '',
    account_sid: 'AC.legwork',
    timestamp_ms: expect.any(Number) as number,
    from: { number: caller, alias: caller, is_online: false, type: 'external' },
    to: { number: 'agent', alias: 'agent', is_online: true, type: 'internal' },
    type: 'stringee_call',
    call_id: callId,
    clientCustomData: '',
    callCreatedReason: 'EXTERNAL_CALL_IN',
    endCallCause: 'USER_END_CALL',
    endedBy: 'INTERNAL',
    callType: 'CALL',
    // Whole seconds of the machine's own time: the twin is held to them in virtual time.
    duration: expect.any(Number) as number,
    answerDuration: expect.any(Number) as number,
  });
  expect(customer.twin.parties()).toEqual([]);
});

test('an app calls: the server of the project is asked, with the callId and what the app has said', async () => {
  const customer = await open();
  customer.answer('/project', [{ ...toAgent, peerToPeerCall: 'false' }]);
  customer.twin.makeCall({ userId: 'huy', to: 'agent', custom: 'order 5 & 6' });
  const { call_id } = await customer.event('answered', 'agent');
  const asked = customer.received.find(({ method }) => method === 'GET');
  expect(Object.fromEntries(asked?.query ?? [])).toEqual({
    from: 'huy',
    to: 'agent',
    fromInternal: 'true',
    userId: 'huy',
    projectId: '1',
    custom: 'order 5 & 6',
    callId: call_id,
  });
  expect(asked?.uri).toContain('order%205');
  expect((await customer.event('created'))['callCreatedReason']).toBe('CLIENT_MAKE_CALL');
});

test('every webhook is signed: the body of a POST, the address of a GET', async () => {
  const customer = await open();
  await talking(customer);
  customer.twin.makeCall({ userId: 'huy', to: '+84', custom: 'a b' });
  await customer.event('ended');
  expect(customer.received.map(({ signature }) => signature)).toEqual(customer.received.map(signatureOf));
  expect(new Set(customer.received.map(({ method }) => method))).toEqual(new Set(['GET', 'POST']));
});

test('a callout rings, is answered, and does what came with it; or what its answer_url says', async () => {
  const customer = await open();
  const callout = { from: external(hotline), to: [{ ...internal('agent'), alias: 'the leg c1.1' }] };
  expect(await customer.ask('/v1/call2/callout', { ...callout, actions: [stay] })).toEqual({
    r: 0,
    message: 'Success',
  });
  const answered = await customer.event('answered', 'agent');
  expect(customer.story()).toEqual(['created agent', 'started agent', 'ringing agent', 'answered agent']);
  expect(answered).toMatchObject({
    from: { number: hotline },
    to: { alias: 'the leg c1.1' },
    callCreatedReason: 'SERVER_CALL_OUT_BY_MAKE_CALL_TO_APP_BEFORE',
  });
  expect(await customer.ask('/v1/call2/stop', { callId: answered.call_id })).toEqual({ r: 0, message: 'Success' });
  await customer.event('ended', 'agent');

  customer.answer('/outbound', [stay]);
  const answer_url = `${customer.server}/outbound?op=7`;
  await customer.ask('/v1/call2/callout', { from: external(hotline), to: [external(caller)], answer_url });
  const { call_id } = await customer.event('answered', caller);
  await customer.until('the answer_url to be asked', () => customer.received.some(({ path }) => path === '/outbound'));
  const asked = customer.received.find(({ path }) => path === '/outbound');
  expect(Object.fromEntries(asked?.query ?? [])).toMatchObject({ op: '7', from: hotline, to: caller, callId: call_id });
});
test('whoever is called in vain: the call ends, or its server is asked what to do instead', async () => {
  const customer = await open({ phones: { agent: { kind: 'busy', afterMs: 5 } } });
  customer.answer('/number', [toAgent]);
  customer.twin.call({ from: caller, to: hotline });
  expect(await customer.event('ended', 'agent')).toMatchObject({ endCallCause: '486 Busy Here', endedBy: 'INTERNAL' });

  const onFailEventUrl = `${customer.server}/failed`;
  customer.answer('/number', [{ ...toAgent, continueOnFail: 'true', onFailEventUrl }]);
  customer.answer('/failed', [{ ...toAgent, to: internal('colleague') }]);
  customer.twin.call({ from: '84901000002', to: hotline });
  const { call_id } = await customer.event('answered', 'colleague');
  const asked = customer.received.find(({ path }) => path === '/failed');
  expect(asked?.told).toMatchObject({
    call_status: 'connect_failed',
    agent_status: 'ended',
    call_id,
    to: { number: 'agent' },
  });
});

test('keys that are pressed are told to its server, which says what comes next', async () => {
  const customer = await open();
  const eventUrl = `${customer.server}/keys`;
  customer.answer('/number', [
    { action: 'talk', text: 'one or two', loop: '50' },
    { action: 'input', eventUrl, timeOut: '60', submitOnHash: 'true', customField: 'menu' },
  ]);
  customer.answer('/keys', [toAgent]);
  const party = customer.twin.call({ from: caller, to: hotline }) ?? '';
  const { call_id } = await customer.event('answered', hotline);
  expect(customer.twin.press(party, '12#')).toBe(true);
  await customer.event('answered', 'agent');
  const { time, ...told } = customer.received.find(({ path }) => path === '/keys')?.told ?? {};
  expect(told).toEqual({ dtmf: '12', call_id, customField: 'menu', timeout: false });
  expect(time).toMatch(/^\d+$/);
});

test('when all actions are complete, the call ends', async () => {
  const customer = await open();
  customer.answer('/number', [
    { action: 'record', eventUrl: `${customer.server}/records`, format: 'mp3' },
    { action: 'stream', fileName: 'https://example.test/welcome.mp3', bargeIn: 'false' },
    { action: 'play', fileName: 'goodbye.wav' },
  ]);
  customer.twin.call({ from: caller, to: hotline });
  expect(await customer.event('ended', hotline)).toMatchObject({ callType: 'IVR', endedBy: 'INTERNAL' });
});

test('a server that answers no actions has its call ended', async () => {
  const customer = await open();
  for (const reply of [[], { action: 'talk' }, [{ action: 'sing' }], 'talk']) {
    customer.answer('/number', reply);
    const ended = customer.story().filter((told) => told.startsWith('ended')).length;
    customer.twin.call({ from: caller, to: hotline });
    await customer.until('its end', () => customer.story().filter((told) => told.startsWith('ended')).length > ended);
  }
  const [first] = customer.received.filter(({ told }) => told.call_status === 'ended');
  expect(first?.told).toMatchObject({ endCallCause: 'CAN_NOT_MAKE_CALL' });
});

test('somebody is added as a spy, whispers, barges in and is silent again, and leaves', async () => {
  const customer = await open();
  const callId = await talking(customer);
  const add = (spyCall: unknown) =>
    customer.ask('/v1/call2/adduser', { callId, from: external(hotline), to: internal('supervisor'), spyCall });
  const heardBy = () => [caller, 'agent', 'supervisor'].filter((ear) => customer.hears(ear).includes('supervisor'));

  expect(await add('true')).toEqual({ r: 0, message: 'Success' });
  await customer.event('answered', 'supervisor');
  await customer.until('them to hear', () => customer.hears('supervisor').length === 2);
  expect(heardBy()).toEqual([]);

  expect(await customer.ask('/v1/call2/whisper', { callId, userId: 'supervisor' })).toEqual({
    r: 0,
    message: 'OK',
    callId,
  });
  expect(heardBy()).toEqual(['agent']);
  expect((await add(false)).r).toBe(0);
  expect(heardBy()).toEqual([caller, 'agent']);
  expect((await add(true)).r).toBe(0);
  expect(heardBy()).toEqual([]);

  expect((await customer.ask('/v1/call2/whisper', { callId, userId: 'agent' })).r).toBe(4);
  customer.twin.hangUp(customer.party('supervisor'));
  expect(await customer.event('agentEnded', 'supervisor')).toMatchObject({ endCallCause: 'USER_END_CALL' });
  expect(customer.story().slice(4)).toEqual([
    'started supervisor',
    'ringing supervisor',
    'answered supervisor',
    'answered supervisor',
    'answered supervisor',
    'agentEnded supervisor',
  ]);
  expect(customer.hears('agent')).toEqual([caller]);
});

test('a transfer puts another in the place of the agent; the contact centre asks for it in its own words', async () => {
  const customer = await open();
  const callId = await talking(customer);
  const wrong = await customer.ask('/v1/call2/transfer', { callId, fromUserId: 'huy', to: internal('colleague') });
  expect(wrong.r).toBe(4);
  expect((await customer.ask('/v1/call2/transfer', { callId, fromUserId: 'agent', to: internal('colleague') })).r).toBe(
    0,
  );
  await customer.event('answered', 'colleague');
  expect(customer.story().slice(4)).toEqual([
    'agentEnded agent',
    'started colleague',
    'ringing colleague',
    'answered colleague',
  ]);
  await customer.until('them to talk', () => customer.hears(caller).join() === 'colleague');

  const pcc = `/v1/call/transfer?access_token=${tokenOf()}`;
  const to = { type: 'external', number: '84901000009' };
  expect((await customer.ask(pcc, { callId, to, transferType: 'attended' }, '')).message).toMatch(
    /^transferType: blind/,
  );
  expect((await customer.ask(pcc, { callId, to, transferType: 'blind' }, '')).r).toBe(0);
  await customer.event('answered', to.number);
});

test('actions that are put into a call replace what it does, and let go of whoever is connected', async () => {
  const customer = await open();
  const callId = await talking(customer);
  expect((await customer.ask('/v1/call2/putactions', { callId, actions: [stay] })).r).toBe(0);
  await customer.event('agentEnded', 'agent');
  expect(customer.hears(caller)).toEqual([]);
  customer.twin.hangUp(customer.party(caller));
  expect(await customer.event('ended')).toMatchObject({ endedBy: 'EXTERNAL', callType: 'CALL' });
  expect((await customer.ask('/v1/call2/stop', { callId })).r).toBe(3);
});

test('a caller who gives up before anybody answers has ended, and the answer comes too late', async () => {
  const customer = await open({ phones: { agent: { kind: 'ringsOut' } } });
  customer.answer('/number', [toAgent]);
  const party = customer.twin.call({ from: caller, to: hotline }) ?? '';
  await customer.event('ringing', 'agent');
  customer.twin.hangUp(party);
  expect(await customer.event('ended')).toMatchObject({ endCallCause: '487 Request Terminated', answerDuration: 0 });
  expect(customer.twin.answer(party)).toBe(false);
  expect(customer.twin.parties()).toEqual([]);
  expect(customer.twin.call({ from: caller, to: '84000' })).toBeNull();
});

test('calls that have ended are in the log, a page at a time; of calls that go on it says nothing', async () => {
  const customer = await open();
  const ends = (): number => customer.story().filter((told) => told.startsWith('ended')).length;
  for (const from of ['84901', '84902', '84903']) {
    const before = ends();
    customer.twin.call({ from, to: hotline });
    await customer.until('its end', () => ends() > before);
  }
  await talking(customer);
  const page = async (query: string) => (await customer.get(`/v1/call/log?version=2&${query}`))['data'] as Page;
  const first = await page('limit=2');
  expect(first.calls).toHaveLength(2);
  const after = first.search_after.map((value) => `search_after[]=${encodeURIComponent(value)}`).join('&');
  const second = await page(`limit=2&${after}`);
  expect(second).toMatchObject({ search_after: [] });
  expect(new Set([...first.calls, ...second.calls].map(({ from_number }) => from_number))).toEqual(
    new Set(['84901', '84902', '84903']),
  );
  expect((await page('from_number=84902')).calls).toMatchObject([{ to_number: hotline, answer_time: 0 }]);
  expect((await customer.get('/v1/call/log?version=2&limit=101')).message).toMatch(
    /^limit: a whole number from 1 to 100/,
  );
  expect((await customer.get('/v1/call/log')).message).toMatch(/^version: 2/);
});
interface Page {
  readonly calls: readonly { readonly from_number: string }[];
  readonly search_after: readonly (string | number)[];
}

const failures: readonly (readonly [who: string, does: EndpointBehaviour | null, endCallCause: string])[] = [
  ['busy', { kind: 'busy', afterMs: 5 }, '486 Busy Here'],
  ['declines', { kind: 'rejects', afterMs: 5 }, '603 Decline'],
  ['away', { kind: 'ringsOut' }, '408 Request Timeout'],
  ['nobody', null, '404 Not Found'],
];

test('a callout to whoever is busy, declines, lets it ring or is not there ends, and says which', async () => {
  const customer = await open({ phones: Object.fromEntries(failures.map(([who, does]) => [who, does])), ringMs: 50 });
  for (const [number] of failures)
    await customer.ask('/v1/call2/callout', { from: external(hotline), to: [external(number)], actions: [stay] });
  for (const [number, , endCallCause] of failures)
    expect(await customer.event('ended', number)).toMatchObject({ endCallCause, endedBy: 'EXTERNAL' });
  expect(customer.story().filter((told) => told.startsWith('ringing'))).toHaveLength(2);
});

const good = { callId: 'call-vn-1-NOBODY-1', to: internal('agent'), from: external(caller) };
const malformed = [
  ['text that is no JSON', 'callout', '{"from":', 1, /^body: a JSON object/],
  ['a list', 'stop', '[]', 1, /^body: a JSON object/],
  ['nothing', 'transfer', '', 1, /^body/],
  ['a callout from nobody', 'callout', { to: [external('1')] }, 1, /^from: an object/],
  ['a callout to several', 'callout', { ...good, to: [external('1'), external('2')] }, 1, /^to: an array of one/],
  ['another kind of number', 'callout', { ...good, to: [{ type: 'sip', number: '1' }] }, 1, /^to\[0\]\.type: internal/],
  ['a callout that does nothing', 'callout', { ...good, to: [external('1')] }, 1, /^answer_url/],
  ['an address that is none', 'callout', { ...good, to: [external('1')], answer_url: 'ftp:x' }, 1, /^answer_url/],
  ['an unknown action', 'putactions', { ...good, actions: [{ action: 'sing' }] }, 1, /^actions\[0\]\.action: one of/],
  ['a connect to nobody', 'putactions', { ...good, actions: [{ action: 'connect' }] }, 1, /^actions\[0\]\.to/],
  ['a play of nothing', 'putactions', { ...good, actions: [{ action: 'play' }] }, 1, /^actions\[0\]\.fileName/],
  ['no actions', 'putactions', { ...good, actions: [] }, 1, /^actions: at least one/],
  ['a callId that is no text', 'stop', { callId: { a: 1 } }, 1, /^callId: a text/],
  ['nobody to add', 'adduser', { callId: 'x' }, 1, /^to: an object/],
  ['nobody to whisper', 'whisper', { callId: 'x' }, 1, /^userId: a text/],
  ['nobody to transfer from', 'transfer', good, 1, /^fromUserId: a text/],
  ['a call that there is not', 'stop', good, 3, /^callId: there is no such call/],
  ['a path of every object', 'constructor', good, 1, /^there is no such path/],
] as const;

test('what is malformed is refused with the field and what is allowed there, and nothing happens', async () => {
  const customer = await open();
  for (const [what, path, body, r, message] of malformed) {
    const answer = await customer.ask(`/v1/call2/${path}`, body);
    expect(answer, what).toEqual({ r, message: expect.stringMatching(message) as string });
  }
  expect((await customer.get('/v1/call2/stop')).message).toBe('POST is wanted');
  expect(customer.received).toEqual([]);
});

const badTokens = [
  ['no token', '', /a token is wanted/],
  ['no token of three parts', 'a.b', /three parts/],
  ['no JSON', 'a.b.c', /in JSON/],
  ['another algorithm', tokenOf({ header: { alg: 'none' } }), /alg HS256/],
  ['no content type', tokenOf({ header: { cty: undefined } }), /cty stringee-api;v=1/],
  ['another secret', tokenOf({ secret: 'guessed' }), /signature/],
  ['another key', tokenOf({ payload: { iss: 'SK.other' } }), /^iss/],
  ['another jti', tokenOf({ payload: { jti: '1' } }), /^jti/],
  ['a time that is past', tokenOf({ payload: { exp: 1_000_000_000 } }), /^exp/],
  ['a token of an app', tokenOf({ payload: { rest_api: undefined, userId: 'agent' } }), /rest_api/],
] as const;

test('whoever shows no token of the REST API, or a wrong one, is turned away with the reason', async () => {
  const customer = await open();
  for (const [what, token, message] of badTokens) {
    const answer = await customer.ask('/v1/call2/stop', good, token);
    expect(answer, what).toEqual({ r: 2, message: expect.stringMatching(message) as string });
    expect(answer.message).not.toContain(credentials.secret);
  }
});
