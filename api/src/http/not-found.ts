import type { Hono } from 'hono';
import type { Context } from 'hono';
import type { Env } from '../service.ts';
import { respond } from './on-error.ts';
import { problem } from './problem.ts';

/** A path that there is, asked in a way that it is not: 405, with the ways that there are. Anything else: 404. */
export const notFound =
  (app: Hono<Env>) =>
  (c: Context<Env>): Response => {
    const allowed = methodsAt(app, c.req.path);
    if (allowed.length === 0) return respond(problem('notFound'), c);
    const ways = allowed.join(', ');
    return respond(problem('methodNotAllowed', { allowed: ways }, { Allow: ways }), c);
  };

const methodsAt = (app: Hono<Env>, path: string): readonly string[] => {
  const found = app.routes.filter((route) => route.method !== 'ALL' && patternOf(route.path).test(path));
  return [...new Set(found.map(({ method }) => method))].sort();
};

const patternOf = (path: string): RegExp =>
  new RegExp(`^${path.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&').replaceAll(/:\w+(\\\{.*?\\\})?/g, '[^/]+')}$`);
