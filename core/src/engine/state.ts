import type { Acd } from '../acd/index.ts';
import type { AgentRecord } from '../agent/index.ts';
import type { Placement } from '../audibility/index.ts';
import type { CallOpSlot, CallRecord, CallTimer } from '../call/index.ts';
import type { NodeId, Queue, Routing, Threshold } from '../flow/index.ts';
import type { LegOpSlot, LegRecord, LegTimer } from '../leg/index.ts';
import type { MachineState } from '../machine/index.ts';
import type { SeatRecord, SeatTimer } from '../supervision/index.ts';
import type {
  Actor,
  AgentId,
  CallId,
  CommandId,
  CommandType,
  Direction,
  EffectId,
  Endpoint,
  LegId,
  NativeId,
  Party,
  QueueId,
  Scope,
  SeatId,
  Slot,
  SupervisorId,
  SwitchId,
  TimerId,
} from '../vocabulary/index.ts';

/** What the engine knows of its calls, legs, seats, agents and supervisors beyond what their machines decide by: names, numbers and times. */

/** A command that was taken on and has not been resolved. */
export interface OpenCommand {
  readonly id: CommandId;
  readonly what: CommandType;
  readonly by: Actor;
  readonly call: CallId | null;
  readonly detail: string | null;
  /** Why, in the words of whoever asked. */
  readonly reason: string | null;
  readonly privileged: boolean;
}

/** Where a handover, a pick-up or an offer is going. */
export type Aim = Party | { readonly kind: 'queue'; readonly queue: QueueId };

export type AgentAim = Extract<Aim, { readonly kind: 'agent' }>;

export type Owner =
  | { readonly kind: 'call'; readonly call: CallId; readonly slot: Slot }
  /** It has left its slot, and has not ended. */
  | { readonly kind: 'call'; readonly call: CallId; readonly slot: 'stray'; readonly was: Slot }
  | { readonly kind: 'seat'; readonly seat: SeatId };

/** A placement or a mute that was asked for and is not settled by an observation. */
export interface Ask {
  readonly op: EffectId;
  readonly placement: Placement | null;
  readonly mute: boolean | null;
  /** How many times the same was asked for before it, and is not remembered beside it. */
  readonly standsFor: number;
  /** It was asked for because something else was refused. */
  readonly isSecondTry: boolean;
}

export interface Leg {
  readonly id: LegId;
  readonly native: NativeId;
  readonly switch: SwitchId;
  readonly endpoint: Endpoint;
  /** Its number within its call, for taps. */
  n: number;
  state: MachineState<LegRecord>;
  owner: Owner;
  /** Who is at the other end, where that is somebody the engine knows. */
  party: Party | null;
  /** It has been up. */
  wasUp: boolean;
  /** We asked for its end before it was up. */
  calledOff: boolean;
  readonly ringMs: number;
  readonly as: Endpoint;
  digits: string;
  /** The seat that dialled it, if one did: it can be lent to a call whose seat it is no longer. */
  readonly seat: SeatId | null;
  /** The leg it was last seen to tap, whoever's call that is by now: a supervisor who follows an agent leaves the tap after the call. */
  tapped: LegId | null;
  /** The call whose mix it was last asked to join: a leg that goes from one call to another is in the mix of one alone. */
  joined: CallId | null;
  asks: readonly Ask[];
  ops: LegOps;
  readonly timers: LegTimers;
}

export interface Call {
  readonly id: CallId;
  readonly switch: SwitchId;
  readonly direction: Direction;
  readonly customer: Endpoint;
  readonly hotline: Endpoint | null;
  /** The number of the flow that it goes by: the one that was in force when it came in. */
  readonly flow: number;
  state: MachineState<CallRecord>;
  legs: { [Name in Slot]: LegId | null };
  strays: readonly LegId[];
  /** Seats by their number, from 1. */
  seats: readonly (SeatId | null)[];
  /** Supervisors' legs that were asked to tap a leg of this call: until they have ended they may hear it. */
  taps: readonly LegId[];
  legCount: number;
  party: Party | null;
  aim: Aim | null;
  /** Where whom it aims at is to be rung, if not where they always are; forgotten once they are. */
  device: Endpoint | null;
  node: NodeId | null;
  prompt: string;
  queue: Queue | null;
  ops: CallOps;
  readonly timers: CallTimers;
  confirmed: boolean;
  lastSeenAt: number;
  queuedAt: number | null;
  talkedAt: number | null;
  /** Since when it is being taken down: nobody waits any more. */
  closingAt: number | null;
  /** Since when it talks, is held; null while it is not. */
  talkingSince: number | null;
  heldSince: number | null;
  talkMs: number;
  holdMs: number;
  /** Since when it waits (see `endsWaiting`); null while it does not. */
  waitsSince: number | null;
}

export interface Seat {
  readonly id: SeatId;
  readonly supervisor: SupervisorId;
  readonly scope: Scope;
  readonly switch: SwitchId;
  /** Whom the seat follows, where its scope is the agent. */
  readonly agent: AgentId | null;
  /** Where the supervisor is rung, if not where they always are. */
  readonly device: Endpoint | null;
  call: CallId | null;
  n: number;
  leg: LegId | null;
  state: MachineState<SeatRecord>;
  op: OpenCommand | null;
  readonly timers: SeatTimers;
}

