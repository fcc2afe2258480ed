import type { Principal } from './principal.ts';

/** How somebody's session or key came to an end. */
export type EndedBy = 'revoked' | 'loggedOut';

/** Sessions and keys that are over: a request that was under way by then does nothing more. */
export interface Ended {
  /** The session of that id, or the principal whose key it was, is known no more. */
  note(name: string, by: EndedBy): void;
  /** Null for whoever is known still. */
  of(principal: Pick<Principal, 'id' | 'session'>): EndedBy | null;
}

/** Longer than any request is under way, in ms: a server waits a minute for one to come in, and another with its answer. */
const REMEMBERED_MS = 3_600_000;

export const createEnded = (now: () => number): Ended => {
  /** The oldest first. */
  const known = new Map<string, { readonly by: EndedBy; readonly at: number }>();
  return {
    note: (name, by) => {
      for (const [oldest, { at }] of known) {
        if (now() - at < REMEMBERED_MS) break;
        known.delete(oldest);
      }
      known.set(name, { by, at: now() });
    },
    of: ({ id, session }) => (known.get(id) ?? (session === null ? undefined : known.get(session)))?.by ?? null,
  };
};
