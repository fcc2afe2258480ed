import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { createApp, createService } from '@legwork/api';
import { asId, type CallId, type CommandId } from '@legwork/core';
import { createVirtualTime, smallRouting } from '@legwork/sim';
import { Webhook } from 'standardwebhooks';
import { afterEach, expect, test, vi } from 'vitest';
import type { LegworkEvent } from '../../api/src/events/index.ts';
import { itemOf, type Item } from '../../api/src/stream/item.ts';
import { createAddressGuard, ForbiddenAddress } from '../../api/src/webhooks/address-guard.ts';
import { delayAfter } from '../../api/src/webhooks/backoff.ts';
import { createCourier } from '../../api/src/webhooks/courier.ts';
import { createPost } from '../../api/src/webhooks/post.ts';
import { principalOf, type Delivery } from '../../api/src/webhooks/webhook.ts';
import { createWebhooks } from '../../api/src/webhooks/webhooks.ts';
import { openApi, type As } from '../support/api/open-api.ts';
import { openReceiver } from '../support/api/receiver.ts';
import { withoutTokens } from '../support/api/without-tokens.ts';

type Api = Awaited<ReturnType<typeof openApi>>;
type Receiver = Awaited<ReturnType<typeof openReceiver>>;

const HOUR = 3_600_000;
const loopback = { webhooks: { allowHttp: true, allowAddresses: ['127.0.0.0/8'] } };
const open: { readonly receivers: Receiver[]; readonly apis: Api[] } = { receivers: [], apis: [] };
afterEach(async () => {
  await Promise.all(open.apis.splice(0).map(({ service }) => service.webhooks.close()));
  await Promise.all(open.receivers.splice(0).map((receiver) => receiver.close()));
});

const start = async (settings: object = loopback) => {
  const api = await openApi({ settings });
  const receiver = await openReceiver();
  open.apis.push(api);
  open.receivers.push(receiver);
  await api.ready('lan');
  await api.pass(0);
  const settled = () => api.service.webhooks.settled();
  return {
    api,
    receiver,
    settled,
    /** Time passes, and what has to be sent meanwhile is sent. */
    pass: (ms: number) =>
      api.time.pass(ms, async () => {
        await api.runtime.settled();
        await settled();
      }),
    create: async (order: object = {}, as: As = 'admin') => {
      const reply = await api.post('/v1/webhooks', as, { url: receiver.url, ...order });
      expect(reply.status).toBe(201);
      return { id: String(reply.at('id')), secret: String(reply.at('secret')) };
    },
  };
};
const call = async ({ centre, runtime }: Api, pass: (ms: number) => Promise<void>, id = 'c1') => {
  centre.arrive({ from: '+84901234567' });
  await pass(5_000);
  const by = { role: 'service', id: 'test' } as const;
  await runtime.ask({ type: 'cmd.hangUp', id: asId<CommandId>(`hang-${id}`), call: asId<CallId>(id), by });
  await pass(1_000);
};

test('a receiver is told what happens, signed as Standard Webhooks has it', async () => {
  const { api, receiver, pass, create } = await start();
  const { id, secret } = await create({ types: ['call.created', 'call.ended'] });
  await call(api, pass);
  expect(receiver.types()).toEqual(['call.created', 'call.ended']);
  for (const { headers, body } of receiver.received) {
    const at = Number(headers['webhook-timestamp']) * 1_000;
    expect(Math.abs(at - api.runtime.now())).toBeLessThan(60_000);
    const signature = String(headers['webhook-signature']);
    const expected = new Webhook(secret).sign(String(headers['webhook-id']), new Date(at), body);
    expect(signature).toBe(expected);
  }
  const deliveries = await api.get(`/v1/webhooks/${id}/deliveries`, 'admin');
  expect(deliveries.at('data.0')).toMatchObject({ state: 'delivered', attempts: 1, status: 200, error: null });
  expect((await api.get('/v1/webhooks', 'admin')).body).not.toHaveProperty('data.0.secret');
});

