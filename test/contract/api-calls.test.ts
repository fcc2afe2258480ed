import { createFirstKey } from '@legwork/api';
import { describe, expect, test } from 'vitest';
import { createKeys, type KeyDocument } from '../../api/src/auth/keys.ts';
import { openApi } from '../support/api/open-api.ts';

const talking = async () => {
  const api = await openApi();
  await api.ready('lan');
  await api.talk();
  return api;
};

describe('the live list', () => {
  test('shows a call with who talks on it, whose it is, and since when', async () => {
    const api = await talking();
    const list = await api.get('/v1/calls', 'admin');
    expect(list.status).toBe(200);
    expect(list.body).toMatchObject({ next: null, asOf: api.runtime.published() });
    expect(list.at('data')).toMatchObject([
      {
        id: 'c1',
        direction: 'inbound',
        customer: '+84901234567',
        queue: 'main',
        team: 'north',
        party: { kind: 'agent', id: 'lan', name: 'Lan' },
        agentLegId: 'c1.2',
        state: 'talking',
        hold: 'open',
        handover: 'idle',
        supervisors: [],
        confirmed: true,
      },
    ]);
    expect(list.at('data.0.talkingSince')).toBe(list.at('data.0.stateSince'));
    expect(list.at('data.0')).toMatchObject({ talkMs: 0, waitingSince: null, heldSince: null });
  });

  test('shows supervisors what is their team’s, agents what is their own, analysts no numbers', async () => {
    const api = await talking();
    const seen = async (as: 'minh' | 'hoa' | 'lan' | 'mai'): Promise<unknown> =>
      (await api.get('/v1/calls', as)).at('data.length');
    expect([await seen('minh'), await seen('hoa'), await seen('lan'), await seen('mai')]).toEqual([1, 0, 1, 0]);
    expect((await api.get('/v1/calls/c1', 'analyst')).at('customer')).toBe('•••567');
  });

  test('says of another team’s call what it says of one that does not exist', async () => {
    const api = await talking();
    const other = await api.get('/v1/calls/c1', 'hoa');
    const none = await api.get('/v1/calls/c9', 'hoa');
    expect(other.status).toBe(404);
    expect(other.headers.get('content-type')).toBe('application/problem+json');
    expect(other.body).toEqual(none.body);
  });
});

