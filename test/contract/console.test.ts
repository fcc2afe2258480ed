import { beforeAll, expect, test } from 'vitest';
import { openApi } from '../support/api/open-api.ts';

let get: (path: string) => Promise<{ readonly status: number; readonly headers: Headers; readonly body: string }>;
beforeAll(async () => {
  const api = await openApi();
  get = async (path) => {
    const { status, headers, body } = await api.request('GET', path);
    return { status, headers, body: String(body) };
  };
});

const assetsIn = (page: string): readonly string[] =>
  [...page.matchAll(/"(\/console\/assets\/[^"]+)"/g)].map(([, path]) => String(path));

test('the console is one page, whatever the address, and asks again whether it is the newest', async () => {
  const page = await get('/console/');
  expect(page.status).toBe(200);
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(page.headers.get('cache-control')).toBe('no-cache');
  for (const path of ['/console/calls/c17', '/console/wall', '/console/no/such/screen']) {
    expect((await get(path)).body).toBe(page.body);
  }
});

test('whoever comes to the root, or forgets the stroke, is led to it', async () => {
  for (const path of ['/', '/console']) {
    const { status, headers } = await get(path);
    expect([status, headers.get('location')]).toEqual([302, '/console/']);
  }
});

test('what it loads is there, and may be kept for ever, for its name changes with its content', async () => {
  const paths = assetsIn((await get('/console/')).body);
  expect(paths.map((path) => path.slice(path.lastIndexOf('.')))).toEqual(['.svg', '.css', '.js']);
  for (const path of paths) {
    const { status, headers } = await get(path);
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  }
  expect((await get('/console/assets/no-such.js')).status).toBe(404);
});

test('it loads nothing from elsewhere, runs nothing inline, and stands in no frame', async () => {
  const { headers, body } = await get('/console/');
  const policy = headers.get('content-security-policy') ?? '';
  expect(policy.split('; ')).toEqual(
    expect.arrayContaining(["default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'"]),
  );
  expect(policy).not.toMatch(/unsafe|https?:|\*/);
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(body).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|https?:/);
});

test('the page says what takes a reason, so that it asks for one before it is refused', async () => {
  const api = await openApi({ settings: { policy: { reasonFor: ['monitor', 'stop'] } } });
  const { body } = await api.request('GET', '/console/');
  expect(String(body)).toContain('<meta name="legwork-reason-for" content="monitor stop" />');
});

test('the page says what kind of switch there is, so that it plays tones on the simulated one alone', async () => {
  expect((await get('/console/')).body).toContain('<meta name="legwork-switch" content="simulated" />');
});