test('queues over their thresholds, recordings that are ready and flows that are activated are told to whoever may know', async () => {
  const { api, receiver, pass, create } = await start({ ...loopback, queueTeams: { main: 'north' } });
  const types = [
    'flow.activated',
    'queue.thresholdCrossed',
    'recording.started',
    'recording.stopped',
    'recording.ready',
  ];
  await create({ types });
  const { byNumber: _, ...routing } = smallRouting({ thresholds: { waiting: { over: 1, clear: 0 } } });
  const flow = await api.post('/v1/flows', 'admin', { name: 'watched', routing });
  const flowId = String(flow.at('id'));
  await api.post(`/v1/flows/${flowId}/activate`, 'admin');
  await call(api, pass, 'c1');
  for (const from of ['0901', '0902', '0903']) api.centre.arrive({ from });
  await pass(5_000);
  expect((await api.get('/v1/queues', 'minh')).at('data')).toMatchObject([
    { id: 'main', thresholds: { waiting: { over: 1, clear: 0 }, longestWaitMs: null }, over: ['waiting'] },
  ]);
  const talking = String((await api.get('/v1/calls?state=talking', 'minh')).at('data.0.id'));
  const recordings = `/v1/calls/${talking}/recordings`;
  await api.post(recordings, 'minh');
  await pass(1_000);
  await api.request('PATCH', recordings, { as: 'minh', body: { state: 'off' } });
  await pass(1_000);
  await api.post(recordings, 'minh');
  await pass(1_000);
  await api.post(`/v1/calls/${talking}/hangup`, 'minh');
  await pass(1_000);

  const bodies = receiver.received.map(({ body }) => JSON.parse(body) as { type: string; data: object });
  const data = (type: string) => bodies.filter((one) => one.type === type).map((one) => one.data);
  expect(data('flow.activated')).toEqual([{ flowId }]);
  const crossed = { queueId: 'main', measure: 'waiting', over: 1, clear: 0 };
  expect(data('queue.thresholdCrossed')).toEqual([{ ...crossed, isOver: true, value: 2 }]);
  expect(data('recording.started')).toEqual([{ recordingId: `${talking}.r1` }, { recordingId: `${talking}.r2` }]);
  expect(data('recording.ready')).toMatchObject([{ recordingId: `${talking}.r1` }, { recordingId: `${talking}.r2` }]);

  const read = async (as: As) => {
    const page = await api.get(`/v1/events?types=${types.join(',')}`, as);
    return new Set((page.at('data') as readonly { type: string }[]).map(({ type }) => type));
  };
  expect(await read('minh')).toEqual(new Set(types));
  // Another team's queue, and the calls that its agent talks on.
  expect(await read('hoa')).toEqual(new Set(['flow.activated']));
  expect(await read('lan')).toEqual(new Set(['recording.started', 'recording.stopped', 'recording.ready']));
  expect(await read('service')).toEqual(new Set(types.slice(1)));
});

test('what fails is tried again, later and later, and arrives as the same message', async () => {
  const { api, receiver, pass, create } = await start();
  const { id } = await create({ types: ['call.created'] });
  receiver.answers(500);
  await call(api, pass);
  expect(receiver.received).toHaveLength(2);
  await pass(5 * 60_000);
  expect(receiver.received).toHaveLength(3);
  const waiting = await api.get(`/v1/webhooks/${id}/deliveries?state=waiting`, 'admin');
  expect(waiting.at('data.0')).toMatchObject({ attempts: 3, status: 500, error: 'the receiver answered 500' });
  receiver.answers(204);
  await pass(HOUR);
  expect(receiver.received).toHaveLength(4);
  expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  expect((await api.get(`/v1/webhooks/${id}`, 'admin')).body).toMatchObject({
    state: 'enabled',
    waiting: 0,
    failingSince: null,
  });
});

