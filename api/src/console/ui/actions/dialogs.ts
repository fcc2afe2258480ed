import type { ActionName } from '../service/client.ts';
import { whenLeaving } from '../session/leaving.ts';
import { createStore } from '../state/store.ts';

/** The dialog that is open: one at most. */
export type OpenDialog =
  { readonly kind: ActionName; readonly call: string } | { readonly kind: 'keys' } | { readonly kind: 'goTo' };
export const openDialog = createStore<OpenDialog | null>(null);

export const closeDialog = (): void => openDialog.set(null);
whenLeaving(closeDialog);
