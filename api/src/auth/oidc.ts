import { createRemoteJWKSet, customFetch, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import type { Settings } from '../config/settings.ts';
import { roles, type Role } from './permissions.ts';
import type { Identity } from './principal.ts';

type OidcSettings = NonNullable<Settings['auth']['oidc']>;

/** Tokens of an identity provider. */
export interface Oidc {
  /** Whom the token vouches for; null where it is not good. Rejects where the provider cannot be asked for its keys. */
  verify(token: string): Promise<Vouched | null>;
}

/** Somebody whom the provider knows; `identity` is null where they have no role here. */
export interface Vouched {
  readonly id: string;
  readonly identity: Identity | null;
  readonly expiresAt: number;
}

/** Signed with a key that only the provider has. A shared secret would let anybody who can check tokens make them. */
const algorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

/** A provider that could not be asked is left alone for so long, in ms: anybody can send something that looks like a token. */
const REST_MS = 1_000;

type Ask = (url: string, options: RequestInit) => Promise<Response>;

/** @param onFault hears why the provider cannot be asked, and no more of it until it answers again. */
export const createOidc = (settings: OidcSettings, now: () => number, onFault: (fault: unknown) => void): Oidc => {
  let keys: Promise<JWTVerifyGetKey> | null = null;
  let outage: { readonly fault: unknown; readonly restsUntil: number } | null = null;
  // It alone rests: the keys that are held go on vouching for whom they can.
  const ask: Ask = async (url, options) => {
    if (outage !== null && now() < outage.restsUntil) throw outage.fault;
    const response = await fetch(url, options);
    if (response.ok) outage = null;
    return response;
  };
  // Found once; where it was not found it is looked for again.
  const keySet = (): Promise<JWTVerifyGetKey> => {
    keys ??= findKeys(settings, ask).catch((fault: unknown) => {
      keys = null;
      throw fault;
    });
    return keys;
  };
  return {
    verify: async (token) => {
      try {
        const { payload } = await jwtVerify(token, await keySet(), {
          issuer: settings.issuer,
          audience: settings.audience,
          clockTolerance: settings.clockToleranceMs / 1_000,
          requiredClaims: ['exp', 'sub'],
          currentDate: new Date(now()),
          algorithms,
        });
        const subject = claim(payload, settings.claims.subject);
        if (typeof subject !== 'string') return null;
        const identity = identityOf(settings, payload, subject);
        return { id: nameOf(subject), identity, expiresAt: (payload.exp ?? 0) * 1_000 };
      } catch (fault) {
        if (fault instanceof errors.JOSEError && !isOfProvider(fault)) return null;
        if (outage === null) onFault(fault);
        if (outage === null || now() >= outage.restsUntil) outage = { fault, restsUntil: now() + REST_MS };
        throw fault;
      }
    },
  };
};

/** It says nothing of the token: the provider has not given its keys, or none that can be read. */
const isOfProvider = ({ code }: errors.JOSEError): boolean =>
  code === errors.JWKSTimeout.code || code === errors.JWKSInvalid.code || code === errors.JOSEError.code;

const discovery = z.object({ jwks_uri: z.url() });

/** OpenID Connect Discovery 1.0, section 4. */
const findKeys = async ({ issuer, jwksUri }: OidcSettings, ask: Ask): Promise<JWTVerifyGetKey> => {
  const keysAt = (url: string): JWTVerifyGetKey => createRemoteJWKSet(new URL(url), { [customFetch]: ask });
  if (jwksUri !== undefined) return keysAt(jwksUri);
  const found = await ask(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
    signal: AbortSignal.timeout(5_000),
    redirect: 'error',
  });
  return keysAt(discovery.parse(await found.json()).jwks_uri);
};

/** How the audit names whoever asks with a token. */
const nameOf = (subject: string): string => `oidc:${subject}`;

const identityOf = ({ claims, roles: meant }: OidcSettings, payload: JWTPayload, subject: string): Identity | null => {
  const name = claim(payload, claims.name);
  const role = roleOf(meant, textsIn(claim(payload, claims.role)));
  if (role === null) return null;
  const teams = claim(payload, claims.teams);
  return {
    id: nameOf(subject),
    name: typeof name === 'string' ? name : subject,
    role,
    subject: role === 'supervisor' || role === 'agent' ? subject : null,
    teams: teams === undefined ? undefined : textsIn(teams),
  };
};

/** The first of the roles, in their order, that one of the words stands for. */
const roleOf = (meant: Readonly<Record<string, Role>>, words: readonly string[]): Role | null => {
  const found = new Set(words.filter((word) => Object.hasOwn(meant, word)).map((word) => meant[word]));
  return roles.find((role) => found.has(role)) ?? null;
};

const textsIn = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? (value as readonly unknown[]) : [value]).filter((one) => typeof one === 'string');

/** What a claim says; a dot goes inside. */
const claim = (payload: JWTPayload, path: string): unknown =>
  path.split('.').reduce<unknown>((at, key) => {
    const isThere = typeof at === 'object' && at !== null && Object.hasOwn(at, key);
    return isThere ? (Reflect.get(at, key) as unknown) : undefined;
  }, payload);
