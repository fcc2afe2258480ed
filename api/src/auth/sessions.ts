import { createHash, randomBytes } from 'node:crypto';
import type { Documents } from '../store/store.ts';
import type { Identity } from './principal.ts';

/** What a session stands for: a key, for as long as it is not revoked, or somebody whom a token vouched for. */
export type Grant =
  { readonly kind: 'key'; readonly key: string } | { readonly kind: 'identity'; readonly identity: Identity };

/** What somebody has shown, and until when that is good; null: until it is revoked. Milliseconds since the epoch. */
export interface Proof {
  readonly grant: Grant;
  readonly expiresAt: number | null;
  /** The session that was shown, where it was one. */
  readonly session?: string;
}

export interface SessionDocument {
  readonly id: string;
  readonly grant: Grant;
  readonly expiresAt: number;
}

/** Sessions of browsers: the cookie holds a secret of which only a digest is kept. */
export interface Sessions {
  begin(grant: Grant, lastsMs: number): Promise<string>;
  find(token: string): Promise<Proof | null>;
  /** Gives the id of the session, which is over; null where there was none. */
  end(token: string): Promise<string | null>;
}

export const createSessions = (documents: Documents<SessionDocument>, now: () => number): Sessions => {
  const known = new Map<string, SessionDocument>();
  const end = async (id: string): Promise<void> => {
    known.delete(id);
    await documents.remove(id);
    // Somebody may have looked it up in the meantime.
    known.delete(id);
  };
  /** Whoever begins a session clears away those that are over. */
  const sweep = async (): Promise<void> => {
    for (const { id, expiresAt } of [...known.values(), ...(await documents.list())]) {
      if (expiresAt <= now()) await end(id);
    }
  };
  return {
    begin: async (grant, lastsMs) => {
      await sweep();
      const token = randomBytes(32).toString('base64url');
      const id = digestOf(token);
      await documents.put(id, { id, grant, expiresAt: now() + lastsMs });
      return token;
    },
    find: async (token) => {
      const id = digestOf(token);
      const session = known.get(id) ?? (await documents.get(id));
      if (session === null) return null;
      if (session.expiresAt <= now()) {
        await end(id);
        return null;
      }
      known.set(id, session);
      return { grant: session.grant, expiresAt: session.expiresAt, session: id };
    },
    end: async (token) => {
      const id = digestOf(token);
      // Whoever has none makes nobody write.
      if (!known.has(id) && (await documents.get(id)) === null) return null;
      await end(id);
      return id;
    },
  };
};

const digestOf = (token: string): string => createHash('sha256').update(token).digest('base64url');
