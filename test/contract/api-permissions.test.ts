import { describe, expect, test } from 'vitest';
import { openApi, type As } from '../support/api/open-api.ts';
import { withoutTokens } from '../support/api/without-tokens.ts';

/**
 * Every route, asked by everybody: a call of the agent Lan, of the team north, at which the supervisor Minh whispers. Hoa and Mai are of the other
 * team. In each row stands what becomes of each of them, in this order: let in (+; the engine may still refuse), not allowed (-), told that there
 * is no such thing (?), unknown (!).
 */
const everybody: readonly (As | 'nobody')[] = ['nobody', 'admin', 'minh', 'hoa', 'lan', 'mai', 'analyst', 'service'];

interface Row {
  readonly path?: string;
  readonly body?: unknown;
  /** Whoever is let in changes what the next one finds. */
  readonly changes?: true;
  /** The agent consults; the path has the operation. */
  readonly consulting?: true;
}

const own = '!++?+?++';
const control = '!++?+?-+';
const supervision = '!++?----';
const all = '!+++++++';
const adminOnly = '!+------';
const noSuchForAdmins = '!?------';
const anybody = '++++++++';
const stale = { expectedAgentLegId: 'c1.99' };
const number = { number: '+84123' };

const table: Readonly<Record<string, readonly [expected: string, row?: Row]>> = {
  'GET /v1/calls': [all],
  'POST /v1/calls': [control, { body: { to: '+84123', agentId: 'lan' } }],
  'GET /v1/calls/{id}': [own],
  'GET /v1/calls/{id}/timeline': [own],
  'GET /v1/calls/{id}/legs': [own],
  'GET /v1/calls/{id}/hears': [own],
  'POST /v1/calls/{id}/answer': [control],
  'POST /v1/calls/{id}/hold': [control],
  'POST /v1/calls/{id}/resume': [control],
  'POST /v1/calls/{id}/park': [control, { changes: true }],
  'POST /v1/calls/{id}/hangup': [control, { changes: true }],
  'POST /v1/calls/{id}/claim': [supervision],
  'POST /v1/calls/{id}/digits': [control, { body: { digits: '1' } }],
  'POST /v1/calls/{id}/pickup': [control, { body: { agentId: 'lan' } }],
  'POST /v1/calls/{id}/parties': [control, { body: { to: { agent: 'lan' } } }],
  'POST /v1/calls/{id}/stop': [supervision, { body: stale }],
  'POST /v1/calls/{id}/recordings': [control],
  'PATCH /v1/calls/{id}/recordings': [control, { body: { state: 'on' } }],
  'PATCH /v1/legs/{id}': [control, { path: '/v1/legs/c1.2', body: { muted: false } }],
  'DELETE /v1/legs/{id}': [control, { path: '/v1/legs/c1.2', changes: true }],
  'POST /v1/calls/{id}/transfers': ['!++?+?--', { body: { to: number, ...stale } }],
  'POST /v1/transfers/{id}/complete': [control, { changes: true, consulting: true }],
  'DELETE /v1/transfers/{id}': [control, { changes: true, consulting: true }],
  'POST /v1/calls/{id}/supervisions': [supervision, { body: { mode: 'monitor', supervisor: 'minh', ...stale } }],
  'PATCH /v1/supervisions/{id}': [supervision, { path: '/v1/supervisions/s1', body: { mode: 'whisper' } }],
  'DELETE /v1/supervisions/{id}': [supervision, { path: '/v1/supervisions/s1', changes: true }],
  'POST /v1/calls/{id}/takeover': [supervision, { body: { supervisor: 'minh', ...stale } }],
  'GET /v1/operations/{id}': ['!++?????', { path: '/v1/operations/OPERATION' }],
  'GET /v1/agents': [all],
  'GET /v1/agents/{id}': [own, { path: '/v1/agents/lan' }],
  'PUT /v1/agents/{id}/presence': [
    '!++?+---',
    { path: '/v1/agents/lan/presence', body: { state: 'away', reason: 'x' } },
  ],
  'GET /v1/supervisors': ['!+++--++'],
  'GET /v1/queues': ['!+++--++'],
  'GET /v1/queues/{id}/waiting': ['!++?--++', { path: '/v1/queues/main/waiting' }],
  'GET /v1/flows': ['!+++--+-'],
  'POST /v1/flows': [adminOnly, { body: { name: 'empty', routing: { hotlines: [], nodes: {}, queues: {} } } }],
  'GET /v1/flows/{id}': ['!+++--+-', { path: '/v1/flows/FLOW' }],
  'POST /v1/flows/validate': ['!+++--+-', { body: { routing: {} } }],
  'POST /v1/flows/{id}/activate': [adminOnly, { path: '/v1/flows/FLOW/activate' }],
  'GET /v1/whoami': [all],
  'POST /v1/sessions': ['!!!!!!!!', { body: { token: 'none' } }],
  'DELETE /v1/sessions': [anybody],
  'GET /v1/keys': [adminOnly],
  'POST /v1/keys': [adminOnly, { body: { name: 'spare', role: 'analyst' } }],
  'DELETE /v1/keys/{id}': [adminOnly, { path: '/v1/keys/KEY' }],
  'GET /v1/events': [all],
  'GET /v1/events/stream': [all],
  'GET /v1/events/ws': [all],
  'POST /v1/stream-tickets': [all],
  'GET /healthz': [anybody],
  'GET /readyz': [anybody],
  'GET /v1/healthz': [anybody],
  'GET /v1/readyz': [anybody],
  'GET /v1/metrics': [adminOnly],
  'GET /v1/audit': ['!+++----'],
  'GET /v1/call-records': ['!+++--+-'],
  'GET /v1/webhooks': [adminOnly],
  'POST /v1/webhooks': [adminOnly, { body: { url: 'https://203.0.113.10/' } }],
  'GET /v1/webhooks/{id}': [noSuchForAdmins],
  'PATCH /v1/webhooks/{id}': [noSuchForAdmins],
  'DELETE /v1/webhooks/{id}': [noSuchForAdmins],
  'POST /v1/webhooks/{id}/rotate': [noSuchForAdmins],
  'POST /v1/webhooks/{id}/test': [noSuchForAdmins],
  'GET /v1/webhooks/{id}/deliveries': [noSuchForAdmins],
  'POST /v1/webhooks/{id}/redeliver': [noSuchForAdmins, { body: { delivery: 'none' } }],
  'GET /v1/simulations': ['!+++--+-'],
  'POST /v1/simulations': ['!+----+-', { body: { scenario: 'none' } }],
  'GET /v1/simulations/{id}': ['!???--?-', { path: '/v1/simulations/none' }],
  'GET /v1/simulations/{id}/report': ['!???--?-', { path: '/v1/simulations/none/report' }],
  'DELETE /v1/simulations/{id}': ['!?----?-', { path: '/v1/simulations/none' }],
};

