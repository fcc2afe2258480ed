import { asId, type CallId, type CommandId } from '@legwork/core';
import { createApp } from '@legwork/api';
import { JournalFault } from '@legwork/core/runtime';
import { describe, expect, test } from 'vitest';
import { openApi } from '../support/api/open-api.ts';

test('a process that answers is healthy, and nobody has to say who they are to hear it', async () => {
  const api = await openApi();
  for (const path of ['/healthz', '/v1/healthz']) {
    expect(await api.request('GET', path)).toMatchObject({ status: 200, body: { ok: true } });
  }
});

test('it is ready while the journal can be written and the switches are in reach', async () => {
  const api = await openApi();
  const ready = await api.request('GET', '/readyz');
  expect(ready).toMatchObject({ status: 200, body: { ready: true } });
  api.centre.switch.simulated.lose();
  await api.pass(1_000);
  const lost = await api.request('GET', '/v1/readyz');
  expect(lost.status).toBe(503);
  expect(lost.headers.get('retry-after')).toBe('5');
  expect(lost.body).toMatchObject({
    ready: false,
    checks: [
      { name: 'journal', ok: true },
      { name: 'switch sim', ok: false },
      { name: 'service', ok: true },
    ],
  });
});

test('it is not ready while the journal cannot be written, nor while it closes', async () => {
  const api = await openApi();
  const runtime = Object.assign(Object.create(api.runtime) as typeof api.runtime, { fault: () => new Error('full') });
  const broken = await createApp({ ...api.service, runtime }).request('/readyz');
  expect(broken.status).toBe(503);
  expect(await broken.text()).not.toMatch('full');
  api.service.streams.close();
  expect((await api.request('GET', '/readyz')).status).toBe(503);
});

describe('while the journal', () => {
  test.for([
    ['has more to do than it can', 'busy', 'More is asked for than is done.'],
    ['is closed', 'closed', 'The service is closing.'],
    ['is full', 'full', 'The journal cannot be used: nothing can be made durable.'],
  ] as const)('%s, a command is not acknowledged, and may be asked for again', async ([, trouble, detail]) => {
    const api = await openApi({ settings: { policy: { destinations: { allow: ['0'] } } } });
    const ask = (): Promise<never> => Promise.reject(new JournalFault(trouble, 'at /var/lib/legwork.db'));
    const runtime = Object.assign(Object.create(api.runtime) as typeof api.runtime, { ask });
    const response = await createApp({ ...api.service, runtime }).request('/v1/calls', {
      method: 'POST',
      headers: { authorization: `Bearer ${await api.tokenOf('admin')}`, 'content-type': 'application/json' },
      body: JSON.stringify({ to: '0901234567', from: '1900' }),
    });
    expect(response.status).toBe(503);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(response.headers.get('retry-after')).toBe('5');
    expect(await response.json()).toMatchObject({ reason: 'unavailable', detail });
  });

  test('is closed, nothing that would have to be kept is acknowledged, and what cannot be read is said to be so', async () => {
    const api = await openApi({ settings: { webhooks: { allowHttp: true } } });
    const created = await api.post('/v1/webhooks', 'admin', { url: 'http://192.0.2.1/' });
    await api.store.close();
    const replies = await Promise.all([
      api.post('/v1/keys', 'admin', { name: 'x', role: 'analyst' }),
      api.post('/v1/flows', 'admin', { name: 'x', routing: { hotlines: [], nodes: {}, queues: {} } }),
      api.post('/v1/webhooks', 'admin', { url: 'http://192.0.2.1/' }),
      api.request('PATCH', `/v1/webhooks/${String(created.at('id'))}`, { as: 'admin', body: { description: 'new' } }),
      api.get('/v1/call-records', 'admin'),
      api.get('/v1/operations/op_1', 'admin'),
      api.get('/v1/calls/c1', 'admin'),
    ]);
    for (const { status, headers } of replies) {
      expect([status, headers.get('retry-after')]).toEqual([503, '5']);
    }
    const now = await api.get('/v1/webhooks', 'admin');
    expect(now.at('data')).toMatchObject([{ description: '' }]);
  });
});

test('what is counted says how, names nobody, and adds up', async () => {
  const api = await openApi();
  await api.ready('lan');
  await api.talk('+84901234567');
  const by = { role: 'service', id: 'test' } as const;
  await api.runtime.ask({ type: 'cmd.hold', id: asId<CommandId>('h'), call: asId<CallId>('c1'), by });
  await api.pass(1_000);
  const during = String((await api.get('/v1/metrics', 'admin')).body);
  expect(during).toMatch('legwork_calls{state="held"} 1');
  expect(during).toMatch('legwork_agents{state="talking"} 1');
  expect(during).toMatch('legwork_switch_reachable{switch="sim"} 1');
  await api.runtime.ask({ type: 'cmd.hangUp', id: asId<CommandId>('u'), call: asId<CallId>('c1'), by });
  await api.pass(1_000);
  await api.get('/v1/calls/c1', 'admin');
  await api.get('/v1/nonsense/c1', 'admin');
  const text = String((await api.get('/v1/metrics', 'admin')).body);
  expect(text).toMatch('legwork_calls{state="all"} 0');
  expect(text).toMatch('legwork_calls_closed_total{end="hungUp",queue="main"} 1');
  expect(text).toMatch('legwork_calls_served_total{queue="main"} 1');
  expect(text).toMatch('legwork_commands_total{what="cmd.hold",outcome="done"} 1');
  expect(text).toMatch(/legwork_command_seconds_count\{what="cmd.hold"\} 1/);
  expect(text).toMatch(/legwork_http_request_seconds_count\{method="GET",route="none",status="404"\} 1/);
  expect(text).toMatch(/legwork_http_request_seconds_count\{method="GET",route="\/v1\/calls\/:id",status="\d+"\} 1/);
  expect(text).not.toMatch(/84901234567|lan|minh|c1\b/);
  const helps = text.split('\n').filter((line) => line.startsWith('# HELP'));
  expect(helps.length).toBeGreaterThan(15);
  expect((await api.get('/v1/metrics', 'lan')).status).toBe(403);
  expect((await api.request('GET', '/v1/metrics')).status).toBe(401);
});