test('a receiver that fails for three days is disabled, which is told, and goes on where it was when it is enabled again', async () => {
  const { api, receiver, pass, create } = await start();
  const { id } = await create({ types: ['call.created', 'call.ended'] });
  const { id: other } = await create({ types: ['webhook.disabled'], url: receiver.url });
  const announced: string[] = [];
  api.service.streams.hub.listen({
    take: () => undefined,
    hear: ({ event }) => announced.push(event.type),
    end: () => undefined,
  });
  receiver.answers(503);
  await call(api, pass);
  for (let hours = 0; hours < 90; hours += 10) await pass(10 * HOUR);
  expect((await api.get(`/v1/webhooks/${id}`, 'admin')).body).toMatchObject({
    state: 'disabled',
    disabledReason: 'every attempt has failed for three days',
  });
  expect(announced).toEqual(['webhook.disabled']);
  const attempts = receiver.received.length;
  await call(api, pass, 'c2');
  await pass(10 * HOUR);
  expect(receiver.received).toHaveLength(attempts);
  receiver.answers(200);
  await api.request('PATCH', `/v1/webhooks/${id}`, { as: 'admin', body: { state: 'enabled' } });
  await pass(1_000);
  const after = receiver.received
    .slice(attempts)
    .map(({ body }) => JSON.parse(body) as { type: string; callId: string });
  expect(after.filter(({ callId }) => callId === 'c2').map(({ type }) => type)).toEqual(['call.created', 'call.ended']);
  await api.request('DELETE', `/v1/webhooks/${other}`, { as: 'admin' });
});

test('a receiver is told what has happened although the store could not be read for a moment', async () => {
  const { api, receiver, create } = await start();
  await create({ types: ['call.ended'] });
  await api.talk();
  const { runtime, store, service: earlier } = api;
  await earlier.webhooks.close();
  // Begins in the middle of a call, whose past has to be read.
  const timing = { now: () => api.time.now(), after: api.time.after, uniform: () => 0.5 };
  const service = createService({ runtime, store, settings: earlier.settings, timing });
  open.apis.push({ ...api, service });
  await service.webhooks.ready;
  vi.spyOn(store, 'publicationsOf').mockRejectedValueOnce(new Error('the disk does not answer'));
  const by = { role: 'service', id: 'test' } as const;
  await runtime.ask({ type: 'cmd.hangUp', id: asId<CommandId>('hang'), call: asId<CallId>('c1'), by });
  await api.pass(1_000);
  while (receiver.received.length === 0) await new Promise((resolve) => setImmediate(resolve));
  expect(receiver.types()).toEqual(['call.ended']);
});

test('a receiver that takes some and never others has a bounded number of deliveries that wait; the rest stays where it is kept', async () => {
  const item = (seq: number): Item => {
    const event = { id: `evt_${seq}`, type: 'call.held', at: 0, callId: null, callSeq: null, basis: null, data: {} };
    const audience = { needs: 'calls.read', standing: null, agents: [], operation: null } as const;
    return itemOf({ seq, at: 0, told: [{ event: event as LegworkEvent, audience }], touched: [] });
  };
  const items = Array.from({ length: 100 }, (_, n) => item(n + 1));
  const hub = {
    position: items.length,
    listen: () => () => undefined,
    recent: (after: number) => items.slice(after),
    past: () => ({ next: () => Promise.resolve([]) }),
    announce: () => undefined,
    close: () => undefined,
    isClosed: false,
  };
  let isWell = false;
  const arrived = new Set<string>();
  const time = createVirtualTime(0);
  const admin = { id: 'key:1', name: 'a', role: 'admin', actor: { role: 'admin', id: 'a' } } as const;
  const reader = {
    ...admin,
    supervisor: null,
    agent: null,
    teams: 'all',
    permissions: ['calls.read', 'webhooks.write'],
  } as const;
  const webhook = {
    url: 'https://example.org',
    description: '',
    types: [],
    queues: [],
    teams: [],
    state: 'enabled',
  } as const;
  const kept = { disabledReason: null, createdAt: 0, failingSince: null, secrets: [], after: 0 };
  const courier = createCourier(
    {
      hub,
      theirs: () => Promise.resolve(false),
      post: ({ body }) => {
        const { id } = JSON.parse(body) as { readonly id: string };
        const isTaken = isWell || /[02468]$/.test(id);
        if (isTaken) arrived.add(id);
        return Promise.resolve({ status: isTaken ? 200 : 500, error: isTaken ? null : 'no', tookMs: 0 });
      },
      timing: { now: () => time.now(), after: time.after, uniform: () => 0.5 },
      store: {
        save: () => Promise.resolve(),
        keep: () => Promise.resolve(),
        drop: () => Promise.resolve(),
        remember: () => Promise.resolve(),
      },
      owner: () => Promise.resolve(principalOf(reader)),
      onDisabled: () => undefined,
      onFault: () => undefined,
      mostPending: 5,
    },
    { ...webhook, ...kept, id: 'wh_1', reader },
    { waiting: [], arrived: [] },
  );
  courier.start();
  await courier.settled();
  expect(courier.waiting()).toBeGreaterThanOrEqual(5);
  expect(courier.waiting()).toBeLessThan(15);
  isWell = true;
  await time.pass(HOUR, () => courier.settled());
  expect(courier.waiting()).toBe(0);
  expect(arrived.size).toBe(items.length);
  await courier.close();
});