describe('a supervisor', () => {
  test('whispers: it is taken on, and present once it was observed', async () => {
    const api = await talking();
    const taken = await api.post('/v1/calls/c1/supervisions', 'minh', { mode: 'whisper', expectedAgentLegId: 'c1.2' });
    expect(taken.status).toBe(202);
    expect(taken.headers.get('location')).toBe(`/v1/operations/${String(taken.at('id'))}`);
    expect(taken.body).toMatchObject({ what: 'cmd.supervise', state: 'pending', call: 'c1' });
    await api.pass(5_000);
    const call = await api.get('/v1/calls/c1', 'minh');
    expect(call.at('supervisors')).toMatchObject([
      { supervisor: 'minh', name: 'Minh', mode: 'whisper', state: 'present' },
    ]);
  });

  test('is answered when it is done, where the request prefers to wait', async () => {
    const api = await talking();
    const answer = api.post('/v1/calls/c1/supervisions', 'minh', { mode: 'monitor' }, { Prefer: 'wait=30' });
    await api.until((fact) => fact.type === 'command.resolved');
    const { status, body } = await answer;
    expect(status).toBe(200);
    expect(body).toMatchObject({ state: 'done', call: 'c1', cause: null });
  });

  test('is refused with the reason, what is allowed instead, and the operation that was audited', async () => {
    const api = await talking();
    await api.post('/v1/calls/c1/supervisions', 'minh', { mode: 'whisper' });
    const busy = await api.post('/v1/calls/c1/supervisions', 'minh', { mode: 'barge' });
    expect(busy.status).toBe(409);
    expect(busy.body).toMatchObject({
      type: 'urn:legwork:problem:supervisorBusy',
      reason: 'supervisorBusy',
      status: 409,
    });
    expect(busy.at('operationId')).toMatch(/^op_[0-9a-f]{32}$/);
    expect(busy.at('allowed')).toContain('cmd.stop');
    const stale = await api.post('/v1/calls/c1/supervisions', 'admin', {
      supervisor: 'hoa',
      mode: 'monitor',
      expectedAgentLegId: null,
    });
    expect(stale.body).toMatchObject({ status: 409, reason: 'stale', expected: 'c1.2' });
  });

  test('who may not see the call is told that there is none, and audited all the same', async () => {
    const api = await talking();
    const audited: unknown[] = [];
    api.runtime.publications.subscribe(({ fact }) => {
      if (fact.type === 'audit') audited.push({ by: fact.by, call: fact.call, why: fact.why });
    });
    const other = await api.post('/v1/calls/c1/supervisions', 'hoa', { mode: 'monitor' });
    const none = await api.post('/v1/calls/c9/supervisions', 'hoa', { mode: 'monitor' });
    expect(other.status).toBe(404);
    expect(other.body).toEqual(none.body);
    const denied = await api.post('/v1/calls/c1/supervisions', 'service', { mode: 'monitor', supervisor: 'minh' });
    expect(denied.body).toMatchObject({ status: 403, reason: 'forbidden' });
    expect(audited).toMatchObject([
      { by: { role: 'none', id: 'hoa' }, call: 'c1' },
      { by: { role: 'none', id: 'hoa' }, call: null },
      { by: { role: 'none' }, call: 'c1' },
    ]);
  });

  test('is nobody’s in whose name somebody asks who may not see them, whether they exist or not', async () => {
    const api = await talking();
    const order = {
      name: 'wall',
      role: 'service',
      permissions: ['calls.read', 'monitor', 'takeover'],
      teams: ['north'],
    };
    const made = await api.post('/v1/keys', 'admin', order);
    const headers = { authorization: `Bearer ${String(made.at('token'))}` };
    const asks = async (supervisor: string) => {
      const sits = { headers, body: { mode: 'monitor', supervisor } };
      const tried = await api.request('GET', `/v1/calls/c1?include=actions&supervisor=${supervisor}`, { headers });
      const reply = await api.request('POST', '/v1/calls/c1/supervisions', sits);
      return [tried.at('actions.monitor'), reply.status];
    };
    expect(await asks('hoa')).toEqual([{ reason: 'noSuchSupervisor' }, 404]);
    expect(await asks('nobody')).toEqual([{ reason: 'noSuchSupervisor' }, 404]);
    expect(await asks('minh')).toEqual([null, 202]);
  });

  test('is seen by nobody who is an agent', async () => {
    const api = await talking();
    await api.post('/v1/calls/c1/supervisions', 'minh', { mode: 'whisper' });
    expect((await api.get('/v1/calls/c1', 'lan')).body).toMatchObject({ supervisors: [], underWay: [] });
    await api.pass(5_000);
    expect((await api.get('/v1/calls', 'lan')).at('data')).toMatchObject([{ supervisors: [], underWay: [] }]);
  });
});

