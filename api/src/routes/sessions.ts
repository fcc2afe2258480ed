import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { CookieOptions } from 'hono/utils/cookie';
import { addressOf, isSameOrigin, principalOfProof, proofOfToken, SESSION } from '../auth/authenticate.ts';
import type { Proof } from '../auth/sessions.ts';
import { headerOf } from '../http/header.ts';
import { problem, refused } from '../http/problem.ts';
import { json, ok, problems } from '../http/replies.ts';
import { createRouter } from '../http/router.ts';
import { principalSchema } from '../schemas/principal.ts';
import type { Env, Service } from '../service.ts';
import { principalJson } from '../views/principal.ts';

const begin = createRoute({
  method: 'post',
  path: '/sessions',
  tags: ['access'],
  summary: 'Log a browser in',
  description: 'With an API key, a token of the identity provider, or the ticket of a link. The session is a cookie.',
  security: [],
  request: { body: json(z.strictObject({ token: z.string().min(1).max(8_192) })) },
  responses: ok(principalSchema, 'Who is logged in'),
});

const end = createRoute({
  method: 'delete',
  path: '/sessions',
  tags: ['access'],
  summary: 'Log the browser out',
  description: 'Streams that were opened with the session end, with the reason `loggedOut`.',
  security: [],
  responses: { 204: { description: 'There is no session any more' }, ...problems },
});

/** Sessions of browsers. */
export const sessionRoutes = (service: Service) =>
  createRouter()
    .openapi(begin, async (c) => {
      refuseOthers(service, c);
      const address = addressOf(service, c);
      service.rateLimits.admit(address);
      const granted = await proofOf(service, c.req.valid('json').token);
      const principal = granted === null ? null : await principalOfProof(service, granted);
      if (granted === null || principal === null) {
        service.rateLimits.wrong(address);
        throw problem('unauthenticated');
      }
      service.rateLimits.ask(principal.id);
      const left = granted.expiresAt === null ? Infinity : granted.expiresAt - service.runtime.now();
      const lastsMs = Math.min(service.settings.auth.sessionMs, left);
      const cookie = await service.sessions.begin(granted.grant, lastsMs);
      setCookie(c, SESSION, cookie, { ...optionsOf(service, c), maxAge: Math.floor(lastsMs / 1_000) });
      return c.json(principalJson(service.directory, principal), 200);
    })
    .openapi(end, async (c) => {
      refuseOthers(service, c);
      const cookie = getCookie(c, SESSION);
      if (cookie !== undefined) {
        const ended = await service.sessions.end(cookie);
        if (ended !== null) service.streams.endOf(ended, 'loggedOut');
      }
      deleteCookie(c, SESSION, optionsOf(service, c));
      return c.body(null, 204);
    });

const proofOf = async (service: Service, token: string): Promise<Proof | null> => {
  const key = service.loginLinks.redeem(token);
  return key === null ? proofOfToken(service, token) : { grant: { kind: 'key', key }, expiresAt: null };
};

/** A page of somebody else logs nobody in or out. Programs send no Origin. */
const refuseOthers = (service: Service, c: Context<Env>): void => {
  if (headerOf(c, 'origin') !== undefined && !isSameOrigin(service, c)) throw refused({ reason: 'forbidden' });
};

/** Secure wherever the page is not served from this machine alone. */
const optionsOf = ({ settings }: Service, c: Context<Env>): CookieOptions => {
  const { hostname, protocol } = new URL(settings.listen.publicUrl ?? c.req.url);
  const isLoopback =
    protocol === 'http:' && (hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]');
  return { path: '/', httpOnly: true, sameSite: 'Strict', secure: !isLoopback };
};
