import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { asId, type CallId } from '@legwork/core';
import { openRuntime } from '@legwork/core/runtime';
import { openApi } from '../support/api/open-api.ts';
import { openReceiver } from '../support/api/receiver.ts';

const origin = { origin: 'http://localhost' };
const cookieOf = (headers: Headers): string => /legwork_session=[^;]+/.exec(headers.get('set-cookie') ?? '')?.[0] ?? '';

describe('a browser', () => {
  test('logs in with a key, asks by cookie, and logs out', async () => {
    const api = await openApi();
    const token = await api.tokenOf('minh');
    const session = await api.request('POST', '/v1/sessions', { body: { token }, headers: origin });
    expect(session.body).toMatchObject({ role: 'supervisor', supervisor: 'minh', teams: ['north'] });
    expect(session.headers.get('set-cookie')).toMatch(/HttpOnly/);
    expect(session.headers.get('set-cookie')).toMatch(/SameSite=Strict/);
    const cookie = cookieOf(session.headers);
    expect((await api.request('GET', '/v1/whoami', { headers: { cookie } })).at('supervisor')).toBe('minh');
    await api.request('DELETE', '/v1/sessions', { headers: { cookie, ...origin } });
    expect((await api.request('GET', '/v1/whoami', { headers: { cookie } })).status).toBe(401);
  });

  test('changes something only from the page that the service serves', async () => {
    const api = await openApi();
    const token = await api.tokenOf('lan');
    const cookie = cookieOf((await api.request('POST', '/v1/sessions', { body: { token } })).headers);
    const put = (headers: Readonly<Record<string, string>>) =>
      api.request('PUT', '/v1/agents/lan/presence', { body: { state: 'available' }, headers: { cookie, ...headers } });
    expect((await put({})).status).toBe(403);
    expect((await put({ origin: 'https://evil.example' })).status).toBe(403);
    expect((await put(origin)).status).toBe(202);
    const evil = { body: { token }, headers: { origin: 'https://evil.example' } };
    expect((await api.request('POST', '/v1/sessions', evil)).status).toBe(403);
  });

  test('is logged out when the key is revoked, and when the session is too old', async () => {
    const api = await openApi({ settings: { auth: { sessionMs: 60_000 } } });
    const login = async (): Promise<string> =>
      cookieOf((await api.request('POST', '/v1/sessions', { body: { token: await api.tokenOf('minh') } })).headers);
    const first = await login();
    await api.pass(60_000);
    expect((await api.request('GET', '/v1/whoami', { headers: { cookie: first } })).status).toBe(401);
    const second = await login();
    expect((await api.request('GET', '/v1/whoami', { headers: { cookie: second } })).status).toBe(200);
    const id = String((await api.get('/v1/whoami', 'minh')).at('id')).slice('key:'.length);
    expect((await api.request('DELETE', `/v1/keys/${id}`, { as: 'admin' })).status).toBe(204);
    expect((await api.request('GET', '/v1/whoami', { headers: { cookie: second } })).status).toBe(401);
  });

  test('logs in by a link, once and soon', async () => {
    const api = await openApi();
    const id = String((await api.get('/v1/whoami', 'admin')).at('id')).slice('key:'.length);
    const use = async (token: string) => (await api.request('POST', '/v1/sessions', { body: { token } })).status;
    const ticket = api.service.loginLinks.issue(id);
    expect([await use(ticket), await use(ticket)]).toEqual([200, 401]);
    const late = api.service.loginLinks.issue(id);
    await api.pass(600_000);
    expect(await use(late)).toBe(401);
  });

  test('is given a cookie for secure connections alone wherever it is not this machine', async () => {
    const api = await openApi({ settings: { listen: { publicUrl: 'https://legwork.example' } } });
    const token = await api.tokenOf('minh');
    const { headers } = await api.request('POST', '/v1/sessions', {
      body: { token },
      headers: { origin: 'https://legwork.example' },
    });
    expect(headers.get('set-cookie')).toMatch(/Secure/);
  });
});

