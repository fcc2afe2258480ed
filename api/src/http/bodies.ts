import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';
import type { Env } from '../service.ts';
import { problem } from './problem.ts';

/** A body larger than that is not read. */
export const limitBodies = (maxSize: number) =>
  bodyLimit({
    maxSize,
    onError: () => {
      throw problem('tooLarge', { allowed: `at most ${maxSize} bytes` });
    },
  });

const withBody: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH']);
const json = /^application\/json\s*(;|$)/i;

/**
 * Whatever changes something has a JSON body, if only `{}`. The validator would take a missing one for an empty object, so it is refused here,
 * before anything is validated.
 */
export const requireJson = createMiddleware<Env>(async (c, next) => {
  if (withBody.has(c.req.method)) {
    const type = c.req.header('content-type');
    const body = await c.req.text();
    if (body === '') throw problem('badRequest', { detail: 'There is no body; one that says nothing is {}.' });
    if (type === undefined || !json.test(type)) throw problem('unsupportedMediaType');
  }
  await next();
});