test('a receiver that says that it is gone is not asked again', async () => {
  const { api, receiver, pass, create } = await start();
  const { id } = await create({ types: ['call.created'] });
  receiver.answers(410);
  await call(api, pass);
  await pass(10 * HOUR);
  expect(receiver.received).toHaveLength(1);
  expect((await api.get(`/v1/webhooks/${id}`, 'admin')).at('state')).toBe('disabled');
});

test('what was not delivered before a restart is delivered after it', async () => {
  const { api, receiver, pass, create } = await start();
  await create({ types: ['call.created', 'call.ended'] });
  receiver.answers(500);
  await call(api, pass);
  await api.service.webhooks.close();
  receiver.answers(200);
  const before = receiver.received.length;
  const { service, time } = api;
  const limits = { most: 10, timeoutMs: 10_000, allowAddresses: ['127.0.0.0/8'] };
  const again = createWebhooks(service, limits);
  await time.pass(HOUR, () => again.settled());
  const ids = receiver.received.slice(before).map(({ body }) => (JSON.parse(body) as { type: string }).type);
  expect(ids.toSorted()).toEqual(['call.created', 'call.ended']);
  await again.close();
});

test('a new secret signs beside the old one, until that expires', async () => {
  const { api, receiver, pass, create } = await start();
  const { id, secret } = await create({ types: ['call.created'] });
  const rotated = await api.post(`/v1/webhooks/${id}/rotate`, 'admin', { keepMs: 1_000 });
  const next = String(rotated.at('secret'));
  api.centre.arrive({ from: '1' });
  await pass(500);
  const [first] = receiver.received;
  const verify = (one: typeof first, with_: string): boolean => {
    const at = new Date(Number(one?.headers['webhook-timestamp']) * 1_000);
    const expected = new Webhook(with_).sign(String(one?.headers['webhook-id']), at, String(one?.body));
    return String(one?.headers['webhook-signature']).split(' ').includes(expected);
  };
  expect([verify(first, next), verify(first, secret)]).toEqual([true, true]);
  await pass(5_000);
  api.centre.arrive({ from: '2' });
  await pass(500);
  const last = receiver.received.at(-1);
  expect([verify(last, next), verify(last, secret)]).toEqual([true, false]);
});

test('everything since an event can be sent again, as the same messages', async () => {
  const { api, receiver, pass, create, settled } = await start();
  const { id } = await create({ types: ['call.created', 'call.ended'] });
  const asOf = api.runtime.published();
  await call(api, pass);
  expect((await api.post(`/v1/webhooks/${id}/redeliver`, 'admin', { after: asOf })).status).toBe(202);
  await settled();
  const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
  expect(ids).toHaveLength(4);
  expect(ids.slice(2)).toEqual(ids.slice(0, 2));
  expect((await api.post(`/v1/webhooks/${id}/redeliver`, 'admin', { after: 999_999 })).status).toBe(410);
  expect((await api.post(`/v1/webhooks/${id}/redeliver`, 'admin', { delivery: 'msg_none' })).status).toBe(404);
});