describe('a key', () => {
  test('is made by an admin, shown without its secret, and revoked', async () => {
    const api = await openApi();
    const made = await api.post('/v1/keys', 'admin', {
      name: 'wallboard',
      role: 'service',
      permissions: ['queues.read'],
    });
    expect(made.status).toBe(201);
    const headers = { authorization: `Bearer ${String(made.at('token'))}` };
    expect((await api.request('GET', '/v1/queues', { headers })).status).toBe(200);
    expect((await api.request('GET', '/v1/calls', { headers })).status).toBe(403);
    const list = JSON.stringify((await api.get('/v1/keys', 'admin')).body);
    expect(list).toContain('wallboard');
    expect(list).not.toMatch(/salt|hash/);
    expect((await api.request('DELETE', `/v1/keys/${String(made.at('key.id'))}`, { as: 'admin' })).status).toBe(204);
    expect((await api.request('GET', '/v1/queues', { headers })).status).toBe(401);
  });

  test('of somebody who is nobody here is not made, nor one that may more than who makes it', async () => {
    const api = await openApi();
    const nobody = await api.post('/v1/keys', 'admin', { name: 'x', role: 'supervisor', subject: 'nobody' });
    expect(nobody.body).toMatchObject({ status: 422, errors: [{ pointer: '/subject' }] });
    const order = { name: 'clerk', role: 'service', permissions: ['keys.write', 'calls.read'], teams: ['north'] };
    const clerk = await api.post('/v1/keys', 'admin', order);
    const headers = { authorization: `Bearer ${String(clerk.at('token'))}` };
    const makes = async (body: object) => (await api.request('POST', '/v1/keys', { headers, body })).status;
    expect(await makes({ name: 'y', role: 'admin' })).toBe(403);
    expect(await makes({ name: 'y', role: 'service', permissions: ['calls.read'] })).toBe(403);
    expect(await makes({ name: 'y', role: 'service', permissions: ['calls.read'], teams: ['south'] })).toBe(403);
    expect(await makes({ name: 'y', role: 'service', permissions: ['calls.read'], teams: ['north'] })).toBe(201);
    // An admin sees everybody's operations and webhooks.
    expect(await makes({ name: 'y', role: 'admin', permissions: ['calls.read'], teams: ['north'] })).toBe(403);
  });

  test('is made, seen and revoked by whoever may all that it may, for its teams and as whoever it names', async () => {
    const api = await openApi();
    const withKey = (token: unknown) => ({ headers: { authorization: `Bearer ${String(token)}` } });
    const make = (body: object, as: { headers: Record<string, string> }) =>
      api.request('POST', '/v1/keys', { ...as, body: { name: 'y', ...body } });
    const admin = withKey(await api.tokenOf('admin'));
    const north = { permissions: ['keys.write', 'calls.read'], teams: ['north'] };
    const clerk = await make({ role: 'service', ...north }, admin);
    const asClerk = withKey(clerk.at('token'));
    const order = { permissions: ['calls.read'], teams: ['north'] };
    const status = async (body: object) => (await make(body, asClerk)).status;
    // Theirs reads the calls of an agent of the south.
    expect(await status({ role: 'agent', subject: 'mai', ...order })).toBe(403);
    expect(await status({ role: 'supervisor', subject: 'hoa', ...order })).toBe(403);
    expect(await status({ role: 'agent', subject: 'lan', ...order })).toBe(201);
    // An agent would see who listens to them.
    const agent = await make({ role: 'agent', subject: 'lan', permissions: ['keys.write', 'calls.read'] }, admin);
    expect((await make({ role: 'service', ...order }, withKey(agent.at('token')))).status).toBe(403);

    const south = await make({ role: 'service', permissions: ['calls.read'], teams: ['south'] }, admin);
    const keys = (await api.request('GET', '/v1/keys', asClerk)).at('data') as readonly { readonly id: string }[];
    const made = ((await api.get('/v1/keys', 'admin')).at('data') as typeof keys).length;
    expect(keys.map(({ id }) => id)).toContain(clerk.at('key.id'));
    expect([keys.length, made]).toEqual([3, 5]);
    const revoke = async (key: unknown) => (await api.request('DELETE', `/v1/keys/${String(key)}`, asClerk)).status;
    const first = String((await api.request('GET', '/v1/whoami', admin)).at('id')).slice('key:'.length);
    expect([await revoke(first), await revoke(south.at('key.id'))]).toEqual([404, 404]);
    expect([await revoke(agent.at('key.id')), await revoke(clerk.at('key.id'))]).toEqual([204, 204]);
  });

  test('of an admin of some teams shows the webhooks and operations of those', async () => {
    const api = await openApi();
    await api.ready('lan');
    await api.talk();
    const { id } = (await api.post('/v1/calls/c1/hold', 'minh')).body as { readonly id: string };
    const hook = await api.post('/v1/webhooks', 'admin', { url: 'https://203.0.113.10/' });
    const of = async (team: string) => {
      const made = await api.post('/v1/keys', 'admin', { name: team, role: 'admin', teams: [team] });
      const headers = { authorization: `Bearer ${String(made.at('token'))}` };
      const status = async (path: string) => (await api.request('GET', path, { headers })).status;
      return [await status(`/v1/operations/${id}`), await status(`/v1/webhooks/${String(hook.at('id'))}`)];
    };
    expect([await of('north'), await of('south')]).toEqual([
      [200, 404],
      [404, 404],
    ]);
  });

  test('may no more than who makes it where the settings let its role do more than usual', async () => {
    const permissions = { service: ['keys.write', 'stop'], analyst: ['calls.read'] };
    const api = await openApi({ settings: { auth: { permissions } } });
    const order = { name: 'clerk', role: 'analyst', permissions: ['keys.write', 'calls.read'] };
    const clerk = await api.post('/v1/keys', 'admin', order);
    const headers = { authorization: `Bearer ${String(clerk.at('token'))}` };
    const makes = async (role: string) =>
      (await api.request('POST', '/v1/keys', { headers, body: { name: 'y', role } })).status;
    expect([await makes('service'), await makes('analyst')]).toEqual([403, 201]);
  });

  test('is for teams that there are, and for a time to come', async () => {
    const api = await openApi();
    const errors = async (order: object) =>
      (await api.post('/v1/keys', 'admin', { name: 'x', role: 'analyst', ...order })).at('errors');
    expect(await errors({ teams: ['north', 'nroth'] })).toEqual([
      { pointer: '/teams/1', detail: 'there is no team nroth' },
    ]);
    // Seconds, where milliseconds are wanted.
    const expiresAt = Math.floor(api.runtime.now() / 1_000);
    expect(await errors({ expiresAt })).toMatchObject([{ pointer: '/expiresAt' }]);
  });

  test('opens nothing once its time is over', async () => {
    const api = await openApi();
    const expiresAt = api.runtime.now() + 1_000;
    const made = await api.post('/v1/keys', 'admin', { name: 'x', role: 'analyst', expiresAt });
    const headers = { authorization: `Bearer ${String(made.at('token'))}` };
    expect((await api.request('GET', '/v1/calls', { headers })).status).toBe(200);
    await api.pass(1_000);
    expect((await api.request('GET', '/v1/calls', { headers })).status).toBe(401);
  });
});

