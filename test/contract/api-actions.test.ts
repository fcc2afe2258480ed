import { describe, expect, test } from 'vitest';
import { openApi, type As } from '../support/api/open-api.ts';
import { withoutTokens } from '../support/api/without-tokens.ts';

const talking = async (settings?: object) => {
  const api = await openApi(settings === undefined ? {} : { settings });
  await api.ready('lan');
  await api.talk();
  /** Asks, and lets time pass until it is resolved. */
  const does = async (as: As, method: string, path: string, body?: unknown) => {
    const taken = await api.request(method, path, { as, body: body ?? (method === 'DELETE' ? undefined : {}) });
    if (taken.status !== 202) return taken;
    await api.pass(10_000);
    return api.get(String(taken.headers.get('location')), as);
  };
  return { ...api, does };
};

const numbers = { policy: { destinations: { allow: ['+84'], deny: ['+84900'] } } };

describe('a supervisor', () => {
  test('monitors, whispers, barges and leaves, and the call goes on', async () => {
    const api = await talking();
    expect((await api.does('minh', 'POST', '/v1/calls/c1/supervisions', { mode: 'monitor' })).at('state')).toBe('done');
    const seat = String((await api.get('/v1/calls/c1', 'minh')).at('supervisors.0.id'));
    for (const mode of ['whisper', 'barge']) {
      expect((await api.does('minh', 'PATCH', `/v1/supervisions/${seat}`, { mode })).at('state')).toBe('done');
      expect((await api.get('/v1/calls/c1', 'minh')).at('supervisors.0.mode')).toBe(mode);
    }
    const left = await api.does('minh', 'DELETE', `/v1/supervisions/${seat}?reason=enough`);
    expect(left.body).toMatchObject({ state: 'done', reason: 'enough' });
    expect((await api.get('/v1/calls/c1', 'minh')).body).toMatchObject({ supervisors: [], state: 'talking' });
  });

  test('takes the call over from their seat: the agent is out, they talk with the customer', async () => {
    const api = await talking();
    await api.does('minh', 'POST', '/v1/calls/c1/supervisions', { mode: 'whisper' });
    const supervisionId = (await api.get('/v1/calls/c1', 'minh')).at('supervisors.0.id');
    const body = { supervisionId, expectedAgentLegId: 'c1.2', reason: 'the customer asked for me' };
    expect((await api.does('minh', 'POST', '/v1/calls/c1/takeover', body)).body).toMatchObject({
      state: 'done',
      reason: 'the customer asked for me',
    });
    const call = await api.get('/v1/calls/c1', 'admin');
    expect(call.at('party')).toEqual({ kind: 'supervisor', id: 'minh', name: 'Minh' });
    expect((await api.get('/v1/agents/lan', 'admin')).at('call')).toBeNull();
  });

  test('sends the call to another agent, whether its own likes it or not', async () => {
    const api = await talking();
    await api.ready('mai');
    const to = { agent: 'mai' };
    expect((await api.does('minh', 'POST', '/v1/calls/c1/transfers', { kind: 'blind', to })).at('state')).toBe('done');
    expect((await api.get('/v1/calls/c1', 'admin')).body).toMatchObject({ team: 'south', party: { id: 'mai' } });
    // It is the other team's by now.
    expect((await api.get('/v1/calls/c1', 'minh')).status).toBe(404);
  });

  test('stops the call, which can be looked at afterwards', async () => {
    const api = await talking();
    expect((await api.does('minh', 'POST', '/v1/calls/c1/stop', { reason: 'abuse' })).at('state')).toBe('done');
    const call = await api.get('/v1/calls/c1', 'minh');
    expect(call.body).toMatchObject({ state: 'closed', party: { id: 'lan' }, agentLegId: null });
    expect((await api.get('/v1/calls/c1', 'hoa')).status).toBe(404);
    expect((await api.get('/v1/calls', 'minh')).at('data')).toEqual([]);
    const { data } = await api.service.store.audit({ limit: 10 });
    const { id: principal } = (await api.get('/v1/whoami', 'minh')).body as { id: string };
    expect(data).toMatchObject([{ what: 'cmd.stop', principal, reason: 'abuse', outcome: 'done' }]);
  });

  test('is told beforehand what would become of each action', async () => {
    const api = await talking();
    const free = await api.get('/v1/calls/c1?include=actions', 'minh');
    expect(free.at('actions')).toEqual({
      monitor: null,
      whisper: null,
      barge: null,
      takeover: null,
      transfer: null,
      stop: null,
    });
    await api.does('minh', 'POST', '/v1/calls/c1/supervisions', { mode: 'monitor' });
    const present = await api.get('/v1/calls?include=actions', 'minh');
    expect(present.at('data.0.actions')).toMatchObject({ monitor: { reason: 'alreadySo' }, whisper: null });
    const other = await api.get('/v1/calls/c1?include=actions&supervisor=minh', 'analyst');
    expect(other.at('actions.stop')).toEqual({ reason: 'forbidden' });
  });

  test('has to say why where the policy wants to know', async () => {
    const api = await talking({ policy: { reasonFor: ['stop'] } });
    const refused = await api.post('/v1/calls/c1/stop', 'minh');
    expect(refused.body).toMatchObject({ status: 422, errors: [{ pointer: '/reason' }] });
    expect((await api.post('/v1/calls/c1/stop', 'minh', { reason: 'abuse' })).status).toBe(202);
  });
});

