import type { Actor, CommandType } from './commands.ts';
import type { AgentId, CallId, CommandId, Endpoint, LegId, QueueId, SeatId, SupervisorId, SwitchId } from './ids.ts';
import type { Refusal } from './refusals.ts';
import type { Basis, Cause, Direction, Mode, Place, QueueMeasure, Scope, Slot } from './words.ts';

/** How a command ended. Each command ends exactly once. */
export type Outcome = 'done' | 'refused' | 'failed' | 'cancelled' | 'timedOut' | 'callGone';
export const outcomes = ['done', 'refused', 'failed', 'cancelled', 'timedOut', 'callGone'] as const;

/** The states of a call's life, as the live list shows them. */
export type CallState =
  'arriving' | 'dialling' | 'flow' | 'queued' | 'offering' | 'connecting' | 'talking' | 'parked' | 'closing' | 'closed';
export type HoldState = 'open' | 'holding' | 'held' | 'resuming';
export type HandoverState =
  | 'idle'
  | 'dropping'
  | 'mending'
  | 'dialling'
  | 'meeting'
  | 'consulting'
  | 'joining'
  | 'releasing'
  | 'undoing'
  | 'requeueing'
  | 'blind';
export type RecordingState = 'off' | 'starting' | 'on' | 'stopping';
export type LegState = 'offered' | 'dialling' | 'ringing' | 'up' | 'dropping' | 'ended';
export type SeatState = 'dialling' | 'attaching' | 'present' | 'changing' | 'parked' | 'lent' | 'leaving' | 'gone';
export type AgentState = 'offline' | 'available' | 'reserved' | 'talking' | 'wrapUp' | 'away';

/** Who talks with the customer. */
export type Party =
  | { readonly kind: 'agent'; readonly agent: AgentId }
  | { readonly kind: 'supervisor'; readonly supervisor: SupervisorId }
  | { readonly kind: 'number'; readonly number: Endpoint };

/** How a call ended, for the call record. */
export type CallEnd = 'customerLeft' | 'agentLeft' | 'hungUp' | 'stopped' | 'turnedAway' | 'failed';

interface Published<Type extends string> {
  readonly type: Type;
  /** Milliseconds; the clock is the runtime's or the simulator's. */
  readonly at: number;
}
interface OfCall<Type extends string> extends Published<Type> {
  readonly call: CallId;
}
interface OfLeg<Type extends string> extends Published<Type> {
  readonly leg: LegId;
  /** Null where the leg belongs to a seat between two calls. */
  readonly call: CallId | null;
}

interface CallCreated extends OfCall<'call.created'> {
  readonly direction: Direction;
  readonly customer: Endpoint;
  readonly hotline: Endpoint | null;
  readonly switch: SwitchId;
  /** False for a call that Legwork found on the switch and did not start. */
  readonly ours: boolean;
  /** How whoever asked for it calls it, where they said so. */
  readonly clientRef?: string;
}
/** Any of a call's four regions moved; all four are told. */
interface CallChanged extends OfCall<'call.changed'> {
  readonly state: CallState;
  readonly hold: HoldState;
  readonly handover: HandoverState;
  readonly recording: RecordingState;
}
interface CallQueued extends OfCall<'call.queued'> {
  readonly queue: QueueId;
  /** True where the call comes back after an agent was lost: it waits before the others. */
  readonly front: boolean;
}
interface CallParty extends OfCall<'call.party'> {
  /** Who is offered the call, or talks on it; null when nobody is. */
  readonly party: Party | null;
}
interface CallConfirmed extends OfCall<'call.confirmed'> {
  /** False while the switch is out of reach, or has not been heard of since. */
  readonly confirmed: boolean;
}
/** The call record: everything counted about one call, in milliseconds. */
interface CallClosed extends OfCall<'call.closed'> {
  readonly end: CallEnd;
  readonly cause: Cause;
  readonly queue: QueueId | null;
  /** True where an agent, a supervisor or a number talked with the customer. */
  readonly served: boolean;
  /** True where the customer left before anybody talked with them. */
  readonly abandoned: boolean;
  /** From the first queueing to the first conversation, or to the end. */
  readonly waitMs: number;
  /** In conversation, holds included. */
  readonly talkMs: number;
  readonly holdMs: number;
}

