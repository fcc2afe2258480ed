import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';
import type { Env } from '../service.ts';
import { problem } from './problem.ts';

/** A body larger than that is not read. */
export const limitBodies = (maxSize: number) => {
  const tooLarge = (): never => {
    throw problem('tooLarge', { allowed: `at most ${maxSize} bytes` });
  };
  const counted = bodyLimit({ maxSize, onError: tooLarge });
  return createMiddleware<Env>((c, next) => {
    const length = c.req.header('content-length');
    const isOpenEnded = c.req.header('transfer-encoding') !== undefined;
    // Counting makes a stream of the body, which costs more than all the rest of a request: nothing is counted that says how long it is.
    if (length === undefined || isOpenEnded)
      return isOpenEnded || withBody.has(c.req.method) ? counted(c, next) : next();
    return Number(length) > maxSize ? tooLarge() : next();
  });
};

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
