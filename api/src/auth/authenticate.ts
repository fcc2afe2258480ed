import { createMiddleware } from 'hono/factory';
import { problem } from '../http/problem.ts';
import type { Env, Service } from '../service.ts';
import { identityOfKey } from './keys.ts';
import { defaultPermissions } from './permissions.ts';
import { principalOf, type Identity, type Principal } from './principal.ts';

/** Lets nobody in who has not said who they are: by an API key or a token, as `Authorization: Bearer …`. */
export const authenticate = (service: Service) =>
  createMiddleware<Env>(async (c, next) => {
    const token = bearerOf(c.req.header('authorization'));
    const principal =
      token === null
        ? principalOfTicket(service, c.req.path, c.req.query('ticket'))
        : await principalOfToken(service, token);
    if (principal === null) throw problem('unauthenticated', {}, { 'WWW-Authenticate': 'Bearer' });
    c.set('principal', principal);
    await next();
  });

/** A ticket opens one stream, and nothing else. */
const principalOfTicket = ({ streams }: Service, path: string, ticket: string | undefined): Principal | null =>
  ticket !== undefined && /\/events\/(ws|stream)$/.test(path) ? streams.tickets.redeem(ticket) : null;

const bearerOf = (header: string | undefined): string | null =>
  /^Bearer ([\w.~+/=-]{1,8192})$/i.exec(header ?? '')?.[1] ?? null;

const principalOfToken = async (service: Service, token: string): Promise<Principal | null> => {
  const key = await service.keys.verify(token);
  return key === null ? null : admitted(service, identityOfKey(key));
};

const admitted = ({ directory, settings }: Service, identity: Identity): Principal | null =>
  principalOf(identity, directory, { ...defaultPermissions, ...settings.auth.permissions });