test('what has arrived is known after a restart, page by page, and can be sent again as it was', async () => {
  const { api, receiver, pass, create } = await start();
  const { id } = await create({ types: ['call.created', 'call.ended'] });
  await call(api, pass);
  await api.service.webhooks.close();

  const limits = { most: 10, timeoutMs: 10_000, allowAddresses: ['127.0.0.0/8'] };
  const webhooks = createWebhooks(api.service, limits);
  open.apis.push({ ...api, service: { ...api.service, webhooks } });
  const app = createApp({ ...api.service, webhooks });
  const as = { authorization: `Bearer ${await api.tokenOf('admin')}`, 'content-type': 'application/json' };
  const page = async (query: string) => {
    const response = await app.request(`/v1/webhooks/${id}/deliveries?limit=1${query}`, { headers: as });
    return (await response.json()) as { readonly data: readonly Delivery[]; readonly next: string | null };
  };
  const first = await page('');
  const second = await page(`&cursor=${first.next ?? ''}`);
  const listed = [...first.data, ...second.data];
  expect(listed.map(({ type }) => type).toSorted()).toEqual(['call.created', 'call.ended']);
  expect(listed).toMatchObject([
    { state: 'delivered', status: 200 },
    { state: 'delivered', status: 200 },
  ]);
  expect(second.next).toBeNull();

  const redeliver = (delivery: string) =>
    app.request(`/v1/webhooks/${id}/redeliver`, { method: 'POST', headers: as, body: JSON.stringify({ delivery }) });
  expect((await redeliver(listed[0]?.id ?? '')).status).toBe(202);
  await webhooks.settled();
  const [again, ...before] = receiver.received.toReversed();
  expect(before.map(({ body }) => body)).toContain(again?.body);
  expect((await page('')).data).toMatchObject([{ id: listed[0]?.id, attempts: 2 }]);
  await app.request(`/v1/webhooks/${id}`, {
    method: 'PATCH',
    headers: as,
    body: JSON.stringify({ state: 'disabled' }),
  });
  expect((await redeliver(listed[0]?.id ?? '')).status).toBe(409);
});

test('a test message tells at once what the receiver says', async () => {
  const { api, receiver, create } = await start();
  const { id } = await create();
  expect((await api.post(`/v1/webhooks/${id}/test`, 'admin')).body).toMatchObject({ delivered: true, status: 200 });
  expect(receiver.types()).toEqual(['webhook.tested']);
  receiver.answers(302, { location: 'http://169.254.169.254/' });
  expect((await api.post(`/v1/webhooks/${id}/test`, 'admin')).body).toMatchObject({
    delivered: false,
    status: 302,
    error: '302: redirects are not followed',
  });
});

test('an own webhook is told what its owner may know, and is nobody else’s but an admin’s', async () => {
  const settings = {
    ...loopback,
    auth: {
      permissions: {
        supervisor: ['calls.read', 'agents.read', 'webhooks.write'],
        agent: ['calls.read', 'webhooks.write'],
      },
    },
  };
  const { api, receiver, pass, create } = await start(settings);
  const { id } = await create({}, 'lan');
  const by = { role: 'supervisor', id: 'minh' } as const;
  api.centre.arrive({ from: '+84901234567' });
  await pass(5_000);
  const listens = { type: 'cmd.supervise', mode: 'whisper', scope: 'call', supervisor: asId('minh'), by } as const;
  await api.runtime.ask({ ...listens, supervisor: asId('minh'), id: asId('w'), call: asId('c1') });
  await pass(10_000);
  await api.runtime.ask({ type: 'cmd.stop', id: asId('s'), call: asId('c1'), by });
  await pass(5_000);
  expect(receiver.types()).toContain('call.ended');
  expect(withoutTokens(receiver.received.map(({ body }) => body).join('\n'))).not.toMatch(/minh|supervision|84901234/);
  expect((await api.get(`/v1/webhooks/${id}`, 'minh')).status).toBe(404);
  expect((await api.get('/v1/webhooks', 'minh')).at('data')).toEqual([]);
  expect((await api.get(`/v1/webhooks/${id}`, 'admin')).status).toBe(200);
  expect((await api.get('/v1/webhooks', 'service')).status).toBe(403);
});

