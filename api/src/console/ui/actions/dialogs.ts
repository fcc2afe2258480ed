import { createStore } from '../state/store.ts';

/** The dialog that is open: one at most. */
export type OpenDialog =
  { readonly kind: 'stop' | 'takeover' | 'transfer'; readonly call: string } | { readonly kind: 'keys' };
export const openDialog = createStore<OpenDialog | null>(null);

export const closeDialog = (): void => openDialog.set(null);
