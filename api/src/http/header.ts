import type { Context } from 'hono';
import type { Env } from '../service.ts';

/**
 * A header of a request, by its name in small letters. Where it came over a socket, as Node has read it: `c.req.header` makes `Headers` of all that there
 * are first, which costs as much as everything else that is looked at of a command's request.
 */
export const headerOf = (c: Context<Env>, name: Lowercase<string>): string | undefined => {
  const read = incomingOf(c)?.headers;
  if (read === undefined) return c.req.header(name);
  const value = read[name];
  return typeof value === 'string' ? value : value?.join(', ');
};

/** Nothing where a request came over no socket. */
export const incomingOf = ({ env }: { readonly env?: Partial<Env['Bindings']> }): Env['Bindings']['incoming'] =>
  env?.incoming;
