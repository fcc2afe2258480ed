import type { Refuses } from '../machine/index.ts';
import {
  capabilities,
  type CallEnd,
  type Capability,
  type Cause,
  type Outcome,
  type Slot,
} from '../vocabulary/index.ts';

/**
 * What a call knows of the leg in a slot: nobody; on its way; up but placed nowhere that is known; placed; asked to end.
 * Whoever asks for a placement sets the slot back to `up`: only an observation fills it again.
 */
export type SlotState = 'none' | 'coming' | 'up' | 'main' | 'side' | 'treated' | 'dropping';
/** What a handover is for. `promote`: a barger replaces an agent who left; `mend`: customer and agent are put together again. */
export type Handover =
  'none' | 'takeover' | 'transfer' | 'consult' | 'add' | 'queue' | 'park' | 'promote' | 'drop' | 'mend';

/** What a call's machine remembers. No time, no text, no foreign id. */
export interface CallRecord {
  readonly customer: SlotState;
  readonly agent: SlotState;
  readonly target: SlotState;
  readonly guest: SlotState;
  /** Legs asked to end that hold no slot any more. */
  readonly strays: number;
  /** What the call's switch cannot do, a bit each, in the order of `capabilities`. */
  readonly lacks: number;
  /** False for a call that Legwork found and has not claimed. */
  readonly ours: boolean;
  /** There is a queue to go back to. */
  readonly requeues: boolean;
  /** It comes back to its queue and waits before the others. */
  readonly front: boolean;
  /** It was parked: whoever picks it up and does not come leaves it parked. */
  readonly wasParked: boolean;
  /** The party on offer is an outside number, not an agent. */
  readonly offersNumber: boolean;
  readonly handover: Handover;
  /** The switch moves the customer by itself; until the new party answers, the customer can be lost. */
  readonly blind: boolean;
  /** Why the handover is being undone; `asked` is no cause: a party whose phone stops ringing ends as `cancelled` too. */
  readonly failing: 'none' | 'asked' | 'timedOut' | Cause;
  /** The seat whose leg serves as the handover's target; 0 for none. */
  readonly seat: number;
  /** The leg that a drop is about. */
  readonly dropped: Slot | 'none';
  /** A hold or a resume is under way. */
  readonly holdMoves: boolean;
  readonly seats: number;
  /** Seats that barge, earliest first. */
  readonly bargers: readonly number[];
  readonly end: CallEnd | 'none';
  readonly cause: Cause;
  readonly lifeOp: boolean;
  readonly holdOp: boolean;
  readonly handoverOp: boolean;
  readonly recordingOp: boolean;
  readonly stopOp: boolean;
}

export const newCall: CallRecord = {
  customer: 'none',
  agent: 'none',
  target: 'none',
  guest: 'none',
  strays: 0,
  lacks: 0,
  ours: true,
  requeues: false,
  front: false,
  wasParked: false,
  offersNumber: false,
  handover: 'none',
  blind: false,
  failing: 'none',
  seat: 0,
  dropped: 'none',
  holdMoves: false,
  seats: 0,
  bargers: [],
  end: 'none',
  cause: 'normal',
  lifeOp: false,
  holdOp: false,
  handoverOp: false,
  recordingOp: false,
  stopOp: false,
};

/** The bit of a capability in `lacks`. */
export const bitOf = (capability: Capability): number => 1 << capabilities.indexOf(capability);

/** A call has at most this many seats. */
export const maxSeats = 4;

/** The places for open commands: at most one in each. */
export type CallOpSlot = 'life' | 'hold' | 'handover' | 'recording' | 'stop';
export type CallTimer = 'place' | 'hold' | 'wait' | 'park' | 'announce' | 'recording' | 'blind' | 'claim';

type OfSlot =
  | { readonly type: `${Slot}.up` }
  | { readonly type: `${Slot}.placed`; readonly at: 'none' | 'main' | 'side' | 'treated' }
  | { readonly type: `${Slot}.gone`; readonly cause: Cause };

