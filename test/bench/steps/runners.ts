import { transition, type AnyMachineSnapshot, type EventObject } from 'xstate';
import {
  build,
  call,
  compile,
  compiled,
  interpret,
  type CallInput,
  type CallOut,
  type CallRecord,
  type Decider,
  type MachineState,
} from '@legwork/core';
import { born, handWritten } from './hand-written.ts';
import { lives } from './lives.ts';

/** Runs one life of a call to its end; each thing that the machine says is handed over, refusals among them. */
export type Runner = (life: readonly CallInput[], deliver: (out: CallOut) => void, after?: After) => void;
/** Where the call is after a step: for comparing, not for measuring. */
type After = (state: MachineState<CallRecord>) => void;

/** XState's own actions beside those that the machine says. */
type Said = { readonly type: 'say'; readonly params: CallOut } | { readonly type: 'xstate.raise' };

/** The ways to run the same scripts. `compiled` is what the engine runs; `forgetful` the same programs without the memory of what was decided before. */
export const createRunners = (): Readonly<
  Record<'transition' | 'scope' | 'handWritten' | 'compiled' | 'forgetful', Runner>
> => ({
  transition: byTransition(),
  scope: byDecider(interpret(build(call))),
  handWritten: (life, deliver, after) => {
    let state = born;
    for (const input of life) {
      state = handWritten(state, input, deliver);
      after?.(state);
    }
  },
  compiled: byDecider(compiled().call),
  forgetful: byDecider(compile(call)),
});

const byDecider =
  (decider: Decider<CallRecord, CallInput, CallOut>): Runner =>
  (life, deliver, after) => {
    let state = decider.initial(call.record);
    for (const input of life) {
      const decision = decider.decide(state, input);
      if (decision.kind === 'refusal') deliver({ say: 'refuse', refusal: decision.refusal });
      else if (decision.kind === 'step') {
        state = decision.state;
        for (const out of decision.outs) deliver(out);
      }
      after?.(state);
    }
  };

/** XState as its documentation has it: a snapshot and an event give the next snapshot and the actions to be executed. */
const byTransition = (): Runner => {
  const machine = build(call);
  const first: AnyMachineSnapshot = machine.resolveState({
    value: { life: 'new', recording: 'off' },
    context: { record: call.record },
  });
  return (life, deliver, after) => {
    let snapshot = first;
    for (const input of life) {
      const [next, actions] = transition(machine, snapshot, input as EventObject);
      for (const action of actions as readonly Said[]) if (action.type === 'say') deliver(action.params);
      snapshot = next as AnyMachineSnapshot;
      const { record } = snapshot.context as { readonly record: CallRecord };
      after?.({ at: '', record });
    }
  };
};

/** Where a runner knows something else after a step than XState does, or says something else: nowhere, unless the machine has changed. */
export const differences = ({ transition, ...others }: ReturnType<typeof createRunners>): readonly string[] =>
  Object.entries(others).flatMap(([name, runner]) =>
    lives.flatMap((life, n) => {
      const expected = traceOf(transition, life);
      return traceOf(runner, life).flatMap((step, place) =>
        step === expected[place]
          ? []
          : [`${name}, life ${n}, ${life[place]?.type}: ${step}, expected ${expected[place]}`],
      );
    }),
  );

/** What is known after each step, and what was said in it. */
const traceOf = (runner: Runner, life: readonly CallInput[]): readonly string[] => {
  const trace: string[] = [];
  let said: CallOut[] = [];
  runner(
    life,
    (out) => {
      said.push(out);
    },
    ({ record }) => {
      trace.push(JSON.stringify({ record, said }));
      said = [];
    },
  );
  return trace;
};