const open = async (row: Row = {}) => {
  // The queue is of the team from the beginning.
  const settings = {
    queueTeams: { main: 'north' },
    policy: { destinations: { allow: ['+84'] } },
    limits: { failuresPerMinute: 10_000 },
  };
  const api = await openApi({ settings });
  await api.ready('lan');
  await api.talk();
  const whispering = await api.post('/v1/calls/c1/supervisions', 'minh', { mode: 'whisper' });
  await api.pass(5_000);
  if (row.consulting === true) await api.ready('mai');
  const consult = row.consulting === true ? { kind: 'attended', to: { agent: 'mai' } } : null;
  const consulting = consult === null ? null : await api.post('/v1/calls/c1/transfers', 'lan', consult);
  await api.pass(5_000);
  const flow = await api.post('/v1/flows', 'admin', {
    name: 'empty',
    routing: { hotlines: [], nodes: {}, queues: {} },
  });
  const key = await api.post('/v1/keys', 'admin', { name: 'spare', role: 'analyst' });
  const names: Readonly<Record<string, unknown>> = {
    OPERATION: whispering.at('id'),
    FLOW: flow.at('id'),
    KEY: key.at('key.id'),
    '{id}': consulting?.at('id') ?? 'c1',
  };
  /** The status, and what is told at once; a stream is not read to its end. */
  const asks = async (as: As | 'nobody', route: string, { path, body }: Row = {}) => {
    const [method = '', template = ''] = route.split(' ');
    const filled = Object.entries(names).reduce((at, [name, id]) => at.replace(name, String(id)), path ?? template);
    const isChange = method === 'POST' || method === 'PUT' || method === 'PATCH';
    const headers: Record<string, string> = {};
    if (as !== 'nobody') headers['authorization'] = `Bearer ${await api.tokenOf(as)}`;
    if (isChange) headers['content-type'] = 'application/json';
    const reply = await api.app.request(filled, {
      method,
      headers,
      ...(isChange && { body: JSON.stringify(body ?? {}) }),
    });
    const isStream = (reply.headers.get('content-type') ?? '').startsWith('text/event-stream');
    const text = isStream ? '' : withoutTokens(await reply.text());
    if (isStream) await reply.body?.cancel();
    return { status: reply.status, text };
  };
  return { ...api, asks };
};

