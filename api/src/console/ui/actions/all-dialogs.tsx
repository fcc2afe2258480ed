import { useRef, type ReactNode } from 'react';
import { GoToDialog } from '../frame/go-to-dialog.tsx';
import { KeysDialog } from '../frame/keys-dialog.tsx';
import { calls } from '../service/live.ts';
import type { ActionName, Call } from '../service/client.ts';
import { useRow } from '../state/rows.ts';
import { useStore } from '../state/store.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { openDialog } from './dialogs.ts';
import { TransferDialog } from './transfer-dialog.tsx';

/** The dialog that is open, whichever it is. */
export const AllDialogs = (): ReactNode => {
  const open = useStore(openDialog);
  if (open === null) return null;
  if (open.kind === 'keys') return <KeysDialog />;
  if (open.kind === 'goTo') return <GoToDialog />;
  return <OfCall key={`${open.kind} ${open.call}`} kind={open.kind} id={open.call} />;
};

/** The call as it is now; one that ends meanwhile stays as it was, and what is asked of it is refused. */
const OfCall = ({ kind, id }: { readonly kind: ActionName; readonly id: string }): ReactNode => {
  const now = useRow(calls, id);
  const last = useRef<Call | undefined>(now);
  if (now !== undefined) last.current = now;
  const call = last.current;
  if (call === undefined) return null;
  return kind === 'transfer' ? <TransferDialog call={call} /> : <ConfirmDialog call={call} action={kind} />;
};
