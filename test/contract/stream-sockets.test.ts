import { connect } from 'node:net';
import { asId, type CallId, type CommandId } from '@legwork/core';
import { WebSocket } from 'ws';
import { expect, test, vi } from 'vitest';
import { defaultPermissions } from '../../api/src/auth/permissions.ts';
import { principalOf } from '../../api/src/auth/principal.ts';
import { createSseOutlet } from '../../api/src/stream/sse-outlet.ts';
import { createStreams, streamLimits } from '../../api/src/stream/streams.ts';
import { sseWire } from '../../api/src/stream/wire.ts';
import { openApi } from '../support/api/open-api.ts';
import { readStream, type Sent } from '../support/api/read-stream.ts';
import { serveApi } from '../support/api/serve-api.ts';

type Api = Awaited<ReturnType<typeof openApi>>;

const by = { role: 'service', id: 'test' } as const;
const hangUp = async ({ runtime, pass }: Api, call: string) => {
  await runtime.ask({ type: 'cmd.hangUp', id: asId<CommandId>(`hang-${call}`), call: asId<CallId>(call), by });
  await pass(1_000);
};

/** Messages of a WebSocket, one by one. */
const messagesOf = (socket: WebSocket) => {
  const arrived: { readonly name: string; readonly cursor: string | null; readonly data: unknown }[] = [];
  let wake = (): void => undefined;
  socket.on('message', (data: Buffer) => {
    arrived.push(...(JSON.parse(data.toString()) as typeof arrived));
    wake();
  });
  return async (name: string) => {
    for (;;) {
      const found = arrived.findIndex((one) => one.name === name);
      if (found !== -1) return arrived.splice(0, found + 1);
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
};
const closed = (socket: WebSocket) =>
  new Promise<{ readonly code: number; readonly reason: string }>((resolve) => {
    socket.on('close', (code: number, reason: Buffer) => resolve({ code, reason: reason.toString() }));
  });

test('a stream goes over a real connection, and whoever leaves it is forgotten', async () => {
  const api = await openApi();
  const server = await serveApi(api);
  await api.ready('lan');
  const abort = new AbortController();
  const response = await fetch(`${server.url}/v1/events/stream`, {
    headers: { authorization: `Bearer ${await api.tokenOf('admin')}` },
    signal: abort.signal,
  });
  const stream = readStream(response);
  await api.talk();
  await hangUp(api, 'c1');
  await stream.until(({ event }) => event === 'call.ended');
  expect(api.service.streams.count).toBe(1);
  abort.abort();
  while (api.service.streams.count > 0) await new Promise((resolve) => setImmediate(resolve));
  await server.close();
});

test('a WebSocket is opened with a ticket, tells the same as the stream, and says why it closes', async () => {
  const api = await openApi();
  const server = await serveApi(api);
  await api.ready('lan');
  await api.pass(0);
  const ticket = String((await api.post('/v1/stream-tickets', 'minh')).at('ticket'));
  const socket = new WebSocket(
    `ws://127.0.0.1:${server.port}/v1/events/ws?ticket=${ticket}&show=events,calls&frameMs=0&call=c1`,
  );
  const told = messagesOf(socket);
  await new Promise((resolve) => socket.on('open', resolve));
  await api.talk();
  await hangUp(api, 'c1');
  const messages = await told('callRecord.closed');
  const events = messages.filter(({ name }) => name !== 'calls');
  const page = await api.get('/v1/events?limit=500&call=c1', 'minh');
  const ofCall = (page.at('data') as { readonly type: string }[]).map(({ type }) => type);
  expect(events.map(({ name }) => name)).toEqual(ofCall);
  expect(messages.some(({ name }) => name === 'calls')).toBe(true);

  const end = closed(socket);
  api.service.streams.close();
  expect((await told('stream.closing')).at(-1)?.data).toEqual({ reason: 'shutdown' });
  expect(await end).toEqual({ code: 1001, reason: 'shutdown' });

  const again = new WebSocket(`ws://127.0.0.1:${server.port}/v1/events/ws?ticket=${ticket}`);
  const status = await new Promise((resolve) => {
    again.on('unexpected-response', (_request, response) => resolve(response.statusCode));
    again.on('error', () => undefined);
  });
  expect(status).toBe(401);
  await server.close();
});

test('whoever logs out has no stream any more, whichever way it was opened; another session keeps its own', async () => {
  const api = await openApi();
  const server = await serveApi(api);
  const logIn = async () => {
    const { headers } = await api.request('POST', '/v1/sessions', { body: { token: await api.tokenOf('minh') } });
    return { cookie: headers.get('set-cookie')?.split(';')[0] ?? '', origin: 'http://localhost' };
  };
  const [here, there] = [await logIn(), await logIn()];
  const ticketOf = async (headers: Readonly<Record<string, string>>) =>
    String((await api.request('POST', '/v1/stream-tickets', { headers, body: {} })).at('ticket'));
  const own = readStream(await api.app.request('/v1/events/stream', { headers: here }));
  const others = readStream(await api.app.request('/v1/events/stream', { headers: there }));
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/v1/events/ws?ticket=${await ticketOf(here)}`);
  const end = closed(socket);
  while (api.service.streams.count < 3) await new Promise((resolve) => setImmediate(resolve));
  const unused = await ticketOf(here);
  await api.request('DELETE', '/v1/sessions', { headers: here });
  expect(await own.rest()).toEqual([{ id: null, event: 'stream.closing', data: { reason: 'loggedOut' } }]);
  expect(await end).toEqual({ code: 1008, reason: 'loggedOut' });
  expect((await api.request('GET', `/v1/events/stream?ticket=${unused}`)).status).toBe(401);
  expect(api.service.streams.count).toBe(1);
  await others.leave();
  await server.close();
});

test('whoever logs out, or whose key is revoked, has no use of a request that was under way', async () => {
  const api = await openApi();
  const { headers } = await api.request('POST', '/v1/sessions', { body: { token: await api.tokenOf('minh') } });
  const here = { cookie: headers.get('set-cookie')?.split(';')[0] ?? '', origin: 'http://localhost' };
  const { id } = (await api.get('/v1/whoami', 'lan')).body as { readonly id: string };
  const logOut = () => api.request('DELETE', '/v1/sessions', { headers: here });
  const revoke = () => api.request('DELETE', `/v1/keys/${id.slice('key:'.length)}`, { as: 'admin' });

  /** A body that comes when something else has happened meanwhile. */
  const late = (meanwhile: () => Promise<unknown>) =>
    new ReadableStream<Uint8Array>(
      {
        pull: async (controller) => {
          await meanwhile();
          controller.enqueue(new TextEncoder().encode('{}'));
          controller.close();
        },
      },
      { highWaterMark: 0 },
    );
  const post = (path: string, headers: Readonly<Record<string, string>>, meanwhile: () => Promise<unknown>) =>
    api.app.request(path, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: late(meanwhile),
      duplex: 'half',
    });
  const asLan = { authorization: `Bearer ${await api.tokenOf('lan')}` };
  expect((await post('/v1/calls/c1/hold', asLan, revoke)).status).toBe(401);

  const oldest = vi.spyOn(api.store, 'oldest').mockImplementationOnce(async () => {
    await logOut();
    return 1;
  });
  const stream = readStream(await api.app.request('/v1/events/stream?after=0', { headers: here }));
  expect(await stream.rest()).toEqual([{ id: null, event: 'stream.closing', data: { reason: 'loggedOut' } }]);
  expect(api.service.streams.count).toBe(0);
  oldest.mockRestore();
});

test('a page of somebody else opens no WebSocket with the cookie of a session', async () => {
  const api = await openApi();
  const server = await serveApi(api);
  const { headers } = await api.request('POST', '/v1/sessions', { body: { token: await api.tokenOf('minh') } });
  const cookie = headers.get('set-cookie')?.split(';')[0] ?? '';
  const opened = (origin: string) =>
    new Promise((resolve) => {
      const socket = new WebSocket(`ws://127.0.0.1:${server.port}/v1/events/ws`, { headers: { cookie, origin } });
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode));
      socket.on('error', () => undefined);
      socket.on('open', () => {
        resolve('open');
        socket.terminate();
      });
    });
  // Another port is the same site, to which browsers send the cookie.
  expect(await opened('http://127.0.0.1:1')).toBe(401);
  expect(await opened(server.url)).toBe('open');
  await server.close();
});

