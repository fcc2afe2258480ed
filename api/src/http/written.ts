import type { Context, TypedResponse } from 'hono';
import type { Env } from '../service.ts';

/** Answers with JSON that is written already; `Body` is what it says. */
export const written = <Body>(c: Context<Env>, json: string): TypedResponse<Body, 200, 'json'> & Response => {
  const response: Response = c.body(json, 200, { 'Content-Type': 'application/json' });
  return response as TypedResponse<Body, 200, 'json'> & Response;
};
