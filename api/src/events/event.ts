import type {
  AgentId,
  AgentState,
  Basis,
  CallEnd,
  CallId,
  CallState,
  Cause,
  CommandId,
  CommandType,
  Direction,
  Endpoint,
  LegId,
  Mode,
  Outcome,
  Party,
  Place,
  QueueId,
  QueueMeasure,
  Refusal,
  Scope,
  SeatId,
  SeatState,
  Slot,
  SupervisorId,
  SwitchId,
} from '@legwork/core';

/** Both ways in which an agent hands a customer over: without asking the new party first, or after a consult. */
export type TransferKind = 'blind' | 'attended';

/** The name of the event says it all. */
type Nothing = Readonly<Record<string, never>>;
interface OfLeg {
  readonly legId: LegId;
}
interface OfRecording {
  /** Counts the recordings of a call: `c17.r1`. */
  readonly recordingId: string;
}
interface OfOperation {
  readonly operationId: CommandId;
}
interface Failed {
  readonly outcome: Exclude<Outcome, 'done'>;
  readonly cause: string | null;
}
interface Supervision {
  readonly supervisionId: SeatId;
  readonly supervisorId: SupervisorId;
  readonly scope: Scope;
  readonly state: SeatState;
  /** What was last observed; null while the supervisor hears nothing. */
  readonly mode: Mode | null;
  readonly wanted: Mode;
}

/** What each event tells. Whoever reads events ignores types and members that they do not know: both are added to. */
export interface EventData {
  'call.created': {
    readonly direction: Direction;
    readonly customer: Endpoint;
    readonly hotline: Endpoint | null;
    readonly switch: SwitchId;
    readonly ours: boolean;
    /** How whoever asked for it calls it; null where they said nothing. */
    readonly clientRef: string | null;
  };
  'call.stateChanged': { readonly state: CallState; readonly before: CallState };
  'call.queued': { readonly queueId: QueueId; readonly front: boolean };
  'call.partyChanged': { readonly party: Party | null };
  'call.held': Nothing;
  'call.resumed': Nothing;
  'call.confirmed': Nothing;
  'call.unconfirmed': Nothing;
  'call.ended': { readonly end: CallEnd; readonly cause: Cause };
  'callRecord.closed': {
    readonly clientRef: string | null;
    readonly queueId: QueueId | null;
    readonly end: CallEnd;
    readonly cause: Cause;
    readonly served: boolean;
    readonly abandoned: boolean;
    readonly waitMs: number;
    readonly talkMs: number;
    readonly holdMs: number;
  };
  'recording.started': OfRecording;
  'recording.stopped': OfRecording;
  /** The switch has ended it: nothing is added to it any more. Also where the call has ended while it was recorded. */
  'recording.ready': OfRecording & { readonly startedAt: number; readonly endedAt: number };
  'leg.created': OfLeg & { readonly endpoint: Endpoint; readonly slot: Slot | 'seat' };
  'leg.rang': OfLeg;
  'leg.answered': OfLeg;
  'leg.placed': OfLeg & { readonly place: Place; readonly target: LegId | null; readonly mode: Mode | null };
  'leg.muted': OfLeg & { readonly muted: boolean };
  'leg.ended': OfLeg & { readonly cause: Cause };
  'leg.orphaned': OfLeg;
  'transfer.started': OfOperation & { readonly kind: TransferKind };
  /** The agent talks with the new party while the customer is treated. */
  'transfer.consulted': OfOperation;
  'transfer.completed': OfOperation & { readonly kind: TransferKind };
  'transfer.failed': OfOperation & Failed & { readonly kind: TransferKind };
  'takeover.started': OfOperation;
  'takeover.completed': OfOperation;
  'takeover.failed': OfOperation & Failed;
  'supervision.requested': Supervision;
  'supervision.present': Supervision;
  'supervision.modeChanged': Supervision;
  'supervision.stateChanged': Supervision;
  'supervision.ended': Supervision;
  'agent.presenceChanged': {
    readonly agentId: AgentId;
    readonly state: AgentState;
    readonly reason: string | null;
  };
  'operation.accepted': OfOperation & { readonly what: CommandType };
  'operation.resolved': OfOperation & {
    readonly what: CommandType;
    readonly outcome: Outcome;
    readonly cause: string | null;
    readonly refusal: Refusal | null;
    readonly allowed: readonly CommandType[];
  };
  'audit.recorded': OfOperation & {
    readonly what: CommandType;
    readonly by: { readonly role: string; readonly id: string };
    readonly detail: string | null;
    readonly outcome: Outcome;
    readonly why: string | null;
  };
  'switch.reached': { readonly switch: SwitchId };
  'switch.lost': { readonly switch: SwitchId };
  'queue.thresholdCrossed': {
    readonly queueId: QueueId;
    readonly measure: QueueMeasure;
    /** True: it has become greater than `over`. False: it is `clear` or less again. */
    readonly isOver: boolean;
    readonly value: number;
    readonly over: number;
    readonly clear: number;
  };
  'flow.activated': { readonly flowId: string };
  'webhook.tested': { readonly webhookId: string };
  'webhook.disabled': { readonly webhookId: string; readonly reason: string; readonly failures: number };
  'simulation.progress': {
    readonly simulationId: string;
    readonly state: string;
    readonly runsDone: number;
    readonly runs: number;
    /** The service level so far, and half the width of its 95 % confidence interval; null before there are two runs. */
    readonly serviceLevel: number | null;
    readonly halfWidth: number | null;
  };
}
export type EventType = keyof EventData;

interface Envelope<Type extends EventType> {
  /** Names the event, for whoever may be told it twice. The same for everybody who sees it. */
  readonly id: string;
  readonly type: Type;
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  readonly callId: CallId | null;
  /**
   * Counts what everybody at the call can know of it, from 1 without gaps. Null for what only some may know, so that nobody can
   * tell from a gap that there was something.
   */
  readonly callSeq: number | null;
  /** Whether the switch said so by itself; null where it is no observation. */
  readonly basis: Basis | null;
  readonly data: EventData[Type];
}

/** Something that has happened, as streams and webhooks carry it. */
export type LegworkEvent<Type extends EventType = EventType> = { readonly [T in Type]: Envelope<T> }[Type];

/** Every type, as lists and filters name them. */
export const eventTypes = Object.keys({
  'call.created': true,
  'call.stateChanged': true,
  'call.queued': true,
  'call.partyChanged': true,
  'call.held': true,
  'call.resumed': true,
  'call.confirmed': true,
  'call.unconfirmed': true,
  'call.ended': true,
  'callRecord.closed': true,
  'recording.started': true,
  'recording.stopped': true,
  'recording.ready': true,
  'leg.created': true,
  'leg.rang': true,
  'leg.answered': true,
  'leg.placed': true,
  'leg.muted': true,
  'leg.ended': true,
  'leg.orphaned': true,
  'transfer.started': true,
  'transfer.consulted': true,
  'transfer.completed': true,
  'transfer.failed': true,
  'takeover.started': true,
  'takeover.completed': true,
  'takeover.failed': true,
  'supervision.requested': true,
  'supervision.present': true,
  'supervision.modeChanged': true,
  'supervision.stateChanged': true,
  'supervision.ended': true,
  'agent.presenceChanged': true,
  'operation.accepted': true,
  'operation.resolved': true,
  'audit.recorded': true,
  'switch.reached': true,
  'switch.lost': true,
  'queue.thresholdCrossed': true,
  'flow.activated': true,
  'webhook.tested': true,
  'webhook.disabled': true,
  'simulation.progress': true,
} satisfies Record<EventType, true>) as readonly EventType[];
