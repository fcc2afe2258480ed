import type { Mode, Routing, SwitchEvent } from '@legwork/core';
import type { FaultRule } from '../faults/index.ts';
import type { RandomStreams } from '../kernel/index.ts';
import type { EndpointBehaviour, Ring } from '../switch/index.ts';

/**
 * A day of a contact centre before it begins: who will call, who is there to answer, what supervisors will try. Nothing in it depends on what the
 * engine decides, so two runs of one plan that differ in a decision still have the same callers, with the same patience and the same needs (common
 * random numbers).
 *
 * Times are ms since the local midnight at which the day began; they may pass 24 hours.
 */
export interface DayPlan {
  readonly title: string;
  /** Of all chance that is left to the day itself: how long telephones ring, what befalls events. */
  readonly seed: number;
  /** Local midnight in ms since the Unix epoch. */
  readonly midnightMs: number;
  readonly fromMs: number;
  /** When the day ends; callers who are there by then are still served. */
  readonly toMs: number;
  readonly routing: Routing;
  /** In the order in which they call. */
  readonly callers: readonly CallerPlan[];
  readonly agents: readonly AgentPlan[];
  readonly supervisors: readonly SupervisorPlan[];
  /** What a telephone does that is rung: `agent/<id>`, `supervisor/<id>`, or a number outside. */
  readonly answering: (ring: Ring, streams: RandomStreams) => EndpointBehaviour;
  readonly faults: readonly FaultRule<SwitchEvent['type']>[];
  /** The least and the most that an effect takes to the switch, or an event from it. */
  readonly latencyMs: readonly [fromMs: number, toMs: number];
}

export interface CallerPlan {
  /** The number from which they call; no two callers of a day have the same. */
  readonly from: string;
  readonly dials: string;
  readonly atMs: number;
  /** How long each announcement takes for this caller. */
  readonly promptMs: (prompt: string) => number;
  /** Who hangs up before an agent is asked for does so after this time; null: stays. */
  readonly leavesMenuAfterMs: number | null;
  /** How long they wait, each time they have to, before they hang up. */
  readonly patienceMs: number;
  /**
   * How long they need to talk, with whomever: it runs from the moment the conversation begins, through holds and consultations, because the agent is
   * taken all the while; what is left when the call is handed on goes on with the next party.
   */
  readonly serviceMs: number;
  /** What the agent has to do after the call; null: as long as the queue says. */
  readonly afterCallMs: number | null;
  /** True: the agent hangs up when everything is said. False: the caller does. */
  readonly agentHangsUp: boolean;
  /** What the agent does while talking. */
  readonly doings: readonly Doing[];
}

/** Something that an agent does `atMs` into the service, if the same agent still talks with the caller then. */
export type Doing =
  | { readonly kind: 'record'; readonly atMs: number }
  | { readonly kind: 'hold'; readonly atMs: number; readonly forMs: number }
  | { readonly kind: 'transfer'; readonly atMs: number; readonly to: Aim }
  /** Asks somebody else while the caller waits; then hands the caller on, or takes the call back. */
  | {
      readonly kind: 'consult';
      readonly atMs: number;
      readonly forMs: number;
      readonly to: Aim;
      readonly completes: boolean;
    };

/** Where a call is to go. Which agent that is shows when the time comes: `choice`, in [0, 1), picks among those who are free, or else at work. */
export type Aim =
  | { readonly kind: 'queue'; readonly queue: string }
  | { readonly kind: 'agent'; readonly choice: number }
  | { readonly kind: 'number'; readonly number: string };

/** When somebody is there; what lies between two of them is a break. */
export interface ShiftPlan {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface AgentPlan {
  readonly id: string;
  readonly skills: readonly string[];
  readonly shifts: readonly ShiftPlan[];
  /** How long it takes until an agent who let a call ring says that they are back: one draw for each time. */
  readonly backAfterMissMs: (streams: RandomStreams) => number;
}

export interface SupervisorPlan {
  readonly id: string;
  /** In the order of time. */
  readonly interventions: readonly Intervention[];
}

/** Something that a supervisor does to a conversation: to the one they are at, else to one that `choice`, in [0, 1), picks of those under way. */
export type Intervention = {
  readonly atMs: number;
  readonly choice: number;
  /** The other supervisors on shift who try the same a moment later. */
  readonly rivals: readonly string[];
} & (
  | { readonly kind: 'supervise'; readonly mode: Mode; readonly follows: boolean; readonly stays: Stay }
  | { readonly kind: 'takeover' }
  | { readonly kind: 'transfer'; readonly to: Aim }
  | { readonly kind: 'stop' }
);

export interface Stay {
  readonly forMs: number;
  /** Goes on in another mode instead of leaving, and leaves after that. */
  readonly next: { readonly mode: Mode; readonly forMs: number } | null;
}