const verdictOf = (status: number): string => {
  if (status === 401) return '!';
  if (status === 403) return '-';
  if (status === 404) return '?';
  return status < 500 ? '+' : `${status}`;
};

test('every route is in the table', async () => {
  const { paths } = (await (await openApi()).request('GET', '/openapi.json')).body as {
    readonly paths: Readonly<Record<string, object>>;
  };
  const routes = Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(routes.filter((route) => !(route in table))).toEqual([]);
});

describe('who may what', () => {
  test('of all that changes nothing for the next', async () => {
    const api = await open();
    const found: Record<string, string> = {};
    const expected: Record<string, string> = {};
    for (const [route, [verdicts, row = {}]] of Object.entries(table)) {
      if (row.changes === true) continue;
      const cells = [];
      for (const as of everybody) cells.push(verdictOf((await api.asks(as, route, row)).status));
      found[route] = cells.join('');
      expected[route] = verdicts;
    }
    expect(found).toEqual(expected);
  });

  test.each(Object.entries(table).filter(([, [, row]]) => row?.changes === true))(
    'of %s',
    async (route, [verdicts, row]) => {
      let api = await open(row);
      const cells = [];
      for (const as of everybody) {
        const verdict = verdictOf((await api.asks(as, route, row)).status);
        if (verdict === '+') api = await open(row);
        cells.push(verdict);
      }
      expect(cells.join('')).toBe(verdicts);
    },
  );
});

describe('what is told', () => {
  const reading = Object.entries(table).filter(([route]) => route.startsWith('GET '));

  test('an agent is told nothing of who listens, in any reply', async () => {
    const api = await open();
    for (const [route, [, row]] of reading) {
      const { text } = await api.asks('lan', route, row);
      expect(text, route).not.toMatch(/\bs1\b|s1\.1|minh|whisper|seat/i);
    }
  });

  test('whoever is of another team is told nothing of the call', async () => {
    const api = await open();
    for (const as of ['hoa', 'mai'] as const) {
      for (const [route, [, row]] of reading) {
        // That somebody called is known to all until the call is in a queue; what the past tells has a contract of its own.
        if (route === 'GET /v1/events') continue;
        const { text } = await api.asks(as, route, row);
        expect(text, `${route} by ${as}`).not.toMatch(/\bc1\b|84901234567|\bs1\b|\bminh\b/);
      }
    }
  });

  test('whoever may not read numbers is told none', async () => {
    const api = await open();
    for (const [route, [, row]] of reading) {
      expect((await api.asks('analyst', route, row)).text, route).not.toContain('84901234567');
    }
  });
});