test('what is no public address is not called, whether named or resolved', async () => {
  const { api, receiver, create } = await start({ webhooks: { allowHttp: true } });
  for (const url of [
    receiver.url,
    `http://localhost:${receiver.port}/`,
    `http://[::1]:${receiver.port}/`,
    `http://[::ffff:127.0.0.1]:${receiver.port}/`,
  ]) {
    const { id } = await create({ url });
    const tested = await api.post(`/v1/webhooks/${id}/test`, 'admin');
    expect(tested.body).toMatchObject({ delivered: false, status: null });
    // Without the address: whoever has webhooks would learn what our names lead to.
    expect(tested.at('error')).toBe('the receiver is not at a public address');
  }
  expect(receiver.received).toEqual([]);
  expect((await api.post('/v1/webhooks', 'admin', { url: 'http://user:pass@example.org/' })).status).toBe(422);
  expect((await api.post('/v1/webhooks', 'admin', { url: 'ftp://example.org/' })).status).toBe(422);
  expect((await api.post('/v1/webhooks', 'admin', {})).status).toBe(422);
});

test('without a word in the settings only https is called', async () => {
  const { api } = await start({});
  const reply = await api.post('/v1/webhooks', 'admin', { url: 'http://example.org/' });
  expect(reply.at('errors')).toEqual([
    { pointer: '/url', detail: expect.stringContaining('webhooks.allowHttp') as string },
  ]);
});

test.for([
  '127.0.0.1',
  '10.0.0.1',
  '172.16.3.4',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '0.0.0.0',
  '255.255.255.255',
  '224.0.0.1',
  '192.0.2.1',
  '::1',
  '::',
  'fe80::1',
  'fc00::1',
  'fd00:ec2::254',
  '::ffff:10.0.0.1',
  '64:ff9b::7f00:1',
  '::7f00:1',
  '2002:7f00:1::',
  'ff02::1',
])('%s is not called', (address) => {
  expect(() => createAddressGuard([]).checkHost(address)).toThrow(ForbiddenAddress);
});

test('a name that leads to a private address is refused when it is resolved, and the address that was checked is the one that is used', async () => {
  const resolved = (addresses: readonly string[]) =>
    new Promise<string>((resolve) => {
      const guard = createAddressGuard(['10.1.0.0/16'], (_name, done) =>
        done(
          null,
          addresses.map((address) => ({ address, family: 4 })),
        ),
      );
      guard.lookup('example.org', {}, (error, address) =>
        resolve(error === null && typeof address === 'string' ? address : String(error?.message)),
      );
    });
  expect(await resolved(['93.184.216.34'])).toBe('93.184.216.34');
  expect(await resolved(['10.1.2.3'])).toBe('10.1.2.3');
  expect(await resolved(['93.184.216.34', '10.2.0.1'])).toBe('the receiver is not at a public address');
});

test('a receiver that does not answer in time has failed', async () => {
  const receiver = await openReceiver();
  open.receivers.push(receiver);
  receiver.isSilent();
  const post = createPost(createAddressGuard(['127.0.0.0/8']), 50);
  expect(await post({ url: receiver.url, headers: {}, body: '{}' })).toMatchObject({
    status: null,
    error: 'no answer within 50 ms',
  });
});

test.for([
  ['that breaks off in its middle', 500, 'HTTP/1.1 500 Trouble\r\nContent-Length: 100\r\n\r\nI am'],
  ['that would go on in another protocol', 101, 'HTTP/1.1 101 Go on\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n'],
] as const)('an answer %s is an answer all the same: nobody waits for the rest', async ([, status, text]) => {
  const server = createServer((socket) => {
    socket.once('data', () => (status === 101 ? socket.write(text) : socket.end(text)));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const post = createPost(createAddressGuard(['127.0.0.0/8']), 60_000);
  const answer = await post({ url: `http://127.0.0.1:${port}/`, headers: {}, body: '{}' });
  expect(answer).toMatchObject({ status, error: `the receiver answered ${status}` });
  server.close();
});

test('attempts go on for three days, each later than the one before', () => {
  const delays = Array.from({ length: 10 }, (_, index) => delayAfter(index + 1, 0.5));
  const some = delays.filter((delay) => delay !== null);
  expect(delays.at(-1)).toBeNull();
  expect(some).toEqual(some.toSorted((a, b) => a - b));
  const total = some.reduce((sum, delay) => sum + delay, 0);
  expect(total / HOUR).toBeGreaterThan(72);
  expect(delayAfter(1, 0)).toBe(4_000);
  expect(delayAfter(1, 1)).toBe(6_000);
});
