import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openApi } from '../support/api/open-api.ts';

/**
 * Every route of the description, asked with what the description allows, with what it nearly allows, and with anything. Whatever comes, it is
 * answered, in JSON, and never as a fault of ours.
 */

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}
interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: Schema;
}
interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}
interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** Ids that there are, so that requests reach further than "no such". */
const ids = ['c1', 'c1.1', 'c1.2', 's1', 's1.1', 'lan', 'mai', 'minh', 'main', 'key', 'op_0'];
const strange = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.constantFrom(
    '',
    '__proto__',
    '../../etc/passwd',
    '%00',
    "' OR 1=1 --",
    '\u0000',
    '💥'.repeat(80),
    'x'.repeat(5_000),
  ),
);

/** What the schema allows, or nearly. */
const valueOf = (schema: Schema, schemas: Description['components']['schemas'], depth = 0): fc.Arbitrary<unknown> => {
  const inside = (one: Schema) => valueOf(one, schemas, depth + 1);
  if (schema.$ref !== undefined) return inside(schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {});
  if (depth > 6) return fc.constant(null);
  const right = (): fc.Arbitrary<unknown> => {
    const variants = schema.anyOf ?? schema.oneOf;
    if (variants !== undefined) return fc.oneof(...variants.map(inside));
    if (schema.const !== undefined) return fc.constant(schema.const);
    if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
    switch (typeof schema.type === 'string' ? schema.type : (schema.type?.[0] ?? 'any')) {
      case 'object':
        return fc.record(
          Object.fromEntries(Object.entries(schema.properties ?? {}).map(([key, one]) => [key, inside(one)])),
          { requiredKeys: [...(schema.required ?? [])].filter((key) => key in (schema.properties ?? {})) },
        );
      case 'array':
        return fc.array(inside(schema.items ?? {}), { maxLength: 4 });
      case 'integer':
      case 'number':
        return fc.oneof(fc.integer({ min: schema.minimum ?? -10, max: schema.maximum ?? 1e6 }), fc.double());
      case 'boolean':
        return fc.boolean();
      case 'string':
        return fc.oneof(
          { weight: 3, arbitrary: fc.constantFrom(...ids, '+84123', '12#', '1900') },
          fc.string({ maxLength: Math.min(schema.maxLength ?? 20, 200) }),
        );
      default:
        return fc.jsonValue();
    }
  };
  return fc.oneof(
    { weight: 8, arbitrary: right() },
    { weight: 1, arbitrary: fc.jsonValue() },
    { weight: 1, arbitrary: strange },
  );
};

const bodyOf = (operation: Operation, schemas: Description['components']['schemas']): fc.Arbitrary<string> => {
  const schema = operation.requestBody?.content['application/json']?.schema ?? {};
  return fc.oneof(
    { weight: 6, arbitrary: valueOf(schema, schemas).map((value) => JSON.stringify(value)) },
    { weight: 1, arbitrary: strange },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '',
        '{',
        '{}',
        '[]',
        'null',
        '{"__proto__":{"role":"admin"}}',
        '['.repeat(20_000),
        `"${'x'.repeat(70_000)}"`,
      ),
    },
  );
};

const headersOf = fc.record(
  {
    'content-type': fc.constantFrom(
      'application/json',
      'application/json; charset=utf-8',
      'text/plain',
      'application/json;',
      '',
      'multipart/form-data',
    ),
    prefer: fc.constantFrom('wait=0', 'wait=x', 'wait=999999', 'respond-async'),
    'idempotency-key': fc.oneof(
      fc.constantFrom('k', 'k'.repeat(300), ' '),
      fc.string({ maxLength: 40 }).map((text) => encodeURIComponent(text)),
    ),
    origin: fc.constantFrom('http://localhost', 'https://evil.example', 'null'),
    cookie: fc.constantFrom('legwork_session=x', 'legwork_session=', 'a=b'),
    'last-event-id': fc.constantFrom('1', 'x', '-1', '999999999999999999999'),
  },
  { requiredKeys: ['content-type'] },
);