describe('whoever', () => {
  test('is wrong about who they are too often has to wait', async () => {
    const api = await openApi({ settings: { limits: { failuresPerMinute: 3 } } });
    const wrong = () => api.request('GET', '/v1/calls', { headers: { authorization: 'Bearer lw_wrong' } });
    expect([(await wrong()).status, (await wrong()).status, (await wrong()).status]).toEqual([401, 401, 401]);
    const { status, headers, body } = await wrong();
    expect(status).toBe(429);
    expect(body).toMatchObject({ reason: 'tooMany' });
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  });

  test('asks too often has to wait, and nobody else', async () => {
    const api = await openApi({ settings: { limits: { requestsPerMinute: 2 } } });
    const ask = async (as: 'minh' | 'hoa') => (await api.get('/v1/whoami', as)).status;
    expect([await ask('minh'), await ask('minh'), await ask('minh'), await ask('hoa')]).toEqual([200, 200, 429, 200]);
  });

  test('logs in too often has to wait, too', async () => {
    const api = await openApi({ settings: { limits: { requestsPerMinute: 2 } } });
    const token = await api.tokenOf('minh');
    const logIn = async () => (await api.request('POST', '/v1/sessions', { body: { token } })).status;
    expect([await logIn(), await logIn(), await logIn()]).toEqual([200, 200, 429]);
  });

  test('asks is told by which name the log knows the request, also where it is refused, and nobody on the way keeps the reply', async () => {
    const api = await openApi();
    for (const { status, headers } of [
      await api.get('/v1/calls', 'minh'),
      await api.get('/v1/calls/c9', 'minh'),
      await api.request('GET', '/v1/calls'),
      await api.get('/v1/nowhere', 'minh'),
    ]) {
      expect(headers.get('x-request-id'), String(status)).toMatch(/^[0-9a-f-]{36}$/);
      expect(headers.get('x-content-type-options'), String(status)).toBe('nosniff');
      expect(headers.get('cache-control'), String(status)).toBe('no-store');
    }
  });
});

