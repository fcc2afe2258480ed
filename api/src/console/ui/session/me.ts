import { createStore } from '../state/store.ts';

/** Who is signed in. */
export interface Me {
  readonly id: string;
  readonly name: string;
  readonly role: 'admin' | 'supervisor' | 'agent' | 'analyst' | 'service';
  readonly supervisor: string | null;
  readonly agent: string | null;
  readonly permissions: readonly string[];
}

/** `asking` until the service has said who it is; null while nobody is signed in. */
export const me = createStore<Me | null | 'asking'>('asking');

export const myself = (): Me | null => {
  const who = me.get();
  return who === 'asking' ? null : who;
};