export interface Agent {
  readonly id: AgentId;
  readonly endpoint: Endpoint;
  readonly skills: readonly string[];
  state: MachineState<AgentRecord>;
  leg: LegId | null;
  call: CallId | null;
  reason: string | null;
  wrapUpMs: number;
  op: OpenCommand | null;
  readonly timers: AgentTimers;
}

export interface Supervisor {
  readonly id: SupervisorId;
  readonly endpoint: Endpoint;
  seat: SeatId | null;
  /** The leg on which the supervisor talks with a customer, after a takeover. */
  leg: LegId | null;
}

/**
 * What runs, and what is open, under all names that there are, always in this order: an engine that is restored from JSON must equal one that
 * never stopped.
 */
type Under<Name extends string, Item> = { [Key in Name]: Item | undefined };
export type CallTimers = Under<CallTimer | 'silence', TimerId>;
export type LegTimers = Under<LegTimer, TimerId>;
export type SeatTimers = Under<SeatTimer, TimerId>;
export type AgentTimers = Under<'wrapUp', TimerId>;
export type QueueTimers = Under<'longestWait', TimerId>;
export type CallOps = Readonly<Under<CallOpSlot, OpenCommand>>;
export type LegOps = Readonly<Under<LegOpSlot, OpenCommand>>;

export const noLegs: readonly LegId[] = [];
export const noSeats: readonly null[] = [null, null, null, null];
export const noCallTimers = (): CallTimers => ({
  place: undefined,
  hold: undefined,
  wait: undefined,
  park: undefined,
  announce: undefined,
  recording: undefined,
  blind: undefined,
  claim: undefined,
  silence: undefined,
});
export const noLegTimers = (): LegTimers => ({ ring: undefined, kill: undefined, mute: undefined, digits: undefined });
export const noSeatTimers = (): SeatTimers => ({ place: undefined, follow: undefined });
export const noAgentTimers = (): AgentTimers => ({ wrapUp: undefined });
export const noQueueTimers = (): QueueTimers => ({ longestWait: undefined });
export const noCallOps: CallOps = {
  life: undefined,
  hold: undefined,
  handover: undefined,
  recording: undefined,
  stop: undefined,
};
export const noLegOps: LegOps = { mute: undefined, digits: undefined };

/** Whom a timer wakes. */
export type TimerOwner =
  | { readonly kind: 'call'; readonly id: CallId; readonly name: CallTimer | 'silence' }
  | { readonly kind: 'leg'; readonly id: LegId; readonly name: LegTimer }
  | { readonly kind: 'seat'; readonly id: SeatId; readonly name: SeatTimer }
  | { readonly kind: 'agent'; readonly id: AgentId; readonly name: 'wrapUp' }
  | { readonly kind: 'queue'; readonly id: QueueId; readonly name: 'longestWait' };

/** What was counted since the beginning. Ids are made of the first four. */
export interface Counters {
  /** Every input, whatever became of it. */
  inputs: number;
  calls: number;
  seats: number;
  timers: number;
  /** Observations that were no news, came too late, or were about nobody. */
  ignored: number;
  /** Observations that were not well formed. */
  malformed: number;
}

/** What a map offers, whatever stands behind it. Its items are walked in the order of their numbers. */
export interface Book<Id, Item> extends Iterable<[Id, Item]> {
  readonly size: number;
  has(id: Id): boolean;
  get(id: Id): Item | undefined;
  set(id: Id, item: Item): void;
  delete(id: Id): boolean;
  keys(): Iterable<Id>;
  values(): Iterable<Item>;
}

/** Legs, found by the ids that switches have for them, too. */
export interface LegBook extends Book<LegId, Leg> {
  by(on: SwitchId, native: NativeId): Leg | undefined;
}

/** What is known of a queue that has thresholds: those that are crossed, and when the longest wait will cross the other. */
export interface QueueWatch {
  waiting: Threshold | null;
  longestWaitMs: Threshold | null;
  dueAt: number | null;
  readonly timers: QueueTimers;
}

/** A routing that was in force at some time. */
export interface Flow {
  readonly number: number;
  /** What it was activated as; null where it is the configuration's. */
  readonly name: string | null;
  readonly routing: Routing;
}

export interface Flows {
  /** By which calls that come in go. */
  current: Flow;
  /** The configuration's, the present one, and those that calls under way go by. */
  readonly known: Map<number, Flow>;
  /** The last number given. */
  count: number;
}

export interface EngineState {
  readonly counters: Counters;
  readonly calls: Book<CallId, Call>;
  readonly legs: LegBook;
  /** Legs with an id of the switch's own that were given up: they may live on there, and are asked to end when they are heard of again. */
  readonly orphans: ReadonlyMap<SwitchId, Set<NativeId>>;
  readonly seats: Map<SeatId, Seat>;
  /** In the order of the configuration. */
  readonly agents: Book<AgentId, Agent>;
  readonly supervisors: Map<SupervisorId, Supervisor>;
  /** Every timer that runs: worked out when it is asked for. */
  readonly timers: ReadonlyMap<TimerId, TimerOwner>;
  readonly open: Set<CommandId>;
  /** Switches that are out of reach. */
  readonly lost: Set<SwitchId>;
  /** The epoch that each switch was last known by. */
  readonly epochs: Map<SwitchId, string>;
  readonly flows: Flows;
  readonly watches: Map<QueueId, QueueWatch>;
  /** Who waits in each queue that is watched, and since when: worked out of the calls where it is not known. */
  readonly lines: Map<QueueId, Map<CallId, number>>;
  acd: Acd;
}
