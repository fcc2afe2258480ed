import type {
  AgentState,
  CallEnd,
  CallState,
  Cause,
  CommandType,
  Direction,
  HandoverState,
  HoldState,
  Mode,
  Outcome,
  RecordingState,
  RefusalReason,
  Scope,
  SeatState,
} from '@legwork/core';

/** What the service says, as the console reads it. Moments are milliseconds since the epoch. */
export interface Page<Row> {
  readonly data: readonly Row[];
  readonly next: string | null;
}
export interface LivePage<Row> extends Page<Row> {
  /** The number of the last event that the page contains. */
  readonly asOf: number;
}

export interface Party {
  readonly kind: 'agent' | 'supervisor' | 'number';
  readonly id: string;
  readonly name: string;
}

export interface Seat {
  readonly id: string;
  readonly supervisor: string;
  readonly name: string;
  readonly scope: Scope;
  readonly state: SeatState;
  readonly mode: Mode | null;
  readonly wanted: Mode;
}

/** Something that was begun with a call and is not finished. */
export type UnderWay =
  | { readonly kind: 'handover'; readonly state: Exclude<HandoverState, 'idle'> }
  | { readonly kind: 'hold'; readonly state: 'holding' | 'resuming' }
  | { readonly kind: 'recording'; readonly state: 'starting' | 'stopping' }
  /** A command that is open: `by` says which. */
  | { readonly kind: 'command'; readonly by: CommandType };

/** The actions of a supervisor, in the order in which they are offered. */
export const actionNames = ['monitor', 'whisper', 'barge', 'takeover', 'transfer', 'stop'] as const;
export type ActionName = (typeof actionNames)[number];

/** For each action null, or why it would be refused. */
export type Possible = Readonly<Record<ActionName, { readonly reason: RefusalReason } | null>>;

export interface Call {
  readonly id: string;
  readonly direction: Direction;
  readonly customer: string;
  readonly hotline: string | null;
  readonly switch: string;
  readonly ours: boolean;
  readonly team: string | null;
  readonly queue: string | null;
  readonly party: Party | null;
  readonly agentLegId: string | null;
  readonly state: CallState;
  readonly stateSince: number;
  readonly hold: HoldState;
  readonly handover: HandoverState;
  readonly recording: RecordingState;
  readonly startedAt: number;
  readonly waitMs: number;
  readonly talkMs: number;
  readonly holdMs: number;
  readonly waitingSince: number | null;
  readonly talkingSince: number | null;
  readonly heldSince: number | null;
  readonly supervisors: readonly Seat[];
  readonly underWay: readonly UnderWay[];
  readonly confirmed: boolean;
  readonly seenAt: number | null;
  readonly actions?: Possible;
}

export interface Agent {
  readonly id: string;
  readonly name: string;
  readonly team: string | null;
  readonly state: AgentState;
  readonly since: number | null;
  readonly reason: string | null;
  readonly call: string | null;
}

export interface Queue {
  readonly id: string;
  readonly name: string;
  /** A call answered within that time counts towards the service level. */
  readonly serviceLevelMs: number;
}

export interface Operation {
  readonly id: string;
  readonly what: CommandType;
  readonly state: 'pending' | Outcome;
  readonly cause: string | null;
  readonly refusal: { readonly reason: RefusalReason } | null;
  readonly askedAt: number;
  readonly resolvedAt: number | null;
}

export interface CallRecord {
  readonly call: string;
  readonly direction: Direction;
  readonly customer: string;
  readonly hotline: string | null;
  readonly queue: string | null;
  readonly agents: readonly string[];
  readonly supervisors: readonly string[];
  readonly startedAt: number;
  readonly endedAt: number;
  readonly end: CallEnd;
  readonly cause: Cause;
  readonly served: boolean;
  readonly abandoned: boolean;
  readonly waitMs: number;
  readonly talkMs: number;
  readonly holdMs: number;
  /** Grows with every change: what is newer than one has. */
  readonly updatedSeq: number;
}

export interface AuditRow {
  readonly seq: number;
  readonly at: number;
  readonly command: string;
  readonly what: CommandType;
  readonly by: { readonly role: string; readonly id: string };
  readonly principal: string;
  readonly detail: string | null;
  readonly reason: string | null;
  readonly call: string | null;
  readonly outcome: Outcome;
  readonly why: string | null;
}
