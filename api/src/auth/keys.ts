import { hash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { problem } from '../http/problem.ts';
import type { Documents } from '../store/store.ts';
import type { Identity } from './principal.ts';
import type { Permission, Role } from './permissions.ts';

/** An API key as it is kept: the secret itself is known to nobody but its owner. Times are milliseconds since the epoch. */
export interface KeyDocument {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly subject: string | null;
  readonly teams: 'all' | readonly string[] | null;
  readonly permissions: readonly Permission[] | null;
  readonly salt: string;
  readonly hash: string;
  readonly createdAt: number;
  /** The principal who made it. */
  readonly createdBy: string;
  readonly expiresAt: number | null;
}

export type KeyOrder = Pick<KeyDocument, 'name' | 'role' | 'subject' | 'teams' | 'permissions' | 'expiresAt'>;

export interface Keys {
  /** Whose key it is, where that was proved before; null where it was not, or the key has expired or was revoked since. */
  recall(token: string): KeyDocument | null;
  /** Whose key it is; null for a token that is none, unknown, expired or revoked. */
  verify(token: string): Promise<KeyDocument | null>;
  /** The key of that id, unless it has expired or was revoked. */
  current(id: string): Promise<KeyDocument | null>;
  /** The key of that id, good or not. */
  find(id: string): Promise<KeyDocument | null>;
  list(): Promise<readonly KeyDocument[]>;
  /** The token is told this once. */
  create(order: KeyOrder, createdBy: string): Promise<{ readonly key: KeyDocument; readonly token: string }>;
  /** From now on the key opens nothing. False where there was none. */
  revoke(id: string): Promise<boolean>;
}

const tokens = /^lw_([0-9a-f]{16})_([A-Za-z0-9_-]{43})$/;
const derive = promisify<string, Buffer, number, { N: number; r: number; p: number }, Buffer>(scrypt);
/** So many tokens of one key are proved at once: whoever knows its id could otherwise keep all processors busy. */
const MOST_PROVED = 4;
/** N = 2^14 takes some 20 ms, on purpose: a stolen file does not give the keys away. */
const cost = { N: 16_384, r: 8, p: 1 };

/**
 * A key is proved by scrypt once, unless this process has made it; after that by a digest of the token and a secret of this process, compared in constant
 * time, some thousand times as fast. Nobody is shown a digest, so that it need not be proof against being lengthened, as an HMAC is. Revoking a key drops
 * what was remembered of it.
 */
export const createKeys = (documents: Documents<KeyDocument>, now: () => number): Keys => {
  const secret = randomBytes(32).toString('base64url');
  // As text: a fifth of what Node takes to give it as bytes.
  const proofOf = (token: string): Buffer => Buffer.from(hash('sha256', `${secret} ${token}`, 'hex'), 'latin1');
  const known = new Map<string, { readonly key: KeyDocument; readonly proof: Buffer }>();
  /** Tokens that are being proved: whoever comes with one of them meanwhile waits for the same. */
  const proving = new Map<string, Promise<KeyDocument | null>>();
  /** How many of a key's tokens those are. */
  const proofs = new Map<string, number>();
  const isLive = (key: KeyDocument): boolean => key.expiresAt === null || now() < key.expiresAt;

  const derived = async (secretOfKey: string, { id, salt }: KeyDocument): Promise<Buffer> => {
    const others = proofs.get(id) ?? 0;
    if (others >= MOST_PROVED) throw problem('tooMany', {}, { 'Retry-After': '1' });
    proofs.set(id, others + 1);
    try {
      return await derive(secretOfKey, Buffer.from(salt, 'base64url'), 32, cost);
    } finally {
      const left = (proofs.get(id) ?? 1) - 1;
      if (left === 0) proofs.delete(id);
      else proofs.set(id, left);
    }
  };

  const prove = async (token: string, id: string, secretOfKey: string): Promise<KeyDocument | null> => {
    const key = await documents.get(id);
    if (key === null || !isLive(key)) return null;
    const hashed = await derived(secretOfKey, key);
    if (!timingSafeEqual(hashed, Buffer.from(key.hash, 'base64url'))) return null;
    // It may have been revoked in the meantime.
    if ((await documents.get(id)) === null) return null;
    known.set(id, { key, proof: proofOf(token) });
    return key;
  };

  const recall = (token: string): KeyDocument | null => {
    const before = known.get(tokens.exec(token)?.[1] ?? '');
    if (before === undefined) return null;
    return timingSafeEqual(before.proof, proofOf(token)) && isLive(before.key) ? before.key : null;
  };

  return {
    recall,
    verify: async (token) => {
      const [, id, secret] = tokens.exec(token) ?? [];
      if (id === undefined || secret === undefined) return null;
      if (known.has(id)) return recall(token);
      const proved = proving.get(token) ?? prove(token, id, secret).finally(() => proving.delete(token));
      proving.set(token, proved);
      return proved;
    },
    current: async (id) => {
      const key = known.get(id)?.key ?? (await documents.get(id));
      return key !== null && isLive(key) ? key : null;
    },
    find: (id) => documents.get(id),
    list: () => documents.list(),
    create: async (order, createdBy) => {
      const id = randomBytes(8).toString('hex');
      const secret = randomBytes(32).toString('base64url');
      const salt = randomBytes(16);
      const hashed = await derive(secret, salt, 32, cost);
      const key: KeyDocument = {
        id,
        ...order,
        salt: salt.toString('base64url'),
        hash: hashed.toString('base64url'),
        createdAt: now(),
        createdBy,
      };
      const token = `lw_${id}_${secret}`;
      // What was hashed just now need not be proved by another hash. Before it can be found, and so revoked.
      known.set(id, { key, proof: proofOf(token) });
      await documents.put(id, key);
      return { key, token };
    },
    revoke: async (id) => {
      const removed = await documents.remove(id);
      known.delete(id);
      return removed;
    },
  };
};

const BY_KEY = 'key:';
/** How the audit names whoever asks with a key. */
export const ownerOf = (key: string): string => `${BY_KEY}${key}`;
/** The key that somebody asks with, by how the audit names them; null for whoever asks with none. */
export const keyIn = (owner: string): string | null => (owner.startsWith(BY_KEY) ? owner.slice(BY_KEY.length) : null);

export const identityOfKey = (key: KeyOrder & Pick<KeyDocument, 'id'>): Identity => ({
  id: ownerOf(key.id),
  name: key.name,
  role: key.role,
  subject: key.subject,
  teams: key.teams ?? undefined,
  permissions: key.permissions ?? undefined,
});

/** The first start has no key to begin with: makes one for an admin, and gives its token; null where there are keys already. */
export const createFirstKey = async (keys: Keys): Promise<string | null> => {
  if ((await keys.list()).length > 0) return null;
  const order = { name: 'first admin', role: 'admin', subject: null, teams: null, permissions: null } as const;
  return (await keys.create({ ...order, expiresAt: null }, 'first start')).token;
};
