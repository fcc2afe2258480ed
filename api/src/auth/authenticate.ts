import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import { headerOf, incomingOf } from '../http/header.ts';
import { problem, refused, type ProblemError } from '../http/problem.ts';
import type { Env, Service } from '../service.ts';
import type { Principal } from './principal.ts';
import type { Proof } from './sessions.ts';

/** The cookie of a browser's session. */
export const SESSION = 'legwork_session';

/**
 * Who asks: by an API key or a token, as `Authorization: Bearer …`, or by the cookie of a session. Whoever is wrong about it too often has to wait, and so
 * has whoever asks too often.
 *
 * @throws ProblemError for whoever has not said who they are, or has to wait.
 */
export const identify = async (service: Service, c: Context<Env>): Promise<Principal> => {
  const address = addressOf(service, c);
  service.rateLimits.admit(address);
  const principal = recalled(service, c) ?? (await principalOfRequest(service, c)) ?? principalOfTicket(service, c);
  if (principal === null) {
    service.rateLimits.wrong(address);
    throw unknown();
  }
  service.rateLimits.ask(principal.id);
  return principal;
};

const unknown = (): ProblemError => problem('unauthenticated', {}, { 'WWW-Authenticate': 'Bearer' });

/**
 * Who was known when a request began may not be any more when its body has come, which takes as long as whoever asks likes.
 *
 * @throws ProblemError where it is so.
 */
export const stillKnown = ({ ended }: Service, principal: Principal): void => {
  if (ended.of(principal) !== null) throw unknown();
};

/** Whoever shows a key that was proved before is known at once, without a promise. */
const recalled = ({ keys, principals }: Service, c: Context<Env>): Principal | null => {
  const token = bearerOf(c);
  const key = token === undefined ? null : keys.recall(token);
  return key === null ? null : principals.ofKey(key);
};

const principalOfRequest = async (service: Service, c: Context<Env>): Promise<Principal | null> => {
  const proof = await proofOf(service, c);
  return proof === null ? null : principalOfProof(service, proof);
};

const bearerOf = (c: Context<Env>): string | undefined =>
  /^Bearer ([\w.~+/=-]{1,8192})$/i.exec(headerOf(c, 'authorization') ?? '')?.[1];

/** A ticket opens one stream, and nothing else. */
const principalOfTicket = ({ streams }: Service, c: Context<Env>): Principal | null => {
  const ticket = c.req.query('ticket');
  return ticket !== undefined && /\/events\/(ws|stream)$/.test(c.req.path) ? streams.tickets.redeem(ticket) : null;
};

const proofOf = async (service: Service, c: Context<Env>): Promise<Proof | null> => {
  if (headerOf(c, 'authorization') !== undefined) {
    const token = bearerOf(c);
    return token === undefined ? null : proofOfToken(service, token);
  }
  const cookie = getCookie(c, SESSION);
  if (cookie === undefined) return null;
  if (!isSameOrigin(service, c)) {
    if (!isSafe(c.req.method)) throw refused({ reason: 'forbidden' }, { detail: crossOrigin });
    // What a WebSocket tells is read by whichever page has opened it.
    if (headerOf(c, 'upgrade') !== undefined) return null;
  }
  return service.sessions.find(cookie);
};
const crossOrigin = 'A request by cookie has to come from the page that this service serves.';

/** What a token stands for, and until when where it says so; null where it stands for nothing. */
export const proofOfToken = async (service: Service, token: string): Promise<Proof | null> => {
  const key = await service.keys.verify(token);
  if (key !== null) return { grant: { kind: 'key', key: key.id }, expiresAt: key.expiresAt };
  if (service.oidc === null || token.split('.').length !== 3) return null;
  const vouched = await service.oidc.verify(token).catch(() => {
    throw problem('unavailable', { detail: 'The identity provider is out of reach.' }, { 'Retry-After': '5' });
  });
  if (vouched === null) return null;
  const { id, identity, expiresAt } = vouched;
  if (identity === null) service.acquaintances.forget(id);
  else service.acquaintances.meet(identity);
  return identity === null ? null : { grant: { kind: 'identity', identity }, expiresAt };
};

/** Null where the key was revoked, or the agent or supervisor has left. */
export const principalOfProof = async (
  { keys, principals }: Pick<Service, 'keys' | 'principals'>,
  { grant, expiresAt, session: shown }: Proof,
): Promise<Principal | null> => {
  const session = shown ?? null;
  if (grant.kind === 'identity') return principals.ofIdentity(grant.identity, expiresAt, session);
  const key = await keys.current(grant.key);
  const principal = key === null ? null : principals.ofKey(key);
  if (principal === null || (session === null && expiresAt === principal.expiresAt)) return principal;
  const until = Math.min(principal.expiresAt ?? Infinity, expiresAt ?? Infinity);
  return { ...principal, session, expiresAt: until === Infinity ? null : until };
};

/** Where a request comes from, for limits; behind a proxy what the proxy says last. */
export const addressOf = ({ settings }: Service, c: Context<Env>): string => {
  const forwarded = settings.listen.behindProxy ? headerOf(c, 'x-forwarded-for')?.split(',').at(-1)?.trim() : undefined;
  return forwarded ?? incomingOf(c)?.socket?.remoteAddress ?? 'local';
};

const isSafe = (method: string): boolean => method === 'GET' || method === 'HEAD' || method === 'OPTIONS';

/** The page that asks is one of ours: browsers say so of every request that changes something, and nobody can make them lie. */
export const isSameOrigin = ({ settings }: Service, c: Context<Env>): boolean => {
  const origin = headerOf(c, 'origin');
  const { publicUrl } = settings.listen;
  if (origin === undefined) return false;
  return origin === new URL(c.req.url).origin || (publicUrl !== undefined && origin === new URL(publicUrl).origin);
};
