import { describe, expect, test } from 'vitest';
import { createClient } from '@legwork/api/client';
import { openApi } from '../support/api/open-api.ts';

interface Described {
  readonly openapi: string;
  readonly paths: Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          {
            readonly responses: object;
            readonly parameters?: readonly { readonly name: string }[];
            readonly requestBody?: object;
            readonly security?: readonly object[];
          }
        >
      >
    >
  >;
}

describe('the description of the API', () => {
  test('names every route, and of each what it can be answered', async () => {
    const api = await openApi();
    const { status, body } = await api.request('GET', '/openapi.json');
    expect(status).toBe(200);
    const { openapi, paths } = body as Described;
    expect(openapi).toBe('3.1.0');
    const described = Object.entries(paths)
      .filter(([path]) => path.startsWith('/v1/'))
      .flatMap(([path, item]) =>
        Object.keys(item).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
      );
    const routes = api.app.routes.filter(({ method, path }) => method !== 'ALL' && path.startsWith('/v1/'));
    expect(described.sort()).toEqual([...new Set(routes.map(({ method, path }) => `${method} ${path}`))].sort());
    for (const item of Object.values(paths)) {
      for (const [method, { responses, requestBody, security }] of Object.entries(item)) {
        // Whoever starts the process asks whether it is healthy, and is not asked who they are.
        if (security?.length === 0) continue;
        expect(Object.keys(responses)).toEqual(expect.arrayContaining(['401', '403', '404', '422', '429']));
        if (method === 'post' || method === 'put' || method === 'patch')
          expect(requestBody).toMatchObject({ required: true });
      }
    }
  });

  test('has the headers that commands take, and patterns that every reader of JSON Schema can use', async () => {
    const { body } = await (await openApi()).request('GET', '/openapi.json');
    const { parameters, responses } = (body as Described).paths['/v1/calls/{id}/takeover']?.['post'] ?? {};
    expect((parameters ?? []).map(({ name }) => name)).toEqual(['id', 'Prefer', 'Idempotency-Key']);
    expect(responses).toMatchObject({
      202: { headers: { Location: {}, 'Idempotent-Replayed': {} } },
      401: { headers: { 'WWW-Authenticate': {} } },
      429: { headers: { 'Retry-After': {} } },
    });
    const patterns = [...JSON.stringify(body).matchAll(/"pattern":"((?:[^"\\]|\\.)*)"/g)];
    expect(patterns.length).toBeGreaterThan(10);
    for (const [, pattern] of patterns)
      expect(() => new RegExp(JSON.parse(`"${pattern}"`) as string, 'u')).not.toThrow();
    expect(patterns.filter(([, pattern]) => /\/[a-z]*$/.test(pattern ?? ''))).toEqual([]);
  });

  test('can be read as a page without scripts', async () => {
    const api = await openApi();
    const { headers, body } = await api.request('GET', '/reference');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(body).toContain('/v1/calls/{id}/takeover');
    expect(body).not.toContain('<script');
  });
});

test('the typed client asks and is answered in types', async () => {
  const api = await openApi();
  await api.ready('lan');
  await api.talk();
  const client = createClient('http://legwork.test', {
    token: await api.tokenOf('minh'),
    fetch: (input, init) => Promise.resolve(api.app.request(input as string, init)),
  });
  const list = await client.v1.calls.$get({ query: { state: 'talking' } });
  if (!list.ok) throw new Error('no list');
  const { data } = await list.json();
  const [call] = data;
  const taken = await client.v1.calls[':id'].supervisions.$post({
    param: { id: call?.id ?? '' },
    json: { mode: 'whisper', expectedAgentLegId: call?.agentLegId },
  });
  expect(taken.status).toBe(202);
  const refused = await client.v1.calls[':id'].supervisions.$post({ param: { id: 'c1' }, json: { mode: 'barge' } });
  if (refused.status !== 409) throw new Error('not refused');
  const { reason, allowed } = await refused.json();
  expect(reason).toBe('supervisorBusy');
  expect(allowed).toContain('cmd.takeover');
});
