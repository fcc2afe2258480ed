import type { Context } from 'hono';
import { refused } from '../http/problem.ts';
import type { Env } from '../service.ts';
import type { Permission } from './permissions.ts';
import type { Principal } from './principal.ts';

/** Whoever asks, where they may do that; a problem where not. */
export const permit = (c: Context<Env>, permission: Permission): Principal => {
  const { principal } = c.var;
  if (!principal.permissions.has(permission)) throw refused({ reason: 'forbidden' });
  return principal;
};
