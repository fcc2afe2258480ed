import type { AgentInput, AgentOut, AgentRecord } from '../agent/index.ts';
import type { CallInput, CallOut, CallRecord } from '../call/index.ts';
import type { LegInput, LegOut, LegRecord } from '../leg/index.ts';
import type { Decider } from '../machine/index.ts';
import type { SeatInput, SeatOut, SeatRecord } from '../supervision/index.ts';
import { asId, type EffectId, type Fact, type Output, type SwitchEffect, type TimerId } from '../vocabulary/index.ts';
import type { EngineConfig } from './config.ts';
import type { Agent, Aim, Call, EngineState, Leg, OpenCommand, Seat, TimerOwner } from './state.ts';

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

export const publish = (step: Step, fact: WithoutAt<Fact>): void => {
  step.outputs.push({ ...fact, at: step.at });
};

/** Ask something of a switch. Its id is made of the input's number and its own, so that a replay gives the same. */
export const ask = (step: Step, effect: WithoutOp<SwitchEffect>): EffectId => {
  step.effects += 1;
  const op = asId<EffectId>(`${step.state.counters.inputs}.${step.effects}`);
  step.outputs.push({ ...effect, op });
  return op;
};

type Timers = { [name: string]: TimerId };

/** Start a timer; one of the same name that still runs is stopped first. No time, no timer. */
export const startTimer = (step: Step, timers: object, owner: TimerOwner, ms: number): void => {
  stopTimer(step, timers, owner.name);
  if (ms <= 0) return;
  step.state.counters.timers += 1;
  const timer = asId<TimerId>(`${owner.id}:${owner.name}:${step.state.counters.timers}`);
  (timers as Timers)[owner.name] = timer;
  step.state.timers.set(timer, owner);
  step.outputs.push({ type: 'startTimer', timer, ms });
};

/** Stop a timer, if it runs. */
export const stopTimer = (step: Step, timers: object, name: TimerOwner['name']): void => {
  const timer = (timers as Timers)[name];
  if (timer === undefined) return;
  forgetTimer(timers, name);
  step.state.timers.delete(timer);
  step.outputs.push({ type: 'stopTimer', timer });
};

export const forgetTimer = (timers: object, name: TimerOwner['name']): void => {
  // The key has to go: an engine that is restored from JSON must equal one that never stopped.
  Reflect.deleteProperty(timers, name);
};

export const stopAllTimers = (step: Step, timers: object): void => {
  for (const name of Object.keys(timers)) stopTimer(step, timers, name as TimerOwner['name']);
};