describe('a request', () => {
  test.each([
    ['without anybody', 'GET', '/v1/calls', {}, 401, 'unauthenticated'],
    ['without anybody, for nothing', 'GET', '/v1/nothing', {}, 401, 'unauthenticated'],
    ['for nothing', 'GET', '/v1/nothing', { as: 'admin' }, 404, 'notFound'],
    ['in a way that there is not', 'DELETE', '/v1/calls', { as: 'admin' }, 405, 'methodNotAllowed'],
    ['without a body', 'POST', '/v1/calls/c1/supervisions', { as: 'minh' }, 400, 'badRequest'],
    ['whose body is no JSON', 'POST', '/v1/calls/c1/supervisions', { as: 'minh', body: '{' }, 400, 'badRequest'],
    [
      'whose body is a form',
      'POST',
      '/v1/calls/c1/supervisions',
      { as: 'minh', body: 'mode=barge', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      415,
      'unsupportedMediaType',
    ],
    [
      'that is too large',
      'POST',
      '/v1/calls/c1/supervisions',
      { as: 'minh', body: `"${'x'.repeat(70_000)}"` },
      413,
      'tooLarge',
    ],
    [
      'that says something unknown',
      'POST',
      '/v1/calls/c1/supervisions',
      { as: 'minh', body: { mode: 'shout' } },
      422,
      'invalid',
    ],
  ] as const)('%s is a problem', async (_title, method, path, asked, status, reason) => {
    const api = await openApi();
    const reply = await api.request(method, path, asked);
    expect(reply.body).toMatchObject({ status, reason, type: `urn:legwork:problem:${reason}` });
    expect(reply.status).toBe(status);
    expect(reply.headers.get('content-type')).toBe('application/problem+json');
  });

  test('is told every field that is wrong, by JSON Pointer', async () => {
    const api = await openApi();
    const { body } = await api.post('/v1/calls/c1/supervisions', 'minh', { mode: 'shout', volume: 11 });
    expect(body).toMatchObject({ errors: [{ pointer: '/mode' }, { pointer: '' }] });
  });
});

describe('a key', () => {
  test('opens nothing any more once it is revoked, and nothing with another secret', async () => {
    const api = await openApi();
    const token = await api.tokenOf('admin');
    expect((await api.get('/v1/calls', 'admin')).status).toBe(200);
    const forged = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`;
    expect((await api.request('GET', '/v1/calls', { headers: { authorization: `Bearer ${forged}` } })).status).toBe(
      401,
    );
    const id = /^lw_([0-9a-f]{16})_/.exec(token)?.[1] ?? '';
    expect(await api.service.keys.revoke(id)).toBe(true);
    expect((await api.get('/v1/calls', 'admin')).status).toBe(401);
  });

  test('is known to a process that has not made it by what was kept alone, and not with another secret', async () => {
    const api = await openApi();
    const token = await api.tokenOf('admin');
    const opened = () => createKeys(api.store.documents<KeyDocument>('keys'), () => api.time.now());
    expect(await opened().verify(`${token.slice(0, -43)}${'x'.repeat(43)}`)).toBeNull();
    const keys = opened();
    expect(await keys.verify(token)).toMatchObject({ name: 'admin' });
    expect(await keys.revoke(/^lw_([0-9a-f]{16})_/.exec(token)?.[1] ?? '')).toBe(true);
    expect(await keys.verify(token)).toBeNull();
    expect(await opened().verify(token)).toBeNull();
  });

  test('is guessed at by few at once, so that nobody keeps the processors busy with it', async () => {
    const api = await openApi();
    const token = await api.tokenOf('admin');
    const keys = createKeys(api.store.documents<KeyDocument>('keys'), () => api.time.now());
    const guesses = Array.from({ length: 6 }, (_, n) => keys.verify(`${token.slice(0, -43)}${String(n).repeat(43)}`));
    const made = await Promise.allSettled(guesses);
    const refused = made.filter(({ status }) => status === 'rejected');
    expect(refused).toMatchObject([{ reason: { problem: { status: 429 } } }, { reason: { problem: { status: 429 } } }]);
    expect(await keys.verify(token)).toMatchObject({ name: 'admin' });
  });

  test('is kept without its secret', async () => {
    const api = await openApi();
    const token = await api.tokenOf('admin');
    const kept = JSON.stringify(await api.service.keys.list());
    expect(kept).not.toContain(token.slice(-43));
  });

  test('is made once, for an admin, where there is none', async () => {
    const api = await openApi();
    const token = await createFirstKey(api.service.keys);
    expect((await api.request('GET', '/v1/calls', { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
    expect(await createFirstKey(api.service.keys)).toBeNull();
  });
});
