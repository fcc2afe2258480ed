import type { Acquaintances } from './acquaintances.ts';
import { keyIn, type Keys } from './keys.ts';
import type { Principal } from './principal.ts';
import type { Principals } from './principals.ts';

/** Who somebody is now, of whom no more is known than how the audit names them: null where they are nobody any more. */
export type Owners = (id: string) => Promise<Principal | null>;

/** Somebody with a key is nobody when that is not good any more; somebody of the identity provider, when they have not been seen for long. */
export const createOwners =
  (keys: Keys, acquaintances: Acquaintances, principals: Principals): Owners =>
  async (id) => {
    const named = keyIn(id);
    if (named !== null) {
      const key = await keys.current(named);
      return key === null ? null : principals.ofKey(key);
    }
    const identity = await acquaintances.lastSeen(id);
    return identity === null ? null : principals.ofIdentity(identity, null, null);
  };
