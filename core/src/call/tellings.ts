import type { Outcome, Slot } from '../vocabulary/index.ts';
import { isHere } from './guards.ts';
import type { CallInput, CallOpSlot, CallOut, CallRecord } from './vocabulary.ts';

type Say = (out: CallOut) => void;

/** What a call says where that depends on what it knows. What it says in any case stands in the configuration, as `say`. */
export const tellings = {
  /** Ask for a placement, if there is a leg to place. */
  place: (
    call: CallRecord,
    _input: CallInput,
    say: Say,
    params: { readonly slot: Slot; readonly at: 'main' | 'side' | 'treated'; readonly instead?: 'agent' },
  ) => {
    if (!isHere(call[params.slot])) return;
    const { instead, ...plain } = params;
    if (instead !== undefined && call[instead] !== 'none' && call.handover !== 'add') {
      say({ say: 'place', ...plain, instead });
    } else say({ say: 'place', ...plain });
  },
  hangUp: (call: CallRecord, _input: CallInput, say: Say, { slot }: { readonly slot: Slot }) => {
    if (call[slot] !== 'none' && call[slot] !== 'dropping') say({ say: 'hangUp', slot });
  },
  hangUpDropped: (call: CallRecord, _input: CallInput, say: Say) => {
    if (call.dropped !== 'none') say({ say: 'hangUp', slot: call.dropped });
  },
  detach: (call: CallRecord, _input: CallInput, say: Say, { slot }: { readonly slot: Slot }) => {
    if (call[slot] === 'none') return;
    if (call[slot] !== 'dropping') say({ say: 'hangUp', slot });
    say({ say: 'detach', slot });
  },
  lendBack: (call: CallRecord, _input: CallInput, say: Say) => {
    if (call.seat !== 0 && call.target !== 'none') say({ say: 'lendBack' });
  },
  enqueue: (call: CallRecord, _input: CallInput, say: Say) => {
    say({ say: 'acd', do: call.front ? 'enqueueFront' : 'enqueue' });
  },
  resolve: (
    call: CallRecord,
    input: CallInput,
    say: Say,
    { slot, outcome, cause }: { readonly slot: CallOpSlot; readonly outcome: Outcome; readonly cause: string | null },
  ) => {
    if (!call[`${slot}Op`]) return;
    const told = cause === 'asTold' ? ('cause' in input ? input.cause : null) : cause;
    say({ say: 'resolve', slot, outcome, cause: told });
  },
  /** The end of an undoing: cancelled on request is a cancel done; anything else is the handover's failure. */
  resolveUndone: (call: CallRecord, _input: CallInput, say: Say) => {
    if (!call.handoverOp) return;
    if (call.failing === 'cancelled') say({ say: 'resolve', slot: 'handover', outcome: 'done', cause: null });
    else if (call.failing === 'timedOut') say({ say: 'resolve', slot: 'handover', outcome: 'timedOut', cause: null });
    else say({ say: 'resolve', slot: 'handover', outcome: 'failed', cause: call.failing });
  },
};