describe('an agent', () => {
  test('holds and resumes, mutes, sends digits and is recorded', async () => {
    const api = await talking();
    for (const [method, path, body] of [
      ['POST', '/v1/calls/c1/hold', {}],
      ['POST', '/v1/calls/c1/resume', {}],
      ['PATCH', '/v1/legs/c1.2', { muted: true }],
      ['PATCH', '/v1/legs/c1.2', { muted: false }],
      ['POST', '/v1/calls/c1/digits', { digits: '12#' }],
      ['POST', '/v1/calls/c1/recordings', {}],
      ['PATCH', '/v1/calls/c1/recordings', { state: 'off' }],
    ] as const) {
      expect((await api.does('lan', method, path, body)).at('state'), path).toBe('done');
    }
    expect((await api.post('/v1/calls/c1/resume', 'lan')).body).toMatchObject({ status: 409, reason: 'notHeld' });
  });

  test('consults another agent and completes, or changes their mind', async () => {
    const api = await talking();
    await api.ready('mai');
    const body = { kind: 'attended', to: { agent: 'mai' } };
    const given = await api.does('lan', 'POST', '/v1/calls/c1/transfers', body);
    expect(given.at('state')).toBe('done');
    const cancelled = await api.does('lan', 'DELETE', `/v1/transfers/${String(given.at('id'))}`);
    expect(cancelled.at('state')).toBe('done');
    expect((await api.get('/v1/calls/c1', 'lan')).body).toMatchObject({ handover: 'idle', party: { id: 'lan' } });

    await api.service.runtime.ask({
      type: 'cmd.ready',
      id: 'again' as never,
      by: { role: 'service', id: 'test' },
      agent: 'mai' as never,
    });
    const again = await api.does('lan', 'POST', '/v1/calls/c1/transfers', body);
    expect((await api.does('lan', 'POST', `/v1/transfers/${String(given.at('id'))}/complete`)).status).toBe(404);
    const completed = await api.post(`/v1/transfers/${String(again.at('id'))}/complete`, 'lan');
    expect(completed.status).toBe(202);
    await api.pass(10_000);
    expect((await api.get('/v1/calls/c1', 'admin')).at('party.id')).toBe('mai');
  });

  test('acts on no call but their own, and sees no other', async () => {
    const api = await talking();
    for (const path of ['hold', 'park', 'hangup', 'digits', 'recordings']) {
      const body = path === 'digits' ? { digits: '1' } : {};
      const other = await api.post(`/v1/calls/c1/${path}`, 'mai', body);
      expect(other.body).toEqual((await api.post(`/v1/calls/c9/${path}`, 'mai', body)).body);
      expect(other.status).toBe(404);
    }
    expect((await api.request('PATCH', '/v1/legs/c1.2', { as: 'mai', body: { muted: true } })).status).toBe(404);
  });

  test('begins and ends a shift, and is put away by their supervisor with a reason', async () => {
    const api = await openApi();
    const put = (as: As, body: unknown) => api.request('PUT', '/v1/agents/lan/presence', { as, body });
    expect((await put('lan', { state: 'available' })).status).toBe(202);
    expect((await api.get('/v1/agents/lan', 'lan')).body).toMatchObject({ state: 'available', team: 'north' });
    expect((await put('minh', { state: 'away' })).body).toMatchObject({ status: 422 });
    expect((await put('minh', { state: 'away', reason: 'training' })).status).toBe(202);
    expect((await api.get('/v1/agents?state=away', 'minh')).at('data')).toMatchObject([
      { id: 'lan', reason: 'training' },
    ]);
    expect((await put('hoa', { state: 'offline', reason: 'mine' })).status).toBe(404);
    expect((await put('mai', { state: 'offline', reason: 'mine' })).status).toBe(403);
    expect((await put('lan', { state: 'offline' })).status).toBe(202);
  });
});

