import { useRef, type ReactNode } from 'react';
import { KeysDialog } from '../frame/keys-dialog.tsx';
import { calls } from '../service/live.ts';
import type { Call } from '../service/shapes.ts';
import { useRow } from '../state/rows.ts';
import { useStore } from '../state/store.ts';
import { StopDialog, TakeoverDialog } from './confirm-dialogs.tsx';
import { openDialog } from './dialogs.ts';
import { TransferDialog } from './transfer-dialog.tsx';
import { assertNever } from '../state/never.ts';

/** The dialog that is open, whichever it is. */
export const AllDialogs = (): ReactNode => {
  const open = useStore(openDialog);
  if (open === null) return null;
  if (open.kind === 'keys') return <KeysDialog />;
  return <OfCall key={`${open.kind} ${open.call}`} kind={open.kind} id={open.call} />;
};

/** The call as it is now; one that ends meanwhile stays as it was, and what is asked of it is refused. */
const OfCall = ({ kind, id }: { readonly kind: 'stop' | 'takeover' | 'transfer'; readonly id: string }): ReactNode => {
  const now = useRow(calls, id);
  const last = useRef<Call | undefined>(now);
  if (now !== undefined) last.current = now;
  const call = last.current;
  if (call === undefined) return null;
  switch (kind) {
    case 'stop':
      return <StopDialog call={call} />;
    case 'takeover':
      return <TakeoverDialog call={call} />;
    case 'transfer':
      return <TransferDialog call={call} />;
    default:
      return assertNever(kind);
  }
};
