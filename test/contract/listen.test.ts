import { connect, createServer } from 'node:net';
import type { Env } from '@legwork/api';
import { listen } from '@legwork/api/serve';
import { expect, test } from 'vitest';

const app = { fetch: () => new Response('here') };
const host = '127.0.0.1';

test('an app is reached at the address that is told, and not any more when it has closed', async () => {
  const listening = await listen(app, { host, port: 0 });
  expect(await (await fetch(listening.url)).text()).toBe('here');
  await listening.close(0);
  await expect(fetch(listening.url)).rejects.toThrow('fetch failed');
});

test('a port that is taken is an error, not a crash', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, host, resolve));
  const address = taken.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  await expect(listen(app, { host, port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  taken.close();
});

test('whoever still reads is cut off when the time of grace is over', async () => {
  const endless = { fetch: () => new Response(new ReadableStream({ start: (to) => to.enqueue(new Uint8Array(1)) })) };
  const listening = await listen(endless, { host, port: 0 });
  const response = await fetch(listening.url);
  const reading = response.text();
  const failed = expect(reading).rejects.toThrow();
  await listening.close(10);
  await failed;
});

test('a header that is sent twice is read as both, so that nobody before the service has looked at another', async () => {
  const read = {
    fetch: (_: Request, env?: object) => {
      const { incoming }: Partial<Env['Bindings']> = { ...env };
      return Response.json(incoming?.headers ?? {});
    },
  };
  const listening = await listen(read, { host, port: 0 });
  const socket = connect(listening.port, host).setEncoding('utf8');
  socket.end(
    'GET / HTTP/1.1\r\nHost: here\r\nAuthorization: Bearer a\r\nAuthorization: Bearer b\r\nConnection: close\r\n\r\n',
  );
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  expect(text).toContain('"authorization":"Bearer a, Bearer b"');
  await listening.close(0);
});

test('whoever offers another protocol is answered in this one, as Java’s client does of every request', async () => {
  const listening = await listen(app, { host, port: 0 });
  const socket = connect(listening.port, host).setEncoding('utf8');
  const offer = 'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AA';
  socket.end(`GET / HTTP/1.1\r\nHost: here\r\n${offer}\r\n\r\n`);
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  // A Node that cannot be told so says no at least.
  expect(text).toMatch(/^HTTP\/1\.1 (200 OK|400 Bad Request)\r\n/);
  await listening.close(0);
});

test('a connection that is neither a WebSocket nor HTTP any more is cut off, too', async () => {
  let asked = (): void => undefined;
  const isAsked = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const silent = {
    fetch: () => {
      asked();
      return new Promise<Response>(() => undefined);
    },
  };
  const listening = await listen(silent, { host, port: 0 });
  const socket = connect(listening.port, host).on('error', () => undefined);
  const key = 'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==';
  socket.write(`GET / HTTP/1.1\r\nHost: here\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${key}\r\n\r\n`);
  await isAsked;
  const cut = new Promise((resolve) => socket.once('close', resolve));
  await listening.close(10);
  await cut;
});