describe('a token of the identity provider', () => {
  let server: Server;
  let issuer = '';
  let asked = 0;
  let isWell = true;
  let sign: (claims: JWTPayload, change?: (jwt: SignJWT) => SignJWT) => Promise<string>;

  beforeAll(async () => {
    const { publicKey, privateKey } = await generateKeyPair('ES256');
    const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256' };
    server = createServer((request, response) => {
      asked += 1;
      const isDiscovery = request.url === '/.well-known/openid-configuration';
      response.statusCode = isDiscovery || isWell ? 200 : 502;
      const body = isDiscovery ? { issuer, jwks_uri: `${issuer}/keys` } : { keys: [jwk] };
      response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    sign = (claims, change = (jwt) => jwt) =>
      change(
        new SignJWT(claims)
          .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
          .setIssuer(issuer)
          .setAudience('legwork')
          .setIssuedAt(now / 1_000)
          .setExpirationTime(now / 1_000 + 300),
      ).sign(privateKey);
  });
  afterAll(() => {
    server.close();
  });

  const now = Date.UTC(2026, 0, 5, 9);
  const open = (more: object = {}, permissions: object = {}) =>
    openApi({
      settings: {
        ...more,
        auth: {
          permissions,
          oidc: {
            issuer,
            audience: 'legwork',
            claims: { role: 'realm_access.roles' },
            roles: { lead: 'supervisor', boss: 'admin', phone: 'agent' },
          },
        },
      },
    });
  const as = (roles: readonly string[]) => ({ realm_access: { roles } });
  const whoami = async (api: Awaited<ReturnType<typeof open>>, token: string) =>
    api.request('GET', '/v1/whoami', { headers: { authorization: `Bearer ${token}` } });

  test('says who asks, in which role and for which teams; its keys are asked for once', async () => {
    const api = await open();
    const before = asked;
    const lead = await whoami(api, await sign({ sub: 'minh', name: 'Minh L', ...as(['other', 'lead']) }));
    expect(lead.body).toMatchObject({ id: 'oidc:minh', name: 'Minh L', role: 'supervisor', teams: ['north'] });
    const limited = await whoami(api, await sign({ sub: 'root', teams: ['south'], ...as(['boss']) }));
    expect(limited.body).toMatchObject({ role: 'admin', teams: ['south'] });
    expect(asked - before).toBe(2);
  });

  test('logs a browser in for no longer than it lasts', async () => {
    const api = await open();
    const token = await sign({ sub: 'minh', ...as(['lead']) });
    const cookie = cookieOf((await api.request('POST', '/v1/sessions', { body: { token } })).headers);
    expect((await api.request('GET', '/v1/whoami', { headers: { cookie } })).at('id')).toBe('oidc:minh');
    await api.pass(300_000);
    expect((await api.request('GET', '/v1/whoami', { headers: { cookie } })).status).toBe(401);
  });

  test('is nobody’s where it is not right', async () => {
    const api = await open();
    const lead = { sub: 'minh', ...as(['lead']) };
    const stranger = await generateKeyPair('ES256');
    const wrong = [
      await sign(lead, (jwt) => jwt.setAudience('another')),
      await sign(lead, (jwt) => jwt.setIssuer('https://evil.example')),
      await sign(lead, (jwt) => jwt.setExpirationTime(now / 1_000 - 60)),
      await sign(lead, (jwt) => jwt.setNotBefore(now / 1_000 + 60)),
      await sign({ sub: 'minh', ...as(['visitor']) }),
      await sign({ sub: 'nobody', ...as(['lead']) }),
      await sign({ ...as(['lead']) }),
      await new SignJWT(lead)
        .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
        .setIssuer(issuer)
        .setAudience('legwork')
        .setExpirationTime(now / 1_000 + 300)
        .sign(stranger.privateKey),
      await new SignJWT(lead)
        .setProtectedHeader({ alg: 'HS256' })
        .setIssuer(issuer)
        .setAudience('legwork')
        .setExpirationTime(now / 1_000 + 300)
        .sign(new TextEncoder().encode('x'.repeat(32))),
      'a.b.c',
    ];
    for (const token of wrong) expect((await whoami(api, token)).status).toBe(401);
    const skewed = await sign(lead, (jwt) => jwt.setExpirationTime(now / 1_000 - 20));
    expect((await whoami(api, skewed)).status).toBe(200);
  });

  test('has webhooks of whom it names go on as it said last, and end once it gives them no role, or has not been seen for long', async () => {
    const loopback = { allowHttp: true, allowAddresses: ['127.0.0.0/8'] };
    const api = await open({ webhooks: loopback }, { supervisor: ['calls.read', 'webhooks.write'] });
    const receiver = await openReceiver();
    await api.ready('lan');
    const says = async (claims: JWTPayload) => {
      const at = api.runtime.now() / 1_000;
      return sign({ sub: 'minh', ...claims }, (jwt) => jwt.setIssuedAt(at).setExpirationTime(at + 300));
    };
    const create = async () => {
      const headers = { authorization: `Bearer ${await says(as(['lead']))}` };
      const body = { url: receiver.url, types: ['call.ended'] };
      return String((await api.request('POST', '/v1/webhooks', { headers, body })).at('id'));
    };
    let calls = 0;
    /** Somebody calls, and is gone again: how many messages the receiver has by then. */
    const messages = async () => {
      await api.talk();
      calls += 1;
      await api.post(`/v1/calls/c${calls}/stop`, 'admin');
      await api.pass(1_000);
      await api.service.webhooks.settled();
      return receiver.received.length;
    };
    const state = async (id: string) => (await api.get(`/v1/webhooks/${id}`, 'admin')).body;
    const over = { state: 'disabled', disabledReason: 'its owner is not known any more, or may have no webhooks' };

    const first = await create();
    expect(await messages()).toBe(1);
    const id = (await whoami(api, await says({ teams: ['south'], ...as(['lead']) }))).at('teams');
    expect([id, await messages()]).toEqual([['south'], 1]);
    expect((await whoami(api, await says(as(['visitor'])))).status).toBe(401);
    expect(await messages()).toBe(1);
    expect(await state(first)).toMatchObject(over);

    const second = await create();
    await api.pass(29 * 24 * 3_600_000);
    expect(await messages()).toBe(2);
    await api.pass(24 * 3_600_000);
    expect(await messages()).toBe(2);
    expect(await state(second)).toMatchObject(over);
    await api.service.webhooks.close();
    await receiver.close();
  });

  test('cannot be judged while the provider is out of reach', async () => {
    const api = await openApi({ settings: { auth: { oidc: { issuer: 'http://127.0.0.1:1', audience: 'legwork' } } } });
    const { body, headers } = await whoami(api, await sign({ sub: 'minh', ...as(['lead']) }));
    expect(body).toMatchObject({ status: 503, reason: 'unavailable' });
    expect(headers.get('retry-after')).toBe('5');
  });

  test('cannot be judged either while the provider does not give its keys: that is no mistake of whoever asks', async () => {
    const api = await open();
    isWell = false;
    const before = asked;
    const token = await sign({ sub: 'minh', ...as(['lead']) });
    const reply = await whoami(api, token);
    // Nor is the provider asked for every token that comes meanwhile.
    expect((await whoami(api, token)).status).toBe(503);
    expect(asked - before).toBe(2);
    isWell = true;
    expect(reply.body).toMatchObject({ status: 503, reason: 'unavailable' });
    await api.pass(1_000);
    expect((await whoami(api, token)).status).toBe(200);
  });

  test('is judged by the keys that are held while the provider does not give others, which is logged once', async () => {
    const api = await open();
    const logged = vi.spyOn(api.service.log, 'error');
    const held = await sign({ sub: 'minh', ...as(['lead']) });
    const header = Buffer.from(JSON.stringify({ alg: 'ES256', kid: 'k2' })).toString('base64url');
    const unknown = held.replace(/^[^.]+/, header);
    const status = async (token: string) => (await whoami(api, token)).status;
    expect(await status(held)).toBe(200);
    // Keys just given are not asked for again.
    const later = Date.now() + 60_000;
    vi.spyOn(Date, 'now').mockReturnValue(later);
    isWell = false;
    const before = asked;
    expect([await status(unknown), await status(held), await status(unknown)]).toEqual([503, 200, 503]);
    await api.pass(1_000);
    expect([await status(unknown), await status(held)]).toEqual([503, 200]);
    expect([asked - before, logged.mock.calls.length]).toEqual([2, 1]);
    isWell = true;
    await api.pass(1_000);
    expect(await status(unknown)).toBe(401);
  });
});

describe('a flow', () => {
  const routing = {
    hotlines: [{ number: '1900', name: 'all', entry: 'end' }],
    nodes: { end: { kind: 'hangUp', cause: 'normal' } },
    queues: {},
  };

  test('is told everything that is wrong with it by JSON Pointer, kept where it is right, and activated', async () => {
    const api = await openApi();
    const wrong = { ...routing, nodes: { end: { kind: 'queue', queue: 'none', overflow: 'end' } } };
    const told = await api.post('/v1/flows/validate', 'admin', { routing: wrong });
    expect(told.body).toMatchObject({ ok: false, problems: [{ pointer: '/nodes/end/queue', node: 'end' }, {}] });
    const refused = await api.post('/v1/flows', 'admin', { name: 'night', routing: wrong });
    expect(refused.body).toMatchObject({ status: 422, errors: [{ pointer: '/routing/nodes/end/queue' }, {}] });
    const kept = await api.post('/v1/flows', 'admin', { name: 'night', routing });
    expect(kept.body).toMatchObject({ name: 'night', isActive: false });
    const activated = await api.post(`/v1/flows/${String(kept.at('id'))}/activate`, 'admin');
    expect([activated.status, activated.body]).toMatchObject([202, { what: 'cmd.activateFlow', state: 'done' }]);
    expect((await api.get('/v1/flows', 'minh')).at('data')).toMatchObject([{ name: 'night', isActive: true }]);
    expect((await api.get(`/v1/flows/${String(kept.at('id'))}`, 'admin')).at('routing')).toEqual(routing);
  });

  test('is in force at once when it is activated, is told, and still is after a restart', async () => {
    const api = await openApi();
    await api.ready('lan');
    await api.talk('0901');
    const { id } = (await api.post('/v1/flows', 'admin', { name: 'night', routing })).body as { readonly id: string };
    await api.post(`/v1/flows/${id}/activate`, 'admin');
    api.centre.arrive({ from: '0902' });
    await api.pass(1_000);
    const types = 'types=flow.activated,call.ended';
    const told = await api.get(`/v1/events?${types}`, 'minh');
    expect(told.at('data')).toMatchObject([
      { type: 'flow.activated', callId: null, data: { flowId: id } },
      { type: 'call.ended', callId: 'c2', data: { end: 'turnedAway' } },
    ]);
    expect((await api.get(`/v1/events?${types}`, 'lan')).at('data')).toEqual([]);
    expect((await api.get('/v1/calls', 'admin')).at('data')).toMatchObject([{ id: 'c1', state: 'talking' }]);
    expect((await api.get('/v1/queues', 'admin')).at('data')).toEqual([]);

    const { centre, store } = api;
    const again = await openRuntime({
      config: centre.config,
      switches: new Map(),
      clock: centre.clock,
      journal: store.journal,
    });
    expect(again.engine.state.flows.current.name).toBe(id);
    expect(again.engine.state.calls.get(asId<CallId>('c1'))?.flow).toBe(0);
  });

  test('is activated by whoever may alone, and what others try is audited', async () => {
    const api = await openApi();
    const { id } = (await api.post('/v1/flows', 'admin', { name: 'night', routing })).body as { readonly id: string };
    for (const as of ['minh', 'lan'] as const) {
      expect((await api.post(`/v1/flows/${id}/activate`, as)).status).toBe(403);
    }
    expect((await api.post('/v1/flows/none/activate', 'minh')).status).toBe(404);
    expect((await api.get('/v1/audit', 'admin')).at('data')).toMatchObject([
      { what: 'cmd.activateFlow', outcome: 'refused', detail: id },
      { what: 'cmd.activateFlow', outcome: 'refused', detail: id },
    ]);
  });
});
