import { createServer } from 'node:net';
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
