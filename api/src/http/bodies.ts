import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Env } from '../service.ts';
import { headerOf } from './header.ts';
import { problem } from './problem.ts';

/** A body larger than that is not read. */
export const limitBodies = (maxSize: number): MiddlewareHandler<Env> => {
  const tooLarge = (): never => {
    throw problem('tooLarge', { allowed: `at most ${maxSize} bytes` });
  };
  const counted = bodyLimit({ maxSize, onError: tooLarge });
  return (c, next) => {
    const length = headerOf(c, 'content-length');
    const isOpenEnded = headerOf(c, 'transfer-encoding') !== undefined;
    // Counting makes a stream of the body, which costs more than all the rest of a request: nothing is counted that says how long it is.
    if (length === undefined || isOpenEnded) return isOpenEnded || hasBody(c) ? counted(c, next) : next();
    return Number(length) > maxSize ? tooLarge() : next();
  };
};

const withBody: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH']);
const hasBody = (c: Context<Env>): boolean => withBody.has(c.req.method);

const json = /^application\/json(;\s*[a-z0-9-]+=[^;]+)*$/i;

/**
 * The body of whatever changes something, which is JSON, if only `{}`; nothing for anything else. It is refused here, before anything of it is looked
 * at: who sends none would not learn it otherwise.
 */
export const bodyOf = async (c: Context<Env>): Promise<string> => {
  if (!hasBody(c)) return '';
  const body = await c.req.text();
  if (body === '') throw problem('badRequest', { detail: 'There is no body; one that says nothing is {}.' });
  if (!json.test(headerOf(c, 'content-type') ?? '')) throw problem('unsupportedMediaType');
  return body;
};
