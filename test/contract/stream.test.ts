import { asId, type AgentId, type CallId, type CommandId, type SupervisorId } from '@legwork/core';
import { createApp, createService } from '@legwork/api';
import { expect, test, vi } from 'vitest';
import { openApi, type As } from '../support/api/open-api.ts';
import { readStream, type Sent } from '../support/api/read-stream.ts';
import { withoutTokens } from '../support/api/without-tokens.ts';

type Api = Awaited<ReturnType<typeof openApi>>;

const open = async (api: Api, as: As, query = '', headers: Readonly<Record<string, string>> = {}) => {
  const response = await api.app.request(`/v1/events/stream${query}`, {
    headers: { authorization: `Bearer ${await api.tokenOf(as)}`, ...headers },
  });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toMatch('text/event-stream');
  return readStream(response);
};

const hangUp = async ({ runtime, pass }: Api, call = 'c1') => {
  const by = { role: 'service', id: 'test' } as const;
  await runtime.ask({ type: 'cmd.hangUp', id: asId<CommandId>(`hang-${call}`), call: asId<CallId>(call), by });
  await pass(1_000);
};
const listen = async ({ runtime, pass }: Api, call = 'c1') => {
  const supervisor = asId<SupervisorId>('minh');
  const by = { role: 'supervisor', id: 'minh' } as const;
  const id = asId<CommandId>(`listen-${call}`);
  await runtime.ask({
    type: 'cmd.supervise',
    id,
    call: asId<CallId>(call),
    supervisor,
    mode: 'monitor',
    scope: 'call',
    by,
  });
  await pass(5_000);
};
const isEnded = ({ event }: Sent) => event === 'call.ended';

test('a stream tells what happens, from now on', async () => {
  const api = await openApi();
  await api.ready('lan');
  await api.pass(0);
  const stream = await open(api, 'admin');
  await api.talk();
  await hangUp(api);
  const sent = await stream.until(isEnded);
  expect(sent.map(({ event }) => event)).toEqual(
    expect.arrayContaining(['call.created', 'call.queued', 'leg.answered', 'call.ended']),
  );
  expect(sent[0]).toMatchObject({ event: 'call.created', data: { type: 'call.created', callId: 'c1', callSeq: 1 } });
  await stream.leave();
});

test('a reader that comes back at any event is told the rest, once', async () => {
  const api = await openApi();
  await api.ready('lan');
  await api.talk();
  await listen(api);
  const first = await open(api, 'admin', '?after=0');
  await hangUp(api);
  const all = await first.until(({ event }) => event === 'callRecord.closed');
  await first.leave();
  for (const [index, { id }] of all.entries()) {
    const again = await open(api, 'admin', '', { 'last-event-id': String(id) });
    const rest = all.slice(index + 1);
    const found = rest.length === 0 ? [] : await again.until(({ id }) => id === rest.at(-1)?.id);
    expect(found).toEqual(rest);
    await again.leave();
  }
});

test('an agent is told by no list, a timeline included, how much goes on elsewhere', async () => {
  const api = await openApi();
  await api.ready('lan');
  await api.talk();
  for (const path of ['/v1/calls', '/v1/calls/c1/timeline', '/v1/calls/c1/legs', '/v1/agents', '/v1/events'])
    expect((await api.get(path, 'lan')).at('asOf'), path).toBeTypeOf('string');
});

test('a list, and then the stream from its asOf, leave no gap', async () => {
  const api = await openApi();
  await api.ready('lan');
  await api.talk();
  const list = await api.get('/v1/calls', 'minh');
  await hangUp(api);
  const stream = await open(api, 'minh', `?after=${String(list.at('asOf'))}`);
  const [first] = await stream.until(isEnded);
  expect(first?.data['type']).toBe('operation.accepted');
  await stream.leave();
});

test('readers of a store and of memory are told the same', async () => {
  const api = await openApi();
  await api.ready('lan');
  await api.talk();
  await listen(api);
  await hangUp(api);
  const stream = await open(api, 'admin', '?after=0');
  const told = (await stream.until(({ event }) => event === 'callRecord.closed')).map(({ data }) => data);
  const page = await api.get('/v1/events?limit=500', 'admin');
  expect((page.at('data') as unknown[]).slice(0, told.length)).toEqual(told);
  expect(page.at('next')).toBeNull();

  const one = await api.get('/v1/events?limit=7', 'admin');
  const two = await api.get(`/v1/events?limit=500&after=${String(one.at('next'))}`, 'admin');
  expect([...(one.at('data') as unknown[]), ...(two.at('data') as unknown[])]).toEqual(page.at('data'));
  await stream.leave();
});

