import type { Refuses } from '../machine/index.ts';
import type { Mode, Outcome, Place, Scope } from '../vocabulary/index.ts';

/** What a seat's machine remembers. No time, no text, no foreign id. */
export interface SeatRecord {
  /** What the supervisor asked for. */
  readonly wanted: Mode;
  /** What was last observed of the supervisor's leg. */
  readonly mode: Mode | 'none';
  readonly scope: Scope;
  /** Modes the switch cannot do, and `treat`, without which nobody can be parked. */
  readonly lacks: readonly ('whisper' | 'barge' | 'treat')[];
  /** There is an agent to tap. */
  readonly agentIsHere: boolean;
  /** The open command: to be present, to change the mode, or to leave. */
  readonly op: boolean;
}

export const newSeat: SeatRecord = {
  wanted: 'monitor',
  mode: 'none',
  scope: 'call',
  lacks: [],
  agentIsHere: true,
  op: false,
};

export type SeatInput =
  | { readonly type: 'sig.open' }
  | { readonly type: 'leg.up' }
  /** `current` says whether the tap is on the agent that the seat means now. */
  | { readonly type: 'leg.placed'; readonly at: Place; readonly mode: Mode | 'none'; readonly current: boolean }
  | { readonly type: 'leg.gone'; readonly cause: string }
  | { readonly type: 'call.agentHere' }
  | { readonly type: 'call.agentLeft' }
  | { readonly type: 'call.gone' }
  /** The takeover by this seat begins; it failed; it is done. */
  | { readonly type: 'sig.lend' }
  | { readonly type: 'sig.lendBack' }
  | { readonly type: 'sig.become' }
  | { readonly type: 'agent.loggedOut' }
  | { readonly type: 'timer.place' }
  | { readonly type: 'timer.follow' }
  | { readonly type: 'cmd.switchMode'; readonly mode: Mode }
  | { readonly type: 'cmd.leave' };

export type SeatTimer = 'place' | 'follow';

export type SeatOut =
  | Refuses
  | { readonly say: 'dial' }
  | { readonly say: 'tap'; readonly mode: Mode }
  | { readonly say: 'silence' }
  | { readonly say: 'hangUp' }
  | { readonly say: 'call'; readonly signal: 'seat.barges' | 'seat.hushes' }
  | { readonly say: 'timer'; readonly timer: SeatTimer; readonly on: boolean }
  | { readonly say: 'open' }
  | { readonly say: 'resolve'; readonly outcome: Outcome; readonly cause: string | null }
  | { readonly say: 'gone' };