interface LegCreated extends OfLeg<'leg.created'> {
  readonly endpoint: Endpoint;
  readonly slot: Slot | 'seat';
}
interface LegRinging extends OfLeg<'leg.ringing'> {
  readonly basis: Basis;
}
interface LegAnswered extends OfLeg<'leg.answered'> {
  readonly basis: Basis;
}
interface LegPlaced extends OfLeg<'leg.placed'> {
  readonly place: Place;
  readonly target: LegId | null;
  readonly mode: Mode | null;
  readonly basis: Basis;
}
interface LegMuted extends OfLeg<'leg.muted'> {
  readonly on: boolean;
  readonly basis: Basis;
}
interface LegEnded extends OfLeg<'leg.ended'> {
  readonly cause: Cause;
}
/** The switch was asked three times to end the leg and never said that it did. A resync must settle it. */
type LegOrphaned = OfLeg<'leg.orphaned'>;

interface SeatChanged extends Published<'seat.changed'> {
  readonly seat: SeatId;
  readonly supervisor: SupervisorId;
  readonly call: CallId | null;
  readonly scope: Scope;
  readonly state: SeatState;
  /** What was last observed; null while the supervisor hears nothing. */
  readonly mode: Mode | null;
  /** What was asked for, where that differs. */
  readonly wanted: Mode;
}
interface AgentChanged extends Published<'agent.changed'> {
  readonly agent: AgentId;
  readonly state: AgentState;
  readonly reason: string | null;
  readonly call: CallId | null;
}
/** A command was taken on; `command.resolved` will follow. */
interface CommandAccepted extends Published<'command.accepted'> {
  readonly command: CommandId;
  readonly what: CommandType;
  readonly call: CallId | null;
}
interface CommandResolved extends Published<'command.resolved'> {
  readonly command: CommandId;
  readonly what: CommandType;
  readonly call: CallId | null;
  readonly outcome: Outcome;
  /** Why it failed, where it did. */
  readonly cause: string | null;
  readonly refusal: Refusal | null;
  /** Where it was refused: what the call would have taken on instead. */
  readonly allowed: readonly CommandType[];
}
/** One for each privileged command, refused ones included. */
interface Audited extends Published<'audit'> {
  readonly command: CommandId;
  readonly what: CommandType;
  readonly by: Actor;
  /** What was asked for beyond the name of the command: a mode, a presence. */
  readonly detail: string | null;
  readonly call: CallId | null;
  readonly outcome: Outcome;
  readonly why: string | null;
}
interface SwitchReachable extends Published<'switch.reachable'> {
  readonly switch: SwitchId;
  readonly reachable: boolean;
}

/** A figure of a queue has become greater than `over`, or, once it was, `clear` or less. */
interface QueueCrossed extends Published<'queue.crossed'> {
  readonly queue: QueueId;
  readonly measure: QueueMeasure;
  readonly isOver: boolean;
  readonly value: number;
  readonly over: number;
  readonly clear: number;
}
/** Whoever comes in from now on goes by this flow. */
interface FlowActivated extends Published<'flow.activated'> {
  readonly flow: string;
}

export type CallFact = CallCreated | CallChanged | CallQueued | CallParty | CallConfirmed | CallClosed;
export type LegFact = LegCreated | LegRinging | LegAnswered | LegPlaced | LegMuted | LegEnded | LegOrphaned;
/** What is true from now on: the only thing that projections, streams and reports are made of. */
export type Fact =
  | CallFact
  | LegFact
  | SeatChanged
  | AgentChanged
  | CommandAccepted
  | CommandResolved
  | Audited
  | SwitchReachable
  | QueueCrossed
  | FlowActivated;
export type FactType = Fact['type'];

/** One fact by its type. */
export type FactOf<Type extends FactType> = Extract<Fact, { readonly type: Type }>;
