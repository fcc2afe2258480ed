import { randomUUID } from 'node:crypto';
import type { Context, MiddlewareHandler, Next } from 'hono';
import { routePath } from 'hono/route';
import { identify, stillKnown } from '../auth/authenticate.ts';
import type { Env, Service } from '../service.ts';
import { bodyOf, limitBodies } from './bodies.ts';
import { sayAlways } from './written.ts';

/** Names every request, gives every reply its headers, and counts it. */
export const answering =
  ({ metrics }: Pick<Service, 'metrics'>): MiddlewareHandler<Env> =>
  async (c, next) => {
    const startedAt = performance.now();
    c.set('requestId', randomUUID());
    await next();
    sayAlways(c);
    const { status } = c.res;
    metrics.answered({
      method: c.req.method,
      // What no route was found for is one, whatever was asked for.
      route: status === 404 ? 'none' : routePath(c, -1),
      status,
      seconds: (performance.now() - startedAt) / 1_000,
    });
  };

/**
 * What every request to the API goes through before its route: how long it may be, who asks, and what it says. It is one middleware, because each costs a
 * request several promises.
 */
export const entering = (service: Service): MiddlewareHandler<Env> => {
  const { streams, settings } = service;
  const limited = limitBodies(settings.limits.bodyBytes);
  const enter = async (c: Context<Env>, next: Next): Promise<void> => {
    // Lists tell agents sealed cursors.
    await streams.begin();
    // Whoever begins a session says so in the request itself.
    const principal = c.req.path === '/v1/sessions' ? null : await identify(service, c);
    if (principal !== null) c.set('principal', principal);
    c.set('body', await bodyOf(c));
    if (principal !== null) stillKnown(service, principal);
    return next();
  };
  return (c, next) => limited(c, () => enter(c, next));
};