const valueText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const open = async () => {
  const limits = { failuresPerMinute: 1_000_000, requestsPerMinute: 1_000_000, waitMs: 1 };
  const api = await openApi({ settings: { limits, policy: { destinations: { allow: ['+84'] } } } });
  await api.ready('lan');
  await api.ready('mai');
  await api.talk();
  await api.post('/v1/calls/c1/supervisions', 'minh', { mode: 'whisper' });
  await api.pass(5_000);
  const description = (await api.request('GET', '/openapi.json')).body as Description;
  const operations = Object.entries(description.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
  const request = async (
    method: string,
    url: string,
    headers: Readonly<Record<string, string>>,
    body: string | undefined,
  ) => {
    const response = await api.app.request(url, {
      method,
      headers: { ...headers },
      ...(body !== undefined && method !== 'GET' && { body }),
    });
    const type = response.headers.get('content-type') ?? '';
    const isStream = type.startsWith('text/event-stream');
    const text = isStream ? '' : await response.text();
    if (isStream) await response.body?.cancel();
    return { status: response.status, type, text };
  };
  return { api, operations, schemas: description.components.schemas, request };
};

type Open = Awaited<ReturnType<typeof open>>;

const requestOf = ({ operations, schemas }: Open) =>
  fc.constantFrom(...operations).chain(({ method, path, operation }) => {
    const parameters = operation.parameters ?? [];
    const inPath = parameters.filter((one) => one.in === 'path');
    const inQuery = parameters.filter((one) => one.in === 'query');
    const asText = (one: Parameter) => valueOf(one.schema, schemas).map(valueText);
    return fc.record({
      method: fc.constant(method),
      route: fc.constant(path),
      names: fc.tuple(...inPath.map(asText)),
      query: fc.record(Object.fromEntries(inQuery.map((one) => [one.name, asText(one)])), { requiredKeys: [] }),
      more: fc.option(fc.tuple(strange, strange), { freq: 6 }),
      headers: headersOf,
      body: fc.option(bodyOf(operation, schemas), { nil: undefined, freq: 8 }),
    });
  });

const urlOf = (
  route: string,
  names: readonly string[],
  query: object,
  more: readonly [string, string] | null,
): string => {
  const left = [...names];
  const path = route.replaceAll(/\{\w+\}/g, () => encodeURIComponent(wellFormed(left.shift() ?? 'c1')) || 'c1');
  const search = new URLSearchParams(
    Object.entries(query).map(([key, value]): [string, string] => [key, wellFormed(String(value))]),
  );
  if (more !== null) search.append(wellFormed(more[0]), wellFormed(more[1]));
  const text = search.toString();
  return text === '' ? path : `${path}?${text}`;
};
/** Half of a pair cannot be written in a URL at all. */
const wellFormed = (text: string): string => text.toWellFormed();

/** Where nobody has to say who they are: a log-in, and what a load balancer asks. */
const forEverybody: ReadonlySet<string> = new Set(['/v1/sessions', '/healthz', '/readyz', '/v1/healthz', '/v1/readyz']);

describe('whatever is asked', () => {
  test('is answered in JSON, and never as a fault of ours', async () => {
    const opened = await open();
    const { api, request } = opened;
    const tokens = await Promise.all((['admin', 'minh', 'lan', 'service'] as const).map((as) => api.tokenOf(as)));
    await fc.assert(
      fc.asyncProperty(requestOf(opened), fc.constantFrom(...tokens), async (asked, token) => {
        const url = urlOf(asked.route, asked.names, asked.query, asked.more);
        const headers = { ...asked.headers, authorization: `Bearer ${token}` };
        const { status, type, text } = await request(asked.method, url, headers, asked.body);
        if (status === 503) expect(text).toContain('"reason":"unconfirmed"');
        else expect(status, text).toBeLessThan(500);
        if (status >= 400) {
          expect(type).toBe('application/problem+json');
          expect(JSON.parse(text)).toMatchObject({
            status,
            type: expect.stringMatching(/^urn:legwork:problem:/) as string,
          });
        }
        await api.pass(50);
      }),
      { numRuns: 1_500, seed: 20_260_105 },
    );
  });

  test('is told nothing to whoever is unknown', async () => {
    const opened = await open();
    const forged = [
      '',
      'Bearer',
      'Bearer x',
      `Bearer lw_${'0'.repeat(16)}_${'A'.repeat(43)}`,
      'Basic YTpi',
      'Bearer a.b.c',
    ];
    const told = new Set<string>();
    await fc.assert(
      fc.asyncProperty(requestOf(opened), fc.constantFrom(...forged), async (asked, authorization) => {
        if (forEverybody.has(asked.route)) return;
        const url = urlOf(asked.route, asked.names, asked.query, asked.more);
        const { status, text } = await opened.request(
          asked.method,
          url,
          { ...asked.headers, authorization },
          asked.body,
        );
        expect([401, 413]).toContain(status);
        told.add(text);
      }),
      { numRuns: 500, seed: 20_260_106 },
    );
    // Whatever they asked for, they were told the same.
    expect(told.size).toBeLessThanOrEqual(3);
  });

  test('of another team’s call is answered as if there were none', async () => {
    const opened = await open();
    const token = await opened.api.tokenOf('hoa');
    const other = { c1: 'c9', 'c1.1': 'c9.1', 'c1.2': 'c9.2', s1: 's9', 's1.1': 's9.1' };
    await fc.assert(
      fc.asyncProperty(requestOf(opened), fc.constantFrom(...Object.entries(other)), async (asked, [theirs, none]) => {
        if (!/^\/v1\/(calls|legs|supervisions|transfers)\/\{id\}/.test(asked.route)) return;
        const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
        const reply = (id: string) =>
          opened.request(asked.method, urlOf(asked.route, [id], asked.query, null), headers, asked.body);
        const [one, another] = [await reply(theirs), await reply(none)];
        expect(one).toEqual(another);
        expect(one.status).toBeGreaterThanOrEqual(400);
      }),
      { numRuns: 1_000, seed: 20_260_107 },
    );
  });
});
