import type { Context } from 'hono';
import { refused } from '../http/problem.ts';
import type { Env } from '../service.ts';
import type { Permission } from './permissions.ts';
import type { Principal } from './principal.ts';

/** Whoever asks, where they have one of these permissions; a problem where not. */
export const permit = (c: Context<Env>, ...permissions: readonly Permission[]): Principal => {
  const principal = c.get('principal');
  if (!permissions.some((one) => principal.permissions.has(one)))
    throw refused({ reason: 'forbidden' }, { detail: `This needs the permission ${permissions.join(' or ')}.` });
  return principal;
};