test('what is no WebSocket is told to be one', async () => {
  const api = await openApi();
  const reply = await api.get('/v1/events/ws', 'admin');
  expect(reply.status).toBe(426);
  expect(reply.headers.get('content-type')).toMatch('application/problem+json');
});

/** A client that asks and never reads. */
const stalled = async (port: number, token: string) => {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.pause();
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.write(`GET /v1/events/stream HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\n\r\n`);
  return socket;
};

test('a client that does not read is cut off, and one that does is told everything meanwhile', async () => {
  const api = await openApi();
  const server = await serveApi(api);
  const { streams } = api.service;
  const token = await api.tokenOf('admin');
  const slow = await stalled(server.port, token);
  const response = await fetch(`${server.url}/v1/events/stream`, { headers: { authorization: `Bearer ${token}` } });
  const stream = readStream(response);
  while (streams.count < 2) await new Promise((resolve) => setImmediate(resolve));

  let told = 0;
  const reading = (async () => {
    for (let sent: Sent | null = await stream.next(); sent !== null; sent = await stream.next()) told += 1;
  })();
  // Far more than the buffers of both ends of a connection hold.
  const text = 'x'.repeat(64_000);
  const audience = {
    needs: 'calls.read',
    standing: { agent: null, queue: null, team: null },
    agents: [],
    operation: null,
  } as const;
  let announced = 0;
  while (streams.cut === 0) {
    announced += 1;
    const data = { webhookId: 'wh_1', reason: text, failures: 1 };
    const event = {
      id: `evt_${announced}`,
      type: 'webhook.disabled',
      at: 0,
      callId: null,
      callSeq: null,
      basis: null,
      data,
    } as const;
    streams.hub.announce({ event, audience });
    const isBehind = (): boolean => told < announced;
    while (isBehind()) await new Promise((resolve) => setImmediate(resolve));
  }
  expect(streams.count).toBe(1);
  expect(announced).toBeLessThan(2_000);
  slow.destroy();
  await server.close();
  await reading.catch(() => undefined);
});