describe('a number', () => {
  test('is called for an agent where it is allowed', async () => {
    const api = await openApi({ settings: numbers });
    await api.ready('lan');
    const taken = await api.post('/v1/calls', 'lan', { to: '+84 24 1234 567' });
    expect(taken.body).toMatchObject({ what: 'cmd.originate', call: 'c1', state: 'pending' });
    await api.pass(10_000);
    expect((await api.get('/v1/calls/c1', 'lan')).body).toMatchObject({ direction: 'outbound', state: 'talking' });
  });

  test.each(['+1900555', '+84900123', '0084241234567', '+84241@elsewhere.example'])(
    'is not called where it is not allowed: %s',
    async (number) => {
      const api = await talking(numbers);
      await api.ready('mai');
      const originated = await api.post('/v1/calls', 'mai', { to: number });
      expect(originated.body).toMatchObject({ status: 403, reason: 'forbidden' });
      for (const [path, body] of [
        ['transfers', { to: { number } }],
        ['transfers', { kind: 'attended', to: { number } }],
        ['parties', { to: { number } }],
      ] as const) {
        expect((await api.post(`/v1/calls/c1/${path}`, 'lan', body)).status).toBe(403);
      }
      expect((await api.post('/v1/calls/c1/transfers', 'minh', { to: { number } })).status).toBe(403);
      expect((await api.service.store.audit({ limit: 9 })).data).toMatchObject([
        { what: 'cmd.transfer', outcome: 'refused' },
      ]);
    },
  );
});

describe('a request with an idempotency key', () => {
  const key = { 'Idempotency-Key': 'k-1' };

  test('is asked once, and answered again with what became of it', async () => {
    const api = await talking();
    const first = await api.post('/v1/calls/c1/hold', 'lan', {}, key);
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    await api.pass(5_000);
    const again = await api.post('/v1/calls/c1/hold', 'lan', {}, key);
    expect(again.status).toBe(202);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(again.body).toMatchObject({ id: first.at('id'), state: 'done' });
  });

  test('that was refused is refused again in the same words', async () => {
    const api = await talking();
    const first = await api.post('/v1/calls/c1/resume', 'lan', {}, key);
    const again = await api.post('/v1/calls/c1/resume', 'lan', {}, key);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
  });

  test('is another’s where caller or path differ, and a mistake where the body does', async () => {
    const api = await talking();
    await api.post('/v1/calls/c1/hold', 'lan', {}, key);
    expect((await api.post('/v1/calls/c1/hold', 'minh', {}, key)).headers.get('idempotent-replayed')).toBeNull();
    expect((await api.post('/v1/calls/c1/park', 'lan', {}, key)).headers.get('idempotent-replayed')).toBeNull();
    expect((await api.post('/v1/calls/c1/hold', 'lan', { reason: 'x' }, key)).body).toMatchObject({
      status: 422,
      reason: 'keyReused',
    });
  });

  test('cannot be made twice at once, and is forgotten after a day', async () => {
    const api = await talking();
    const [one, other] = await Promise.all([
      api.post('/v1/calls/c1/hold', 'lan', {}, key),
      api.post('/v1/calls/c1/hold', 'lan', {}, key),
    ]);
    expect(new Set([one.status, other.status])).toEqual(new Set([202, 409]));
    await api.pass(86_400_000);
    expect((await api.post('/v1/calls/c1/hold', 'lan', {}, key)).headers.get('idempotent-replayed')).toBeNull();
  });
});

describe('the live list', () => {
  const many = async () => {
    const api = await openApi({ settings: { queueTeams: { main: 'south' } } });
    await api.ready('lan');
    for (let n = 1; n <= 7; n += 1) {
      api.centre.arrive({ from: `+8490000000${n}` });
      await api.pass(1_000);
    }
    await api.pass(5_000);
    return api;
  };
  const ids = (reply: { at(path: string): unknown }): unknown =>
    (reply.at('data') as readonly { readonly id: string }[]).map(({ id }) => id);

  test.each(['startedAt', '-startedAt', 'stateSince', '-waitMs'])('comes in pages, sorted by %s', async (sort) => {
    const api = await many();
    const whole = ids(await api.get(`/v1/calls?sort=${sort}`, 'admin')) as readonly string[];
    expect(whole).toHaveLength(7);
    const found: unknown[] = [];
    let at = '';
    do {
      const page = await api.get(`/v1/calls?sort=${sort}&limit=3${at}`, 'admin');
      found.push(...(ids(page) as readonly string[]));
      const next = page.at('next');
      at = typeof next === 'string' ? `&cursor=${next}` : '';
    } while (at !== '');
    expect(found).toEqual(whole);
  });

  test('is asked for by state, queue, team, agent, number and time', async () => {
    const api = await many();
    const found = async (query: string, as: As = 'admin') => ids(await api.get(`/v1/calls?${query}`, as));
    expect(await found('state=talking')).toEqual(['c1']);
    expect(await found('agent=lan')).toEqual(['c1']);
    expect(await found('team=north')).toEqual(['c1']);
    expect(await found('team=south')).toHaveLength(6);
    expect(await found('queue=main')).toHaveLength(7);
    expect(await found('queue=other')).toEqual([]);
    expect(await found('q=LAN')).toEqual(['c1']);
    expect(await found('q=00000003')).toEqual(['c3']);
    expect(await found('q=00000003', 'analyst')).toEqual([]);
    expect(await found('minStateMs=9500')).toEqual(['c1', 'c2', 'c3']);
    expect(await found('supervised=true')).toEqual([]);
    expect((await api.get('/v1/calls?state=nothing', 'admin')).status).toBe(422);
    expect((await api.get('/v1/calls?cursor=nothing', 'admin')).status).toBe(422);
    expect((await api.get('/v1/calls?limit=501', 'admin')).status).toBe(422);
  });

  test('shows who waits in a queue, the longest first, and the queue in figures', async () => {
    const api = await many();
    const waiting = await api.get('/v1/queues/main/waiting', 'hoa');
    expect(ids(waiting)).toEqual(['c2', 'c3', 'c4', 'c5', 'c6', 'c7']);
    expect((await api.get('/v1/queues', 'hoa')).at('data')).toMatchObject([
      { id: 'main', team: 'south', waiting: 6, talking: 1, agents: { available: 0, talking: 1, offline: 1, other: 0 } },
    ]);
    expect((await api.get('/v1/queues/main/waiting', 'minh')).status).toBe(404);
    expect((await api.get('/v1/queues', 'minh')).at('data')).toEqual([]);
  });
});

