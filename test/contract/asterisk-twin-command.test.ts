import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { openSwitch } from '@legwork/asterisk';
import type { SwitchEvent } from '@legwork/core';
import { expect, test } from 'vitest';

const main = join(import.meta.dirname, '../../api/src/cli/main.ts');

test('legwork twin asterisk serves an application, and people are made to call and hang up by its control endpoint', async () => {
  const child = spawn(
    process.execPath,
    [main, 'twin', 'asterisk', '--port', '0', '--ami', '0', '--control', '0', '--seed', '7'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let said = '';
  child.stdout.on('data', (chunk) => {
    said += String(chunk);
  });
  while (!said.includes('control')) await once(child.stdout, 'data');
  const [at = '', far = ''] = said.match(/http:\/\/127\.0\.0\.1:\d+/g) ?? [];

  const events: SwitchEvent[] = [];
  const port = openSwitch({ id: 'sw', url: `${at}/ari`, user: 'legwork', password: 'loopback' });
  const seen = new Promise<void>((resolve) => {
    port.events.subscribe((event) => {
      events.push(event);
      if (event.type === 'switch.back') void control('POST', 'calls', { from: '0901', to: '1900' });
      if (event.type === 'leg.offered') void control('POST', `legs/${event.native}/hangUp`);
      if (event.type === 'leg.ended') resolve();
    });
  });
  const control = (method: string, path: string, body: object = {}) =>
    fetch(`${far}/${path}`, { method, body: JSON.stringify(body) });
  await seen;
  expect(events.map(({ type }) => type)).toEqual(['switch.back', 'leg.offered', 'leg.ended']);
  expect(events[1]).toMatchObject({ from: '0901', to: '1900' });

  const wrong = await control('PUT', 'phones/agent', { answering: 'sings' });
  expect(wrong.status).toBe(400);
  await wrong.text();
  await port.close();
  child.kill('SIGTERM');
  const [code] = (await once(child, 'exit')) as [number | null];
  expect(code).toBe(0);
});