test('a client that was cut reads what was held for it, the reason last', async () => {
  const { outlet, body } = createSseOutlet({ limitBytes: 1_000, lingerMs: 60_000 });
  const reasons: string[] = [];
  outlet.onClosed((reason) => reasons.push(reason));
  const chunk = new TextEncoder().encode(`event: call.held\ndata: {"text":"${'x'.repeat(300)}"}\n\n`);
  for (let sent = 0; sent < 10; sent += 1) outlet.send(chunk);
  expect(outlet.isClosed).toBe(true);
  expect(reasons).toEqual(['slow']);
  const sent = await readStream(new Response(body)).rest();
  expect(sent.map(({ event }) => event)).toEqual(['call.held', 'call.held', 'stream.closing']);
  expect(sent.at(-1)?.data).toEqual({ reason: 'slow' });
});

test('what is held for a client that was cut is not held for ever', async () => {
  vi.useFakeTimers();
  const { outlet, body } = createSseOutlet({ limitBytes: 10, lingerMs: 10_000 });
  outlet.close('revoked');
  vi.advanceTimersByTime(10_000);
  vi.useRealTimers();
  await expect(body.getReader().read()).rejects.toThrow('stream closed: revoked');
});

test('a stream says that it lives, and where it is', async () => {
  const api = await openApi();
  await api.ready('lan');
  await api.pass(0);
  const streams = createStreams(api.service, { ...streamLimits, beatMs: 5 });
  await streams.begin();
  const principal = principalOf(
    { id: 'key:1', name: 'Wall', role: 'admin', subject: null },
    api.service.directory,
    defaultPermissions,
    null,
  );
  if (principal === null) throw new Error('nobody');
  const { outlet, body } = createSseOutlet({ limitBytes: 10_000, lingerMs: 1 });
  const interest = { queues: [], teams: [], calls: [], types: [] };
  const subscription = { principal, interest, shows: ['events'], frameMs: 0, wire: sseWire } as const;
  streams.open(subscription, { after: streams.hub.position, skip: 0 }, outlet);
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  expect((await reader.read()).value).toBe(`: beat\nid: ${api.runtime.published()}\n\n`);
  await reader.cancel();
  streams.close();
});
