import type { Context } from 'hono';
import { Hono } from 'hono';
import { problem } from '../http/problem.ts';
import type { Service } from '../service.ts';
import { bundleConsole, type Bundle } from './bundle.ts';

/**
 * Everything from this origin and nothing else; nothing inline, no frames around it. Only what is made here is shown: downloads are saved
 * from blobs, which are links and need no source.
 */
const contentSecurity = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

const guards: Readonly<Record<string, string>> = {
  'Content-Security-Policy': contentSecurity,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

/** The console under `/console`: one page whatever the address, and the files that it loads. It is bundled when it is first asked for. */
export const consoleRoutes = ({ settings }: Pick<Service, 'settings'>) => {
  let bundled: Promise<Bundle> | null = null;
  const open = (): Promise<Bundle> => {
    bundled ??= bundleConsole().catch((fault: unknown) => {
      bundled = null;
      throw fault;
    });
    return bundled;
  };
  // Letters alone: they go into attributes.
  const kind = settings.switch.kind.replaceAll(/[^\w@/-]/g, '');
  const reasonFor = settings.policy.reasonFor.join(' ');
  const page = async (c: Context): Promise<Response> =>
    c.body((await open()).page.replace('{{switch}}', kind).replace('{{reasonFor}}', reasonFor), 200, {
      ...guards,
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'no-cache',
    });

  return new Hono()
    .get('/console/assets/:name', async (c) => {
      const asset = (await open()).assets.get(c.req.param('name'));
      if (asset === undefined) throw problem('notFound');
      return c.body(asset.bytes, 200, {
        ...guards,
        'Content-Type': asset.type,
        // Its name changes with its content.
        'Cache-Control': 'public, max-age=31536000, immutable',
      });
    })
    .get('/', (c) => c.redirect('/console/'))
    .get('/console', (c) => c.redirect('/console/'))
    .get('/console/*', page);
};
