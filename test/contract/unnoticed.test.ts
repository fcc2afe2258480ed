import { expect, test } from 'vitest';
import { openApi } from '../support/api/open-api.ts';
import { readStream } from '../support/api/read-stream.ts';

/** Lan talks on c1, at which Minh will listen. */
const talking = async () => {
  const api = await openApi();
  await api.ready('lan');
  await api.talk();
  await api.pass(10_000);
  return api;
};
type Api = Awaited<ReturnType<typeof talking>>;

const replies = ['', '/c1', '/c1?include=actions', '/c1/timeline', '/c1/legs', '/c1/hears'].map(
  (path) => `/v1/calls${path}`,
);
/** All that an agent can ask for, without cursors, which are never the same twice. */
const shown = async (api: Api) => {
  const bodies: unknown[] = [];
  for (const path of [...replies, '/v1/events', '/v1/agents']) {
    const { body } = await api.get(path, 'lan');
    bodies.push(JSON.parse(JSON.stringify(body, (key, value: unknown) => (key === 'asOf' ? '' : value))));
  }
  return bodies;
};

test('an agent is shown the same while a supervisor comes, speaks to them, leaves, and begins to take over', async () => {
  const api = await talking();
  const response = await api.app.request('/v1/events/stream?show=events,calls&frameMs=0', {
    headers: { authorization: `Bearer ${await api.tokenOf('lan')}` },
  });
  const stream = readStream(response);
  const [first] = await stream.until(({ event }) => event === 'calls');
  expect(first?.data).toMatchObject({ calls: [{ id: 'c1', seenAt: null }] });
  const before = await shown(api);
  const expectNothing = async () => {
    await api.pass(5_000);
    expect(await shown(api)).toEqual(before);
  };
  await api.post('/v1/calls/c1/supervisions', 'minh', { mode: 'monitor' });
  await expectNothing();
  await api.request('PATCH', '/v1/supervisions/s1', { as: 'minh', body: { mode: 'barge' } });
  await expectNothing();
  await api.request('DELETE', '/v1/supervisions/s1', { as: 'minh' });
  await expectNothing();
  await api.post('/v1/calls/c1/takeover', 'minh');
  await api.pass(500);
  const leg = String((await api.get('/v1/calls/c1/legs', 'minh')).at('data.2.id'));
  expect(await shown(api)).toEqual(before);
  expect((await api.request('DELETE', `/v1/legs/${leg}`, { as: 'lan' })).status).toBe(404);
  // What they are told next is that they are out.
  await api.pass(10_000);
  const told = await stream.until(({ event }) => event === 'calls');
  expect(told.at(-1)?.data).toEqual({ calls: [], gone: ['c1'] });
  expect(told.map(({ event }) => event)).not.toContain('operation.accepted');
  await stream.leave();
});

test('an agent who comes back to their stream is shown their call, whether anything has happened to it or not', async () => {
  const api = await talking();
  const asOf = String((await api.get('/v1/calls', 'lan')).at('asOf'));
  const comesBack = async () => {
    const response = await api.app.request(`/v1/events/stream?show=calls&after=${asOf}`, {
      headers: { authorization: `Bearer ${await api.tokenOf('lan')}` },
    });
    const stream = readStream(response);
    const sent = await stream.until(({ event }) => event === 'calls');
    await stream.leave();
    return sent.map(({ data }) => data);
  };
  const before = await comesBack();
  await api.post('/v1/calls/c1/supervisions', 'minh', { mode: 'whisper' });
  await api.pass(5_000);
  expect(await comesBack()).toEqual(before);
});

test('what an agent asks for is told under its own name, which counts nothing that others do', async () => {
  const api = await talking();
  const { body } = await api.post('/v1/calls/c1/hold', 'lan');
  const { id } = body as { readonly id: string };
  const events = (await api.get(`/v1/events?types=operation.accepted,operation.resolved`, 'lan')).at('data');
  expect(events).toMatchObject([{ id: `evt_${id}_operation.accepted` }]);
});

test('an agent who may read records and have webhooks is told no number of the house by them', async () => {
  const agent = ['calls.read', 'calls.control', 'records.read', 'webhooks.write'];
  const api = await openApi({ settings: { auth: { permissions: { agent } } } });
  await api.ready('lan');
  for (const call of ['c1', 'c2']) {
    await api.talk();
    await api.post(`/v1/calls/${call}/hangup`, 'lan');
    await api.pass(5_000);
  }
  const page = async (query: string) => (await api.get(`/v1/call-records?limit=1${query}`, 'lan')).body;
  const first = await page('');
  expect(first).toMatchObject({ data: [{ call: 'c2', updatedSeq: null }] });
  const { next } = first as { readonly next: string };
  expect(await page(`&cursor=${next}`)).toMatchObject({ data: [{ call: 'c1' }], next: null });
  expect(await page('&updatedSince=1')).toMatchObject({ errors: [{ pointer: 'updatedSince' }] });
  expect(await page(`&cursor=${Buffer.from('after 9').toString('base64url')}`)).toMatchObject({ status: 422 });
  expect((await api.get(`/v1/call-records?cursor=${next}`, 'mai')).status).toBe(422);

  const hook = (await api.post('/v1/webhooks', 'lan', { url: 'https://203.0.113.10/', types: ['call.held'] })).body;
  const { id, after } = hook as { readonly id: string; readonly after: unknown };
  expect(after).toBeTypeOf('string');
  const again = async (from: unknown) =>
    (await api.post(`/v1/webhooks/${id}/redeliver`, 'lan', { after: from })).status;
  expect([await again(after), await again(1)]).toEqual([202, 422]);
});

test('nobody lets agents read what tells of whoever listens', async () => {
  const api = await openApi();
  const order = { name: 'x', role: 'agent', subject: 'lan', permissions: ['calls.read', 'audit.read'] };
  expect((await api.post('/v1/keys', 'admin', order)).body).toMatchObject({ errors: [{ pointer: '/permissions/1' }] });
  const permissions = { agent: ['metrics.read'] };
  await expect(openApi({ settings: { auth: { permissions } } })).rejects.toThrow('tells of whoever listens');
});
