import { compiled } from '@legwork/core';
import type { Decider, Deciders, MachineState } from '@legwork/core';
import type { MachineName } from './chart.ts';

/** Every distinct state in which a machine was asked anything, the inputs it was asked there, and where it went. */
export interface Reached {
  readonly states: ReadonlyMap<string, MachineState<object>>;
  /** Distinct inputs, by their type and what they carry. */
  readonly inputs: ReadonlyMap<string, Input>;
  /** `at` and type of what was asked, joined by a space at the end: `life.new recording.off sig.offered`. */
  readonly asked: ReadonlySet<string>;
}
export interface Input {
  readonly type: string;
}

/** Legwork's own machines, with a note kept of all that they are asked. */
export const noting = (
  deciders: Deciders = compiled(),
): Deciders & { readonly reached: { readonly [Name in MachineName]: Reached } } => {
  const notes = { call: fresh(), leg: fresh(), seat: fresh(), agent: fresh() };
  return {
    call: noted(deciders.call, notes.call),
    leg: noted(deciders.leg, notes.leg),
    seat: noted(deciders.seat, notes.seat),
    agent: noted(deciders.agent, notes.agent),
    reached: notes,
  };
};

interface Notes {
  readonly states: Map<string, MachineState<object>>;
  readonly inputs: Map<string, Input>;
  readonly asked: Set<string>;
}
const fresh = (): Notes => ({ states: new Map(), inputs: new Map(), asked: new Set() });

const noted = <Record extends object, In extends Input, Out>(
  decider: Decider<Record, In, Out>,
  notes: Notes,
): Decider<Record, In, Out> => {
  const note = (state: MachineState<Record>): void => {
    const key = `${state.at} ${JSON.stringify(state.record)}`;
    if (!notes.states.has(key)) notes.states.set(key, state);
  };
  return {
    initial: (record) => decider.initial(record),
    decide: (state, input) => {
      note(state);
      notes.inputs.set(JSON.stringify(input), input);
      notes.asked.add(`${state.at} ${input.type}`);
      const decision = decider.decide(state, input);
      if (decision.kind === 'step') note(decision.state);
      return decision;
    },
  };
};