test('a stream can be narrowed to calls, queues, teams and types', async () => {
  const api = await openApi();
  await api.ready('lan');
  await api.ready('mai');
  const ofCall = await open(api, 'admin', '?call=c2');
  const ofTeam = await open(api, 'admin', '?team=south');
  const ofQueue = await open(api, 'admin', '?queue=elsewhere,main&types=call.ended,call.queued');
  await api.talk();
  await api.talk();
  await hangUp(api, 'c1');
  await hangUp(api, 'c2');
  expect((await ofCall.until(isEnded)).every(({ data }) => data['callId'] === 'c2')).toBe(true);
  const south = await ofTeam.until(isEnded);
  expect(south.every(({ data }) => data['callId'] === 'c2' || data['type'] === 'agent.presenceChanged')).toBe(true);
  expect(JSON.stringify(south)).not.toMatch('"lan"');
  const queued = await ofQueue.until(({ data }) => data['callId'] === 'c2' && data['type'] === 'call.ended');
  expect(queued.map(({ event }) => event)).toEqual(['call.queued', 'call.queued', 'call.ended', 'call.ended']);
  await Promise.all([ofCall.leave(), ofTeam.leave(), ofQueue.leave()]);
});

test('an agent is told of their own calls, and of nobody who listens', async () => {
  const api = await openApi();
  await api.ready('lan');
  await api.ready('mai');
  const lan = await open(api, 'lan');
  const mai = await open(api, 'mai');
  await api.talk();
  await listen(api);
  await hangUp(api);
  await api.talk();
  await hangUp(api, 'c2');
  const sent = await lan.until(isEnded);
  expect(sent.filter(({ event }) => /supervision|takeover|audit/.test(event))).toEqual([]);
  expect(withoutTokens(JSON.stringify(sent.map(({ data }) => data)))).not.toMatch(/"s1|minh|"c2"/);
  const calls = sent.flatMap(({ data }) => (typeof data['callSeq'] === 'number' ? [data['callSeq']] : []));
  expect(calls).toEqual(calls.map((_, index) => (calls[0] ?? 0) + index));
  // Numbers of the house would tell how much goes on.
  expect(sent.every(({ id }) => id !== null && id.length === 64)).toBe(true);

  const again = await open(api, 'lan', `?after=${String(sent[2]?.id)}`);
  expect((await again.until(isEnded)).map(({ data }) => data)).toEqual(sent.slice(3).map(({ data }) => data));
  const others = await api.get(`/v1/events/stream?after=${String(sent[2]?.id)}`, 'mai');
  expect(others.status).toBe(422);
  const numbered = await api.get('/v1/events/stream?after=3', 'lan');
  expect(numbered.status).toBe(422);
  await Promise.all([lan.leave(), mai.leave(), again.leave()]);
});

test('who may not read numbers is told how they end', async () => {
  const api = await openApi();
  await api.ready('lan');
  const analyst = await open(api, 'analyst');
  await api.talk('+84901234567');
  await hangUp(api);
  const sent = await analyst.until(isEnded);
  expect(JSON.stringify(sent)).not.toMatch('84901234');
  expect(sent.find(({ event }) => event === 'call.created')?.data['data']).toMatchObject({ customer: '•••567' });
  await analyst.leave();
});

test('calls are shown as they are, whenever they have changed, and are gone when they have ended', async () => {
  const api = await openApi();
  await api.ready('lan');
  await api.pass(0);
  const stream = await open(api, 'minh', '?show=calls,agents,figures&frameMs=5');
  expect(await stream.next()).toMatchObject({
    event: 'figures',
    data: { calls: 0, agents: { available: 1, offline: 0 } },
  });
  await api.talk();
  const isTalking = ({ event, data }: Sent) => event === 'calls' && JSON.stringify(data).includes('"state":"talking"');
  const shown = (await stream.until(isTalking)).at(-1);
  const listed = await api.get('/v1/calls', 'minh');
  expect(shown?.data['calls']).toEqual(listed.at('data'));
  await hangUp(api);
  const isGone = ({ event, data }: Sent) => event === 'calls' && JSON.stringify(data['gone']) === '["c1"]';
  const last = await stream.until(isGone);
  expect(last.some(({ event }) => event === 'agents')).toBe(true);
  await stream.leave();
});

test('a call that goes to another team is gone for the one that had it, also for who was away meanwhile', async () => {
  const api = await openApi();
  await api.ready('lan');
  await api.talk();
  const { asOf } = (await api.get('/v1/calls', 'minh')).body as { readonly asOf: number };
  await api.ready('mai');
  const by = { role: 'service', id: 'test' } as const;
  const to = { kind: 'agent', agent: asId<AgentId>('mai') } as const;
  const live = await open(api, 'minh', '?show=calls&frameMs=5');
  await api.runtime.ask({ type: 'cmd.transfer', id: asId<CommandId>('t'), call: asId<CallId>('c1'), to, by });
  await api.pass(10_000);
  const isGone = ({ data }: Sent) => JSON.stringify(data['gone']) === '["c1"]';
  await live.until(isGone);
  const later = await open(api, 'minh', `?show=calls&frameMs=5&after=${asOf}`);
  expect(await later.next()).toMatchObject({ event: 'calls', data: { calls: [], gone: ['c1'] } });
  const south = await open(api, 'hoa', `?show=calls&frameMs=5&after=${asOf}`);
  expect(await south.next()).toMatchObject({
    event: 'calls',
    data: { calls: [{ id: 'c1', team: 'south' }], gone: [] },
  });
  await Promise.all([live.leave(), later.leave(), south.leave()]);
});

test('a cursor that is ahead of everything, or further back than is kept, is gone; one that is none is wrong', async () => {
  const api = await openApi();
  await api.ready('lan');
  await api.pass(0);
  expect((await api.get('/v1/events/stream?after=999999', 'admin')).status).toBe(410);
  expect((await api.get('/v1/events?after=999999', 'admin')).at('reason')).toBe('gone');
  expect((await api.get('/v1/events/stream?after=yesterday', 'admin')).status).toBe(422);
  expect((await api.get('/v1/events/stream?shows=calls', 'admin')).status).toBe(422);
  expect((await api.get('/v1/events/stream?types=call.lost', 'admin')).status).toBe(422);
});

test('nobody has more streams open than allowed, and one that is left makes room', async () => {
  const api = await openApi({ settings: { limits: { streams: 2 } } });
  const one = await open(api, 'admin');
  await open(api, 'admin');
  const third = await api.get('/v1/events/stream', 'admin');
  expect(third.status).toBe(429);
  expect(third.headers.get('retry-after')).toBe('5');
  await one.leave();
  await (await open(api, 'admin')).leave();
});

test('a ticket opens one stream, once', async () => {
  const api = await openApi();
  const issued = await api.post('/v1/stream-tickets', 'minh');
  expect(issued.status).toBe(201);
  const path = `/v1/events/stream?ticket=${String(issued.at('ticket'))}`;
  const response = await api.app.request(path);
  expect(response.status).toBe(200);
  expect((await api.app.request(path)).status).toBe(401);
  expect((await api.app.request(path.replace('events/stream', 'calls'))).status).toBe(401);
  await readStream(response).leave();

  const old = await api.post('/v1/stream-tickets', 'minh');
  await api.pass(31_000);
  expect((await api.app.request(`/v1/events/stream?ticket=${String(old.at('ticket'))}`)).status).toBe(401);
});

test('a service that closes says so to whoever listens, and lets nobody in', async () => {
  const api = await openApi();
  const stream = await open(api, 'admin');
  api.service.streams.close();
  expect(await stream.rest()).toEqual([{ id: null, event: 'stream.closing', data: { reason: 'shutdown' } }]);
  expect((await api.get('/v1/events/stream', 'admin')).status).toBe(503);
});

test('an agent’s list, and then their stream from its asOf, leave no gap either', async () => {
  const api = await openApi();
  await api.ready('lan');
  await api.talk();
  const list = await api.get('/v1/calls', 'lan');
  expect(list.at('data.0.id')).toBe('c1');
  await hangUp(api);
  const stream = await open(api, 'lan', `?after=${String(list.at('asOf'))}`);
  const [first] = await stream.until(isEnded);
  expect(first?.data).toMatchObject({ type: 'call.stateChanged', data: { state: 'closing' } });
  await stream.leave();
});

test('a reader who still catches up while the past of a call cannot be read is told so, and can come back', async () => {
  const api = await openApi();
  await api.ready('lan');
  await api.talk();
  // Begins in the middle of a call, whose past has to be read.
  const { runtime, store, time } = api;
  const timing = { now: () => time.now(), after: time.after, uniform: () => 0.5 };
  const app = createApp(createService({ runtime, store, settings: api.service.settings, timing }));
  const headers = { authorization: `Bearer ${await api.tokenOf('admin')}` };
  const read = async () => readStream(await app.request('/v1/events/stream?after=0', { headers }));
  const { promise: gate, resolve: opens } = Promise.withResolvers<void>();
  const publications = vi.spyOn(store, 'publications');
  publications.mockImplementationOnce(async (after, limit) => {
    await gate;
    return store.publications(after, limit);
  });
  vi.spyOn(store, 'publicationsOf').mockRejectedValueOnce(new Error('the disk does not answer'));
  const stream = await read();
  await hangUp(api);
  opens();
  expect((await stream.rest()).at(-1)).toMatchObject({ event: 'stream.closing', data: { reason: 'fault' } });
  const again = await read();
  await again.until(({ event }) => event === 'callRecord.closed');
  await again.leave();
});

test('an event of which nobody can say whose it is ends an agent’s stream, once', async () => {
  const api = await openApi();
  await api.ready('lan');
  await api.talk();
  const stream = await open(api, 'lan');
  vi.spyOn(api.store, 'operation').mockRejectedValueOnce(new Error('the disk does not answer'));
  await hangUp(api);
  expect((await stream.rest()).at(-1)).toMatchObject({ event: 'stream.closing', data: { reason: 'fault' } });
  const again = await open(api, 'lan', `?after=${String((await api.get('/v1/calls', 'lan')).at('asOf'))}`);
  expect(api.service.streams.count).toBe(1);
  await again.leave();
});

test('a key that is revoked has no stream and no webhook any more', async () => {
  const api = await openApi();
  const watching = await open(api, 'admin', '?types=webhook.disabled');
  const made = await api.post('/v1/keys', 'admin', { name: 'wall', role: 'admin' });
  const headers = { authorization: `Bearer ${String(made.at('token'))}` };
  const stream = readStream(await api.app.request('/v1/events/stream', { headers }));
  const hook = await api.request('POST', '/v1/webhooks', { headers, body: { url: 'https://203.0.113.10/' } });
  const revoked = await api.request('DELETE', `/v1/keys/${String(made.at('key.id'))}`, { as: 'admin' });
  expect(revoked.status).toBe(204);
  expect((await stream.rest()).at(-1)).toEqual({ id: null, event: 'stream.closing', data: { reason: 'revoked' } });
  expect(await watching.next()).toMatchObject({
    event: 'webhook.disabled',
    data: { data: { webhookId: hook.at('id'), reason: 'the key of its owner was revoked' } },
  });
  await watching.leave();
});

test('a stream and a webhook end with the key that they were opened with', async () => {
  const api = await openApi({ settings: { webhooks: { allowHttp: true } } });
  await api.ready('lan');
  await api.pass(0);
  const expiresAt = api.runtime.now() + 3 * 24 * 3_600_000;
  const order = { name: 'wall', role: 'admin', expiresAt };
  const headers = { authorization: `Bearer ${String((await api.post('/v1/keys', 'admin', order)).at('token'))}` };
  const streamOf = async (path: string, given = {}) => {
    const response = await api.app.request(path, { headers: given });
    return readStream(response);
  };
  const ticket = (await api.request('POST', '/v1/stream-tickets', { headers, body: {} })).at('ticket');
  const streams = [
    await streamOf('/v1/events/stream', headers),
    await streamOf(`/v1/events/stream?ticket=${String(ticket)}`),
  ];
  const hook = { url: 'http://192.0.2.1/', types: ['call.created'] };
  const made = await api.request('POST', '/v1/webhooks', { headers, body: hook });
  await api.pass(3 * 24 * 3_600_000 - 1);
  expect(api.service.streams.count).toBe(2);
  await api.pass(1);
  const ending = { id: null, event: 'stream.closing', data: { reason: 'unauthenticated' } };
  for (const stream of streams) expect((await stream.rest()).at(-1)).toEqual(ending);
  expect(api.service.streams.count).toBe(0);
  await api.talk();
  await api.service.webhooks.settled();
  expect((await api.get(`/v1/webhooks/${String(made.at('id'))}`, 'admin')).body).toMatchObject({
    state: 'disabled',
    disabledReason: 'its owner is not known any more, or may have no webhooks',
  });
});

test('a stream that a browser opened ends with its session', async () => {
  const api = await openApi({ settings: { auth: { sessionMs: 60_000 } } });
  const { headers } = await api.request('POST', '/v1/sessions', { body: { token: await api.tokenOf('minh') } });
  const cookie = /legwork_session=[^;]+/.exec(headers.get('set-cookie') ?? '')?.[0] ?? '';
  const stream = readStream(await api.app.request('/v1/events/stream', { headers: { cookie } }));
  await api.pass(60_000);
  expect((await stream.rest()).at(-1)).toMatchObject({ data: { reason: 'unauthenticated' } });
});
