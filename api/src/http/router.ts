import { OpenAPIHono, type RouteConfig } from '@hono/zod-openapi';
import type { Context, Next } from 'hono';
import type { Env } from '../service.ts';
import { checkOf } from './check-request.ts';
import { PathRouter } from './path-router.ts';

type Route = RouteConfig & { getRoutingPath(): string };
type Handle = (c: Context<Env>, next: Next) => Response | Promise<Response>;

/**
 * Routes whose input is checked: what is wrong is answered field by field.
 *
 * A route is described to the registry as it is, and its check and its handler are one function: as a middleware for each part of the input, which
 * is how the library does it, they took a third of what Hono takes for a request.
 */
export const createRouter = (): OpenAPIHono<Env> => {
  const router = new OpenAPIHono<Env>({ router: new PathRouter() });
  const openapi = (route: Route, handle: Handle): OpenAPIHono<Env> => {
    router.openAPIRegistry.registerPath(route);
    const check = checkOf(route);
    router.on(route.method, route.getRoutingPath(), (c: Context<Env>, next) => {
      check(c);
      return handle(c, next);
    });
    return router;
  };
  router.openapi = openapi as typeof router.openapi;
  return router;
};
