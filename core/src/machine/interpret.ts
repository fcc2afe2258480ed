import type { AnyStateMachine } from 'xstate';
import { decisionOf, type Decider } from './decide.ts';
import { createStepper } from './stepper.ts';

/** Ask XState itself at every step. The reference: what runs faster has to decide the same. */
export const interpret = <Record, Input extends { readonly type: string }, Out extends { readonly say: string }>(
  machine: AnyStateMachine,
): Decider<Record, Input, Out> => {
  let outs: Out[] = [];
  const stepper = createStepper(machine, ({ type, params }) => {
    if (type === 'say') outs.push(params as Out);
  });
  return {
    initial: (record) => ({ at: stepper.start, record }),
    decide: (state, input) => {
      outs = [];
      const { at, context } = stepper.take(state.at, { record: state.record }, input);
      const { record } = context as { readonly record: Record };
      return decisionOf(state, input.type, at, record, outs);
    },
  };
};
