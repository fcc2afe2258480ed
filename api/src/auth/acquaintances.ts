import type { Documents } from '../store/store.ts';
import type { Identity } from './principal.ts';

/** Somebody as a token showed them, and when. Milliseconds since the epoch. */
export interface Acquaintance {
  readonly identity: Identity;
  readonly seenAt: number;
}

/** Those whom the identity provider has vouched for, as they were seen last: nobody tells us when they leave. */
export interface Acquaintances {
  /** They have shown a token. */
  meet(identity: Identity): void;
  /** They have shown a token that gives them no role here. */
  forget(id: string): void;
  /** As they were seen last; null where that was never, or too long ago. */
  lastSeen(id: string): Promise<Identity | null>;
}

export interface AcquaintanceOptions {
  readonly documents: Documents<Acquaintance>;
  readonly now: () => number;
  /** For how long somebody counts as they were seen last, in ms. */
  readonly rememberedMs: number;
  /** What was seen could not be kept: it holds until the process ends. */
  readonly onFault: (fault: unknown) => void;
}

/** That somebody is still as they were is kept so often at most. */
const KEPT_EVERY_MS = 3_600_000;

export const createAcquaintances = ({ documents, now, rememberedMs, onFault }: AcquaintanceOptions): Acquaintances => {
  const known = new Map<string, Acquaintance & { readonly keptAt: number }>();
  const isOld = ({ seenAt }: Acquaintance): boolean => now() - seenAt >= rememberedMs;
  /** Whoever comes for the first time clears away those who have not come for long. */
  const sweep = async (): Promise<void> => {
    for (const one of await documents.list()) if (isOld(one)) await documents.remove(one.identity.id);
  };
  const keep = async (identity: Identity, seenAt: number, isNew: boolean): Promise<void> => {
    await documents.put(identity.id, { identity, seenAt });
    if (isNew) await sweep();
  };
  return {
    meet: (identity) => {
      const seenAt = now();
      const before = known.get(identity.id);
      const isAsBefore = before !== undefined && JSON.stringify(before.identity) === JSON.stringify(identity);
      const isKept = isAsBefore && seenAt - before.keptAt < KEPT_EVERY_MS;
      known.set(identity.id, { identity, seenAt, keptAt: isKept ? before.keptAt : seenAt });
      if (!isKept) keep(identity, seenAt, before === undefined).catch(onFault);
    },
    forget: (id) => {
      known.delete(id);
      documents.remove(id).catch(onFault);
    },
    lastSeen: async (id) => {
      const found = known.get(id) ?? (await documents.get(id));
      return found === null || isOld(found) ? null : found.identity;
    },
  };
};
