import type { Writable } from '../machine/index.ts';
import type { CallEnd, Cause, Slot } from '../vocabulary/index.ts';
import { canPlace, isHere, type Whither } from './guards.ts';
import type { CallInput, CallOpSlot, CallRecord, Handover, SlotState } from './vocabulary.ts';

type Call = Writable<CallRecord>;

const causeOf = (input: CallInput): Cause => ('cause' in input ? input.cause : 'normal');

/** Everything that changes a call's record. */
export const edits = {
  set: (call: Call, _input: CallInput, { slot, as }: { readonly slot: Slot; readonly as: SlotState }) => {
    call[slot] = as;
  },
  /** A placement is asked for: where the leg is will be known when it is observed. */
  move: (call: Call, _input: CallInput, { slot, at }: { readonly slot: Slot; readonly at: Whither }) => {
    if (isHere(call[slot]) && canPlace(call, at)) call[slot] = 'up';
  },
  settle: (call: Call, input: CallInput, { slot }: { readonly slot: Slot }) => {
    if (isHere(call[slot]) && 'at' in input) call[slot] = input.at === 'none' ? 'up' : input.at;
  },
  drop: (call: Call, _input: CallInput, { slot }: { readonly slot: Slot }) => {
    if (call[slot] !== 'none') call[slot] = 'dropping';
  },
  vacate: (call: Call, input: CallInput, { slot }: { readonly slot: Slot }) => {
    if (call[slot] === 'none') return;
    call[slot] = 'none';
    if (input.type !== `${slot}.gone`) call.strays += 1;
  },
  become: (
    call: Call,
    _input: CallInput,
    { from, to }: { readonly from: 'target' | 'guest'; readonly to: 'agent' | 'guest' },
  ) => {
    call[to] = call[from];
    call[from] = 'none';
  },
  strayIsGone: (call: Call) => {
    call.strays -= 1;
  },
  /** The seat's leg stands in the target's slot while it is lent. */
  lend: (call: Call, input: CallInput) => {
    call.target = 'up';
    if (input.type === 'cmd.takeover') call.seat = input.seat;
    else call.seat = call.bargers[0] ?? 0;
    call.bargers = call.bargers.filter((seat) => seat !== call.seat);
  },
  takeBack: (call: Call) => {
    if (call.seat !== 0) call.target = 'none';
    call.seat = 0;
  },
  begin: (call: Call, _input: CallInput, { handover }: { readonly handover: Handover }) => {
    call.handover = handover;
    call.failing = 'none';
  },
  blind: (call: Call, _input: CallInput, { on }: { readonly on: boolean }) => {
    call.blind = on;
  },
  /** Nothing is under way any more. */
  conclude: (call: Call) => {
    call.handover = 'none';
    call.blind = false;
    call.failing = 'none';
    call.seat = 0;
    call.dropped = 'none';
  },
  fail: (call: Call, input: CallInput, { why }: { readonly why: 'asked' | 'timedOut' | 'asTold' }) => {
    call.failing = why === 'asTold' ? causeOf(input) : why;
  },
  aimDrop: (call: Call, input: CallInput) => {
    if (input.type === 'cmd.drop') call.dropped = input.slot;
  },
  dropDropped: (call: Call) => {
    if (call.dropped !== 'none') call[call.dropped] = 'dropping';
  },
  holdMoves: (call: Call, _input: CallInput, { on }: { readonly on: boolean }) => {
    call.holdMoves = on;
  },
  comesBack: (call: Call) => {
    call.front = true;
  },
  comesFirst: (call: Call) => {
    call.front = false;
    call.requeues = true;
  },
  parks: (call: Call, _input: CallInput, { on }: { readonly on: boolean }) => {
    call.wasParked = on;
  },
  offers: (call: Call, _input: CallInput, { number }: { readonly number: boolean }) => {
    call.offersNumber = number;
  },
  claimed: (call: Call) => {
    call.ours = true;
  },
  found: (call: Call) => {
    call.customer = 'main';
    call.agent = 'main';
    call.ours = false;
  },
  end: (call: Call, input: CallInput, { end, cause }: { readonly end: CallEnd; readonly cause: Cause | 'asTold' }) => {
    call.end = end;
    call.cause = cause === 'asTold' ? causeOf(input) : cause;
  },
  seatOpened: (call: Call) => {
    call.seats += 1;
  },
  seatClosed: (call: Call, input: CallInput) => {
    call.seats -= 1;
    if (input.type === 'seat.closed') call.bargers = call.bargers.filter((seat) => seat !== input.seat);
  },
  seatBarges: (call: Call, input: CallInput) => {
    if (input.type === 'seat.barges') call.bargers = [...call.bargers, input.seat];
  },
  seatHushes: (call: Call, input: CallInput) => {
    if (input.type === 'seat.hushes') call.bargers = call.bargers.filter((seat) => seat !== input.seat);
  },
  open: (call: Call, _input: CallInput, { slot }: { readonly slot: CallOpSlot }) => {
    call[`${slot}Op`] = true;
  },
  close: (call: Call, _input: CallInput, { slot }: { readonly slot: CallOpSlot }) => {
    call[`${slot}Op`] = false;
  },
};
