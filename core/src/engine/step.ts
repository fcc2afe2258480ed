import type { AgentInput, AgentOut, AgentRecord } from '../agent/index.ts';
import type { CallInput, CallOut, CallRecord } from '../call/index.ts';
import type { LegInput, LegOut, LegRecord } from '../leg/index.ts';
import type { Decider } from '../machine/index.ts';
import type { SeatInput, SeatOut, SeatRecord } from '../supervision/index.ts';
import { asId, type AgentId, type EffectId, type Fact, type QueueId, type SwitchEffect } from '../vocabulary/index.ts';
import type { EngineConfig } from './config.ts';
import type { Listener } from './listener.ts';
import type { Agent, AgentAim, Aim, Call, EngineState, Leg, OpenCommand, Seat } from './state.ts';

export interface Deciders {
  readonly leg: Decider<LegRecord, LegInput, LegOut>;
  readonly call: Decider<CallRecord, CallInput, CallOut>;
  readonly seat: Decider<SeatRecord, SeatInput, SeatOut>;
  readonly agent: Decider<AgentRecord, AgentInput, AgentOut>;
}

/** What one machine tells another, or the switch tells a machine; or the call whom the ACD offers an agent. `aim` says who is meant. */
type Letter =
  | { readonly to: 'leg'; readonly whom: Leg; readonly input: LegInput; readonly aim: null }
  | { readonly to: 'call'; readonly whom: Call; readonly input: CallInput; readonly aim: Aim | null }
  | { readonly to: 'offer'; readonly whom: Call; readonly input: null; readonly aim: AgentAim }
  | { readonly to: 'seat'; readonly whom: Seat; readonly input: SeatInput; readonly aim: null }
  | { readonly to: 'agent'; readonly whom: Agent; readonly input: AgentInput; readonly aim: null };
export type Message = Letter & { next: Message | null };

/** One step of the engine, from one input to quiet: what it may read, and where it puts what it has to say. */
export interface Step {
  readonly config: EngineConfig;
  readonly deciders: Deciders;
  readonly state: EngineState;
  readonly at: number;
  readonly to: Listener;
  /** Signals between machines that are not yet delivered, each with the next: first in, first out. */
  first: Message | null;
  last: Message | null;
  /** The command that this step is about, until a machine takes it on. */
  command: OpenCommand | null;
  effects: number;
  /** The switch has refused a placement: what is asked for now is asked for instead. */
  isRefused: boolean;
  /** Queues whose thresholds are to be looked at in the end; null: none. */
  queues: Set<QueueId> | null;
}

/** Nothing is said or done yet. */
export const newStep = (
  config: EngineConfig,
  deciders: Deciders,
  state: EngineState,
  at: number,
  to: Listener,
): Step => ({
  config,
  deciders,
  state,
  at,
  to,
  first: null,
  last: null,
  command: null,
  effects: 0,
  isRefused: false,
  queues: null,
});

const post = (step: Step, message: Message): void => {
  if (step.last === null) step.first = message;
  else step.last.next = message;
  step.last = message;
};

export const tellLeg = (step: Step, leg: Leg, input: LegInput): void => {
  post(step, { to: 'leg', whom: leg, input, aim: null, next: null });
};
export const tellCall = (step: Step, call: Call, input: CallInput, aim: Aim | null = null): void => {
  post(step, { to: 'call', whom: call, input, aim, next: null });
};
export const tellSeat = (step: Step, seat: Seat, input: SeatInput): void => {
  post(step, { to: 'seat', whom: seat, input, aim: null, next: null });
};
export const tellAgent = (step: Step, agent: Agent, input: AgentInput): void => {
  post(step, { to: 'agent', whom: agent, input, aim: null, next: null });
};
/** Tell a call of an agent who is free. */
export const tellOffer = (step: Step, call: Call, agent: AgentId): void => {
  post(step, { to: 'offer', whom: call, input: null, aim: { kind: 'agent', agent }, next: null });
};

/** Say what is true from now on. */
export const publish = (step: Step, fact: Fact): void => {
  step.to.fact(fact);
};

/** Ask something of a switch. */
export const ask = (step: Step, effect: SwitchEffect): void => {
  step.to.effect(effect);
};

/** The id of the step's next effect: made of the input's number and its own, so that a replay gives the same. */
export const nextOp = (step: Step): EffectId => {
  step.effects += 1;
  return asId<EffectId>(`${step.state.counters.inputs}.${step.effects}`);
};
