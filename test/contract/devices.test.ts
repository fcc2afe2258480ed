import { expect, test } from 'vitest';
import { openApi, type As } from '../support/api/open-api.ts';

const people = {
  agents: [{ id: 'lan', team: 'north', endpoint: 'agent/lan', devices: { home: 'agent/lan-home' } }],
  supervisors: [
    { id: 'minh', teams: ['north'], endpoint: 'supervisor/minh', devices: { mobile: 'supervisor/minh-mobile' } },
  ],
  policy: { destinations: { allow: ['0'] } },
};

test('a supervisor is rung on the device that they name, to be present and to take over', async () => {
  const api = await openApi({ settings: people });
  await api.ready('lan');
  await api.talk();
  const wrong = await api.post('/v1/calls/c1/supervisions', 'minh', { mode: 'monitor', device: 'car' });
  expect([wrong.status, wrong.body]).toMatchObject([422, { reason: 'invalid', field: 'device', allowed: 'mobile' }]);
  expect((await api.post('/v1/calls/c1/supervisions', 'minh', { mode: 'monitor', device: 'mobile' })).status).toBe(202);
  await api.pass(5_000);
  const endpoints = async () =>
    ((await api.get('/v1/calls/c1/legs', 'minh')).at('data') as readonly { endpoint: string }[]).map(
      ({ endpoint }) => endpoint,
    );
  expect(await endpoints()).toContain('supervisor/minh-mobile');
  const seat = String((await api.get('/v1/calls/c1', 'minh')).at('supervisors.0.id'));
  await api.request('DELETE', `/v1/supervisions/${seat}`, { as: 'minh' });
  await api.pass(5_000);
  await api.post('/v1/calls/c1/takeover', 'minh', { device: 'mobile' });
  await api.pass(5_000);
  expect((await api.get('/v1/calls/c1', 'minh')).at('party')).toMatchObject({ kind: 'supervisor', id: 'minh' });
  expect(await endpoints()).toEqual(['+84901234567', 'supervisor/minh-mobile']);
});

test('a call has the reference of whoever asked for it, in lists, events and records; the agent is rung where they said', async () => {
  const api = await openApi({ settings: people });
  await api.ready('lan');
  const order = { to: '0902', agentId: 'lan', device: 'home', clientRef: 'order 7' };
  expect((await api.post('/v1/calls', 'minh', order)).status).toBe(202);
  await api.pass(10_000);
  expect((await api.get('/v1/calls?q=order', 'minh')).at('data')).toMatchObject([{ id: 'c1', clientRef: 'order 7' }]);
  expect((await api.get('/v1/calls/c1/legs', 'minh')).at('data')).toMatchObject([
    { endpoint: '0902' },
    { endpoint: 'agent/lan-home' },
  ]);
  await api.post('/v1/calls/c1/hangup', 'minh');
  await api.pass(5_000);
  expect((await api.get('/v1/calls/c1', 'minh')).at('clientRef')).toBe('order 7');
  const events = await api.get('/v1/events?types=call.created,callRecord.closed', 'minh');
  expect(events.at('data')).toMatchObject([{ data: { clientRef: 'order 7' } }, { data: { clientRef: 'order 7' } }]);
  expect((await api.get('/v1/call-records', 'minh')).at('data')).toMatchObject([{ call: 'c1', clientRef: 'order 7' }]);
  const csv = String((await api.get('/v1/call-records?format=csv', 'minh')).body);
  expect(csv).toContain('order 7');
});

test('who supervises is told to staff of their teams, with where everybody is rung; an agent is told of themselves alone', async () => {
  const supervisors = [
    ...people.supervisors,
    { id: 'hoa', name: 'Hoa', teams: ['south'], endpoint: 'supervisor/hoa' },
    { id: 'bao', teams: 'all', endpoint: 'supervisor/bao' },
  ];
  const api = await openApi({ settings: { ...people, supervisors } });
  const ids = async (path: string, as: As) =>
    ((await api.get(path, as)).at('data') as readonly { readonly id: string }[]).map(({ id }) => id);
  expect(await ids('/v1/supervisors', 'admin')).toEqual(['minh', 'hoa', 'bao']);
  expect(await ids('/v1/supervisors', 'hoa')).toEqual(['hoa', 'bao']);
  expect(await ids('/v1/supervisors?team=north', 'admin')).toEqual(['minh', 'bao']);
  expect((await api.get('/v1/supervisors', 'minh')).at('data.0')).toEqual({
    id: 'minh',
    name: 'minh',
    teams: ['north'],
    device: 'supervisor/minh',
    devices: ['mobile'],
    betweenCalls: null,
  });
  expect((await api.get('/v1/whoami', 'minh')).body).toMatchObject({ device: 'supervisor/minh', devices: ['mobile'] });
  expect((await api.get('/v1/whoami', 'admin')).body).toMatchObject({ device: null, devices: [] });
  expect((await api.get('/v1/agents/lan', 'lan')).body).toMatchObject({ device: 'agent/lan', devices: ['home'] });
  const permissions = ['agents.read', 'agents.self'];
  const key = await api.post('/v1/keys', 'admin', { name: 'nosy', role: 'agent', subject: 'lan', permissions });
  const headers = { authorization: `Bearer ${String(key.at('token'))}` };
  expect((await api.request('GET', '/v1/supervisors', { headers })).status).toBe(403);
});