describe('the legs of a call', () => {
  test('show who hears whom, and who may; to agents nothing of supervisors', async () => {
    const api = await talking();
    await api.does('minh', 'POST', '/v1/calls/c1/supervisions', { mode: 'whisper' });
    const hears = await api.get('/v1/calls/c1/hears', 'minh');
    expect(hears.at('legs')).toMatchObject([
      { id: 'c1.1', role: 'customer', state: 'up', place: 'main' },
      { id: 'c1.2', role: 'agent', party: { id: 'lan' } },
      { id: 's1.1', role: 'seat', party: { id: 'minh' }, place: 'tap', mode: 'whisper', target: 'c1.2' },
    ]);
    expect(hears.at('is')).toContainEqual({ listener: 'c1.2', speaker: 's1.1' });
    expect(hears.at('is')).not.toContainEqual({ listener: 'c1.1', speaker: 's1.1' });
    expect(hears.at('may')).toEqual(hears.at('is'));
    const own = await api.get('/v1/calls/c1/hears', 'lan');
    expect(withoutTokens(JSON.stringify(own.body))).not.toMatch(/s1|minh|seat/i);
    expect((await api.get('/v1/calls/c1/legs', 'lan')).at('data.length')).toBe(2);
    expect((await api.request('PATCH', '/v1/legs/s1.1', { as: 'lan', body: { muted: true } })).status).toBe(404);
    expect((await api.request('DELETE', '/v1/legs/s1.1', { as: 'lan' })).status).toBe(404);
  });

  test('show no number to whoever may not read numbers, wherever the call goes', async () => {
    const api = await talking(numbers);
    await api.post('/v1/calls/c1/transfers', 'minh', { to: { number: '+84241234567' } });
    await api.pass(1_000);
    const legs = await api.get('/v1/calls/c1/legs', 'analyst');
    expect(legs.at('data.2')).toMatchObject({ endpoint: '•••567', party: { kind: 'number', id: '•••567' } });
    expect((await api.get('/v1/calls/c1/legs', 'minh')).at('data.2')).toMatchObject({ endpoint: '+84241234567' });
  });
});

test('whoever may not stop a call is refused under an operation, if they may see the call; otherwise as if there were none', async () => {
  const api = await openApi();
  await api.ready('lan');
  await api.talk();
  const refused = await api.post('/v1/calls/c1/stop', 'lan');
  expect([refused.status, refused.at('reason')]).toEqual([403, 'forbidden']);
  const operation = await api.get(`/v1/operations/${String(refused.at('operationId'))}`, 'lan');
  expect(operation.body).toMatchObject({ state: 'refused', what: 'cmd.stop', refusal: { reason: 'forbidden' } });
  const [unseen, nothing] = [await api.post('/v1/calls/c1/stop', 'mai'), await api.post('/v1/calls/c99/stop', 'mai')];
  expect(unseen.body).toEqual(nothing.body);
  expect(unseen.at('operationId')).toBeUndefined();
});

test('a consult is begun only with the agent whom its caller saw', async () => {
  const api = await openApi();
  await api.ready('lan');
  await api.talk();
  const to = { agent: 'mai' };
  const stale = await api.post('/v1/calls/c1/transfers', 'lan', { kind: 'attended', to, expectedAgentLegId: 'c1.9' });
  expect([stale.status, stale.body]).toMatchObject([409, { reason: 'stale', expected: 'c1.2' }]);
});
