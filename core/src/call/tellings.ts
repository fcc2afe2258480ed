import type { Outcome, Slot } from '../vocabulary/index.ts';
import { canPlace, isHere, type Whither } from './guards.ts';
import type { CallInput, CallOpSlot, CallOut, CallRecord } from './vocabulary.ts';

type Say = (out: CallOut) => void;

/** What a call says where that depends on what it knows. What it says in any case stands in the configuration, as `say`. */
export const tellings = {
  /** Ask for a placement, if there is a leg to place. */
  place: (
    call: CallRecord,
    _input: CallInput,
    say: Say,
    params: { readonly slot: Slot; readonly at: Whither; readonly instead?: 'agent' },
  ) => {
    if (!isHere(call[params.slot]) || !canPlace(call, params.at)) return;
    const { instead, ...plain } = params;
    if (instead !== undefined && call[instead] !== 'none' && call.handover !== 'add') {
      say({ say: 'place', ...plain, instead });
    } else say({ say: 'place', ...plain });
  },
  /** An agent of whom the switch let go while the customer was held comes back with the customer. */
  bringAgent: (call: CallRecord, _input: CallInput, say: Say) => {
    if (call.agent === 'up' && canPlace(call, 'main')) say({ say: 'place', slot: 'agent', at: 'main' });
  },
  /** A third party of whom the switch let go is brought back, and waited for. */
  bringGuest: (call: CallRecord, _input: CallInput, say: Say) => {
    if (call.guest !== 'up' || !canPlace(call, 'main')) return;
    say({ say: 'place', slot: 'guest', at: 'main' });
    say({ say: 'timer', timer: 'place', on: true });
  },
  /** Ring whoever is to serve the customer: before the customer is moved, where the switch can put them together afterwards. */
  ring: (call: CallRecord, _input: CallInput, say: Say) => {
    say(canPlace(call, 'main') ? { say: 'dial', slot: 'agent' } : { say: 'redirect', slot: 'agent' });
  },
  hangUp: (call: CallRecord, _input: CallInput, say: Say, { slot }: { readonly slot: Slot }) => {
    if (call[slot] !== 'none' && call[slot] !== 'dropping') say({ say: 'hangUp', slot });
  },
  hangUpDropped: (call: CallRecord, _input: CallInput, say: Say) => {
    if (call.dropped !== 'none') say({ say: 'hangUp', slot: call.dropped });
  },
  /** On the way out of a state, whoever has gone in this very input is still in the record: nobody is left to detach. */
  detach: (call: CallRecord, input: CallInput, say: Say, { slot }: { readonly slot: Slot }) => {
    if (call[slot] === 'none' || input.type === `${slot}.gone`) return;
    if (call[slot] !== 'dropping') say({ say: 'hangUp', slot });
    say({ say: 'detach', slot });
  },
  lendBack: (call: CallRecord, input: CallInput, say: Say) => {
    if (call.seat !== 0 && call.target !== 'none' && input.type !== 'target.gone') say({ say: 'lendBack' });
  },
  /** Nobody talks any more: the customer has gone, or was hung up on; else the agent is not theirs any longer. */
  partFromSeats: (_call: CallRecord, { type }: CallInput, say: Say) => {
    const isOver = type === 'customer.gone' || type === 'cmd.stop' || type === 'cmd.hangUp';
    say({ say: 'seats', signal: isOver ? 'callGone' : 'agentLeft' });
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
  /**
   * The end of an undoing. A cancel is done when customer and agent talk again, and not when the agent is lost or they could not be put together
   * in time; anything else is the handover's failure.
   */
  resolveUndone: (call: CallRecord, input: CallInput, say: Say) => {
    if (!call.handoverOp) return;
    const { failing } = call;
    const isCancelled = failing === 'asked';
    if (failing === 'timedOut' || (isCancelled && input.type === 'timer.place')) {
      say({ say: 'resolve', slot: 'handover', outcome: 'timedOut', cause: null });
    } else if (!isCancelled) say({ say: 'resolve', slot: 'handover', outcome: 'failed', cause: failing });
    else if (call.agent === 'none') say({ say: 'resolve', slot: 'handover', outcome: 'failed', cause: 'agentLost' });
    else say({ say: 'resolve', slot: 'handover', outcome: 'done', cause: null });
  },
};
