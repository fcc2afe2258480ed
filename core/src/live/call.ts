import type {
  AgentId,
  AgentState,
  CallId,
  CallState,
  CommandId,
  CommandType,
  Direction,
  Endpoint,
  HandoverState,
  HoldState,
  Mode,
  Party,
  QueueId,
  RecordingState,
  Scope,
  SeatId,
  SeatState,
  SupervisorId,
  SwitchId,
} from '../vocabulary/index.ts';

/** One line of the live list. Moments and durations are milliseconds on the clock of the facts. */
export interface LiveCall {
  readonly call: CallId;
  readonly direction: Direction;
  readonly customer: Endpoint;
  readonly hotline: Endpoint | null;
  readonly switch: SwitchId;
  /** False for a call that Legwork found on the switch and did not start. */
  readonly ours: boolean;
  /** How whoever asked for it calls it, where they said so. */
  readonly clientRef?: string;
  /** The queue it was put into last. */
  readonly queue: QueueId | null;
  /** Who is offered the call, or talks on it: an agent, a supervisor who took over, a number. */
  readonly party: Party | null;

  readonly state: CallState;
  readonly stateSinceMs: number;
  /** How long the call has been in its state. */
  readonly inStateMs: number;
  readonly hold: HoldState;
  readonly recording: RecordingState;
  readonly startedMs: number;
  /** From the first queueing to the first conversation, or to the end; runs while the customer waits that first time. */
  readonly waitMs: number;
  /** In conversation, holds included. */
  readonly talkMs: number;
  readonly holdMs: number;
  /** Since when each of the three runs; null where it stands still. */
  readonly waitingSinceMs: number | null;
  readonly talkingSinceMs: number | null;
  readonly heldSinceMs: number | null;
  /** When the present wait began, the first or a later one; null while it does not wait (see `endsWaiting`). */
  readonly queuedSinceMs: number | null;

  /** In the order in which they came. */
  readonly supervisors: readonly LiveSeat[];
  /** What moves and has not arrived: regions of the call first, then the commands that are open, oldest first. */
  readonly underWay: readonly UnderWay[];
  /** False while the switch is out of reach, or has not been heard of since: then everything here is what was true. */
  readonly confirmed: boolean;
  /**
   * When the switch last said something about the call by itself: an observation that was `seen`, or its confirmation
   * after it was out of reach. An `assumed` one does not count. Null until the first.
   */
  readonly seenMs: number | null;
}

/** An agent, as the last fact about them has it. */
export interface LiveAgent {
  readonly agent: AgentId;
  readonly state: AgentState;
  readonly reason: string | null;
  readonly call: CallId | null;
  /** Since when they have been in that state. */
  readonly sinceMs: number;
}

/** A supervisor at a call. */
export interface LiveSeat {
  readonly seat: SeatId;
  readonly supervisor: SupervisorId;
  readonly scope: Scope;
  readonly state: SeatState;
  /** What was last observed; null while the supervisor hears nothing. */
  readonly mode: Mode | null;
  /** What was asked for. */
  readonly wanted: Mode;
}

/** Something that was begun with a call and is not finished. */
export type UnderWay =
  | {
      readonly kind: 'handover';
      readonly state: Exclude<HandoverState, 'idle'>;
      /** The command that began it: a takeover, a transfer, a consult…; null where the list has not seen one. */
      readonly by: CommandType | null;
      /** When the handover began, whatever state it has reached. */
      readonly sinceMs: number;
    }
  | { readonly kind: 'hold'; readonly state: 'holding' | 'resuming'; readonly sinceMs: number }
  | { readonly kind: 'recording'; readonly state: 'starting' | 'stopping'; readonly sinceMs: number }
  | { readonly kind: 'command'; readonly command: CommandId; readonly what: CommandType; readonly sinceMs: number };
