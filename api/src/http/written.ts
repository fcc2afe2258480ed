import type { Context, TypedResponse } from 'hono';
import type { StatusCode } from 'hono/utils/http-status';
import type { Env } from '../service.ts';

type Headers = Readonly<Record<string, string>>;

/** Answers with JSON that is written already; `Body` is what it says. */
export const written = <Body, Status extends StatusCode = 200>(
  c: Context<Env>,
  json: string,
  status: Status,
  headers?: Headers,
): TypedResponse<Body, Status, 'json'> & Response =>
  replyOf(c, json, status, 'application/json', headers) as TypedResponse<Body, Status, 'json'> & Response;

/**
 * A reply whose headers are all there from the beginning, as plain as the server writes them: of one that is given some by and by, `Headers` are made,
 * checked, copied and sorted.
 */
export const replyOf = (
  c: Context<Env>,
  text: string,
  status: StatusCode,
  contentType: string,
  headers: Headers = {},
): Response => {
  const said = { 'cache-control': 'no-store', 'content-type': contentType, ...headers, ...alwaysSaid(c) };
  const response = new Response(text, { status, headers: said });
  complete.add(response);
  return response;
};
const complete = new WeakSet<Response>();

/** Gives a reply that was made in another way the headers that every reply has. What calls and people are like is kept by nobody on the way. */
export const sayAlways = (c: Context<Env>): void => {
  if (complete.has(c.res)) return;
  const { headers } = c.res;
  for (const [name, value] of Object.entries(alwaysSaid(c))) headers.set(name, value);
  if (c.req.path.startsWith('/v1/') && !headers.has('cache-control')) headers.set('cache-control', 'no-store');
};

/** By the id somebody who asks finds what the log says of it. */
const alwaysSaid = (c: Context<Env>): Headers => ({
  'x-content-type-options': 'nosniff',
  'x-request-id': c.get('requestId'),
});
