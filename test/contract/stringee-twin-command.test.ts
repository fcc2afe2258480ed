import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tokenOf } from '../support/stringee/customer.ts';

const main = join(import.meta.dirname, '../../api/src/cli/main.ts');
const run = (...args: readonly string[]) =>
  spawn(process.execPath, [main, 'twin', 'stringee', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });

test("legwork twin stringee calls somebody's server, which answers with actions, and people hang up by its control endpoint", async () => {
  const told: string[] = [];
  let hangUp = (): void => undefined;
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      const signed = request.method === 'GET' ? (request.url ?? '') : body;
      expect(request.headers['x-stringee-signature']).toBe(createHmac('sha1', 'sign').update(signed).digest('base64'));
      const status = body === '' ? 'asked' : (JSON.parse(body) as { readonly call_status: string }).call_status;
      told.push(status);
      response.end('[{"action":"talk","text":"welcome","loop":"100"}]');
      if (status === 'answered') hangUp();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const customer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const urls = ['--answer-url', `${customer}/answer`, '--event-url', `${customer}/events`];
  const keys = ['--api-key-sid', 'SK.test', '--api-key-secret', 'secret of tests', '--signing-secret', 'sign'];
  const child = run('--port', '0', ...urls, ...keys, '--open', 'calloutReply=callId', 'transferFailed=stays');
  let said = '';
  child.stdout.on('data', (chunk) => (said += String(chunk)));
  while (!said.includes('control')) await once(child.stdout, 'data');
  const [rest = '', far = ''] = said.match(/http:\/\/127\.0\.0\.1:\d+/g) ?? [];
  const control = async (path: string, body: object): Promise<unknown> =>
    (await fetch(`${far}/${path}`, { method: 'POST', body: JSON.stringify(body) })).json();

  const { leg } = (await control('calls', { from: '0901', to: '1900' })) as { readonly leg: string };
  const ended = new Promise<void>((resolve) => {
    hangUp = () => void control(`legs/${encodeURIComponent(leg)}/hangUp`, {}).then(() => resolve());
  });
  await ended;
  const reply = await fetch(`${rest}/v1/call2/stop`, {
    method: 'POST',
    headers: { 'X-STRINGEE-AUTH': tokenOf() },
    body: '{"callId":"none"}',
  });
  expect(await reply.json()).toMatchObject({ r: 3 });
  child.kill('SIGTERM');
  const [code] = (await once(child, 'exit')) as [number | null];
  expect(code).toBe(0);
  expect(told.slice(0, 3)).toEqual(['created', 'asked', 'answered']);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

test('legwork twin stringee says what can be chosen where it is chosen wrongly', async () => {
  const child = run('--answer-url', 'http://x', '--event-url', 'http://x', '--open', 'transferFailed=sings');
  let said = '';
  child.stderr.on('data', (chunk) => (said += String(chunk)));
  const [code] = (await once(child, 'close')) as [number | null];
  expect(code).not.toBe(0);
  expect(said).toContain("'transferFailed=sings' cannot be chosen");
  expect(said).toContain('transferFailed=ends|stays');
});