export type CallInput =
  | OfSlot
  | { readonly type: 'stray.gone' }
  | { readonly type: 'customer.played' }
  // How a call begins.
  | { readonly type: 'sig.offered'; readonly answer: boolean }
  | { readonly type: 'sig.originated'; readonly first: 'customer' | 'agent' }
  | { readonly type: 'sig.found' }
  // What the routing says.
  | { readonly type: 'route.queue' }
  | { readonly type: 'route.announce' }
  | { readonly type: 'route.number' }
  | { readonly type: 'route.hangUp'; readonly cause: Cause }
  | { readonly type: 'acd.agent' }
  | { readonly type: `timer.${CallTimer}` }
  | { readonly type: 'record.started' | 'record.stopped' | 'record.refused' }
  | { readonly type: 'call.claimed' | 'claim.refused' }
  // What the call's seats say.
  | { readonly type: 'seat.opened' }
  | { readonly type: 'seat.closed' | 'seat.barges' | 'seat.hushes'; readonly seat: number }
  // What one region says to another.
  | { readonly type: 'sig.holdReset' | 'sig.recordingReset' }
  // What is asked. `seat` is the asker's own seat at this call, 0 for none.
  | {
      readonly type:
        | 'cmd.answer'
        | 'cmd.hold'
        | 'cmd.resume'
        | 'cmd.complete'
        | 'cmd.cancel'
        | 'cmd.park'
        | 'cmd.pickUp'
        | 'cmd.hangUp'
        | 'cmd.claim'
        | 'cmd.stop'
        | 'cmd.addParty'
        | 'cmd.consult';
    }
  | { readonly type: 'cmd.transfer'; readonly to: 'agent' | 'number' | 'queue' }
  | { readonly type: 'cmd.takeover'; readonly seat: number; readonly seatIsReady: boolean }
  | { readonly type: 'cmd.supervise'; readonly mode: 'monitor' | 'whisper' | 'barge' }
  | { readonly type: 'cmd.drop'; readonly slot: Slot }
  | { readonly type: 'cmd.record'; readonly on: boolean };

/** What a call's machine says: to its legs, its seats, the switch, the ACD, the routing, the clock, whoever asked, and itself. */
export type CallOut =
  | Refuses
  | { readonly say: 'answer' }
  | { readonly say: 'dial'; readonly slot: Slot }
  /** The switch moves the customer by itself: to the leg in that slot, which it dials. */
  | { readonly say: 'redirect'; readonly slot: 'agent' | 'target' }
  | {
      readonly say: 'place';
      readonly slot: Slot;
      readonly at: 'main' | 'side' | 'treated';
      readonly instead?: 'agent';
    }
  | { readonly say: 'hangUp'; readonly slot: Slot }
  /** The leg leaves its slot; it still belongs to the call until it has ended. */
  | { readonly say: 'detach'; readonly slot: Slot }
  | { readonly say: 'become'; readonly from: 'target' | 'guest'; readonly to: 'agent' | 'guest' }
  | { readonly say: 'lend' | 'lendBack' }
  | { readonly say: 'play' }
  | { readonly say: 'record'; readonly on: boolean }
  | { readonly say: 'claim' }
  | { readonly say: 'openSeat' }
  | { readonly say: 'seats'; readonly signal: 'agentHere' | 'agentLeft' | 'callGone' }
  | { readonly say: 'acd'; readonly do: 'enqueue' | 'enqueueFront' | 'leave' }
  /** Go on through the routing, from where the call is. */
  | { readonly say: 'route' }
  | { readonly say: 'timer'; readonly timer: CallTimer; readonly on: boolean }
  | { readonly say: 'open'; readonly slot: CallOpSlot }
  | {
      readonly say: 'resolve';
      readonly slot: CallOpSlot;
      readonly outcome: Outcome;
      readonly cause: string | null;
    }
  | { readonly say: 'self'; readonly signal: 'sig.holdReset' | 'sig.recordingReset' }
  | { readonly say: 'closed' };
