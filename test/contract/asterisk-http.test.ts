import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { openHttp } from '../../adapters/asterisk/src/connection/http.ts';

/** Somebody who speaks HTTP, and does with each request what comes next; how many there were. */
const open = async (...replies: readonly ('200' | '409' | 'resets' | 'is silent')[]) => {
  const sockets = new Set<Socket>();
  let asked = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('data', () => {
      const reply = replies[asked];
      asked += 1;
      if (reply === 'resets') socket.destroy();
      else if (reply !== 'is silent') socket.write(`HTTP/1.1 ${reply ?? '200'} Well\r\nContent-Length: 0\r\n\r\n`);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/ari`);
  // Whoever answers has time to.
  const replyMs = replies.includes('is silent') ? 50 : 30_000;
  const http = openHttp({ url, user: 'u', password: 'p', replyMs });
  onTestFinished(() => {
    http.close();
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { http, asked: () => asked };
};
const dial = { method: 'POST', path: '/channels/c1.1' } as const;

test('a request on a kept connection that breaks off is made again, and what it finds done may be its own doing', async () => {
  const { http, asked } = await open('200', 'resets', '409');
  expect(await http.send(dial)).toMatchObject({ status: 200 });
  expect(await http.send(dial)).toMatchObject({ status: 409, isRepeat: true });
  expect(asked()).toBe(3);
});

test('one that would be done twice is not made again', async () => {
  const { http, asked } = await open('200', 'resets');
  await http.send(dial);
  expect(await http.send({ ...dial, once: true })).toEqual({ status: 0, body: undefined });
  expect(asked()).toBe(2);
});

test('one that is not answered in time is not made again: it was read, and may be done yet', async () => {
  const { http, asked } = await open('200', 'is silent');
  await http.send(dial);
  expect(await http.send(dial)).toEqual({ status: 0, body: undefined });
  expect(asked()).toBe(2);
});

test('text that is no Unicode is asked for as what can be read of it', async () => {
  const { http } = await open('200');
  expect(await http.send({ ...dial, query: { callerId: 'Lan \ud83d' } })).toMatchObject({ status: 200 });
});
