import type { AgentInput, AgentOut, AgentRecord } from '../agent/index.ts';
import type { CallInput, CallOut, CallRecord } from '../call/index.ts';
import type { LegInput, LegOut, LegRecord } from '../leg/index.ts';
import type { Decider } from '../machine/index.ts';
import type { SeatInput, SeatOut, SeatRecord } from '../supervision/index.ts';
import { asId, type EffectId, type Fact, type Output, type SwitchEffect } from '../vocabulary/index.ts';
import type { EngineConfig } from './config.ts';
import type { Agent, Aim, Call, EngineState, Leg, OpenCommand, Seat } from './state.ts';

export interface Deciders {
  readonly leg: Decider<LegRecord, LegInput, LegOut>;
  readonly call: Decider<CallRecord, CallInput, CallOut>;
  readonly seat: Decider<SeatRecord, SeatInput, SeatOut>;
  readonly agent: Decider<AgentRecord, AgentInput, AgentOut>;
}

/** What one machine tells another, or the switch tells a machine. `aim` says who is meant by a command or an offer. */
export type Message =
  | { readonly to: 'leg'; readonly leg: Leg; readonly input: LegInput }
  | { readonly to: 'call'; readonly call: Call; readonly input: CallInput; readonly aim: Aim | null }
  | { readonly to: 'seat'; readonly seat: Seat; readonly input: SeatInput }
  | { readonly to: 'agent'; readonly agent: Agent; readonly input: AgentInput };

/** One step of the engine, from one input to quiet: what it may read, and where it puts what it has to say. */
export interface Step {
  readonly config: EngineConfig;
  readonly deciders: Deciders;
  readonly state: EngineState;
  readonly at: number;
  readonly outputs: Output[];
  /** Signals between machines: first in, first out. */
  readonly messages: Message[];
  /** So many of them have been delivered. */
  delivered: number;
  /** The command that this step is about, until a machine takes it on. */
  command: OpenCommand | null;
  effects: number;
  /** The switch has refused a placement: what is asked for now is asked for instead. */
  isRefused: boolean;
}

/** Nothing is said or done yet. */
export const newStep = (config: EngineConfig, deciders: Deciders, state: EngineState, at: number): Step => ({
  config,
  deciders,
  state,
  at,
  outputs: [],
  messages: [],
  delivered: 0,
  command: null,
  effects: 0,
  isRefused: false,
});

export const tell = (step: Step, message: Message): void => {
  step.messages.push(message);
};

/** Tell a call's machine something that needs no more to be understood. */
export const tellCall = (step: Step, call: Call, input: CallInput): void => {
  step.messages.push({ to: 'call', call, input, aim: null });
};

/** Say what is true from now on. */
export const publish = (step: Step, fact: Fact): void => {
  step.outputs.push(fact);
};

/** Ask something of a switch. */
export const ask = (step: Step, effect: SwitchEffect): void => {
  step.outputs.push(effect);
};

/** The id of the step's next effect: made of the input's number and its own, so that a replay gives the same. */
export const nextOp = (step: Step): EffectId => {
  step.effects += 1;
  return asId<EffectId>(`${step.state.counters.inputs}.${step.effects}`);
};
