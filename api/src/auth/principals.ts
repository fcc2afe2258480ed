import type { Settings } from '../config/settings.ts';
import type { Directory } from '../directory/directory.ts';
import { identityOfKey, type KeyDocument } from './keys.ts';
import { permissionsOf } from './permissions.ts';
import { principalOf, type Identity, type Principal } from './principal.ts';

/** Who somebody is, by what they have shown; null where the agent or supervisor has left. */
export interface Principals {
  /** Worked out once for each key: neither a key nor the directory changes while the service runs. */
  ofKey(key: KeyDocument): Principal | null;
  ofIdentity(identity: Identity, expiresAt: number | null, session: string | null): Principal | null;
}

export const createPrincipals = (directory: Directory, settings: Pick<Settings, 'auth'>): Principals => {
  const permissions = permissionsOf(settings);
  const known = new WeakMap<KeyDocument, Principal | null>();
  const ofIdentity: Principals['ofIdentity'] = (identity, expiresAt, session) =>
    principalOf(identity, directory, permissions, expiresAt, session);
  return {
    ofIdentity,
    ofKey: (key) => {
      const before = known.get(key);
      if (before !== undefined) return before;
      const principal = ofIdentity(identityOfKey(key), key.expiresAt, null);
      known.set(key, principal);
      return principal;
    },
  };
};
