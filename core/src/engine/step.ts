import type { AgentInput, AgentOut, AgentRecord } from '../agent/index.ts';
import type { CallInput, CallOut, CallRecord } from '../call/index.ts';
import type { LegInput, LegOut, LegRecord } from '../leg/index.ts';
import type { Decider, Writable } from '../machine/index.ts';
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
  | { readonly to: 'call'; readonly call: Call; readonly input: CallInput; readonly aim?: Aim }
  | { readonly to: 'seat'; readonly seat: Seat; readonly input: SeatInput }
  | { readonly to: 'agent'; readonly agent: Agent; readonly input: AgentInput };

type WithoutOp<E> = E extends SwitchEffect ? Omit<E, 'op'> : never;
type WithoutAt<F> = F extends Fact ? Omit<F, 'at'> : never;

/** One step of the engine, from one input to quiet: what it may read, and where it puts what it has to say. */
export interface Step {
  readonly config: EngineConfig;
  readonly deciders: Deciders;
  readonly state: EngineState;
  readonly at: number;
  readonly outputs: Output[];
  /** Signals between machines: first in, first out. */
  readonly messages: Message[];
  /** The command that this step is about, until a machine takes it on. */
  command: OpenCommand | null;
  effects: number;
}

export const tell = (step: Step, message: Message): void => {
  step.messages.push(message);
};

/** Say what is true from now on. The fact was made to be said: it gets its time, and is not copied. */
export const publish = (step: Step, fact: WithoutAt<Fact>): void => {
  const dated = fact as Writable<Fact>;
  dated.at = step.at;
  step.outputs.push(dated);
};

/** Ask something of a switch. The effect gets an id made of the input's number and its own, so that a replay gives the same. */
export const ask = (step: Step, effect: WithoutOp<SwitchEffect>): EffectId => {
  step.effects += 1;
  const op = asId<EffectId>(`${step.state.counters.inputs}.${step.effects}`);
  const named = effect as Writable<SwitchEffect>;
  named.op = op;
  step.outputs.push(named);
  return op;
};
