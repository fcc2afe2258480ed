import { decisionOf, type Decider, type Definition, type Writable } from '../machine/index.ts';
import type { Callee } from './call.ts';
import { probe } from './probe.ts';
import { ACT, assemble, BRANCH, createPool, GOTO } from './program.ts';

type Edit<Record, Input> = (record: Writable<Record>, input: Input) => void;
type Telling<Record, Input, Out> = (record: Record, input: Input, say: (out: Out) => void) => void;
type Guard<Record, Input> = (record: Record, input: Input) => boolean;
type Action<Record, Input, Out> =
  | { readonly kind: 'edit'; readonly edit: Edit<Record, Input> }
  | { readonly kind: 'tell'; readonly tell: Telling<Record, Input, Out> }
  | { readonly kind: 'say'; readonly out: Out };

/** A machine as integer programs, one for each state and type of input, and what their numbers mean. */
export interface Programs<Record, Input, Out> {
  readonly start: string;
  readonly guards: readonly Guard<Record, Input>[];
  readonly actions: readonly Action<Record, Input, Out>[];
  readonly states: readonly string[];
  /** By what names the configuration calls them. */
  readonly called: { readonly guards: readonly Callee[]; readonly actions: readonly Callee[] };
  /** The program of a state for a type of input: made by asking XState when it is first needed, and kept. */
  of(at: string, type: string): Int32Array;
}

/**
 * A machine as integer programs that call the same plain functions as XState would. A machine with a feature that is not supported is refused at
 * once: `NotCompilable` names the states and the features. What entering the first states would say is not said: it would answer nobody.
 */
export const compile = <
  Record extends object,
  Input extends { readonly type: string },
  Out extends { readonly say: string },
>(
  definition: Definition<Record, Input, Out>,
  config: object = definition.config,
): Decider<Record, Input, Out> => run(programsOf(definition, config));

/** The programs alone, for whoever wants to look into them. */
export const programsOf = <Record extends object, Input extends { readonly type: string }, Out>(
  definition: Definition<Record, Input, Out>,
  config: object = definition.config,
): Programs<Record, Input, Out> => {
  const xstate = probe(definition, config);
  const guardPool = createPool();
  const actionPool = createPool();
  const guards: Guard<Record, Input>[] = [];
  const actions: Action<Record, Input, Out>[] = [];
  const states: string[] = [];
  const numbers = new Map<string, number>();
  const programs = new Map<string, Map<string, Int32Array>>();

  const stateOf = (at: string): number => {
    let number = numbers.get(at);
    if (number === undefined) {
      number = states.push(at) - 1;
      numbers.set(at, number);
    }
    return number;
  };

  return {
    start: xstate.start,
    guards,
    actions,
    states,
    called: { guards: guardPool.callees, actions: actionPool.callees },
    of: (at, type) => {
      let ofState = programs.get(at);
      if (ofState === undefined) {
        ofState = new Map();
        programs.set(at, ofState);
      }
      let program = ofState.get(type);
      if (program === undefined) {
        program = assemble(xstate.paths(at, type), { guards: guardPool, actions: actionPool, stateOf });
        for (const callee of guardPool.callees.slice(guards.length)) guards.push(guardOf(definition, callee));
        for (const callee of actionPool.callees.slice(actions.length)) actions.push(actionOf(definition, callee));
        ofState.set(type, program);
      }
      return program;
    },
  };
};

/** Runs programs: one step of a machine at a time. */
export const run = <
  Record extends object,
  Input extends { readonly type: string },
  Out extends { readonly say: string },
>(
  programs: Programs<Record, Input, Out>,
): Decider<Record, Input, Out> => {
  const { start, guards, actions, states } = programs;
  let outs: Out[] = [];
  const say = (out: Out): void => {
    outs.push(out);
  };
  return {
    initial: (record) => ({ at: start, record }),
    decide: (state, input) => {
      const program = programs.of(state.at, input.type);
      outs = [];
      let record = state.record;
      let copy: Writable<Record> | null = null;
      for (let at = 0; ;) {
        const word = program[at];
        const operand = program[at + 1] ?? 0;
        if (word === GOTO) return decisionOf(state, input.type, states[operand] ?? state.at, record, outs);
        if (word === BRANCH) {
          const guard = guards[operand] as Guard<Record, Input>;
          at = guard(record, input) ? at + 3 : (program[at + 2] ?? 0);
          continue;
        }
        if (word !== ACT) throw new Error(`bug: no such word at ${at} of ${input.type} in ${state.at}`);
        const action = actions[operand] as Action<Record, Input, Out>;
        if (action.kind === 'say') outs.push(action.out);
        else if (action.kind === 'tell') action.tell(record, input, say);
        else {
          copy ??= { ...record } as Writable<Record>;
          record = copy;
          action.edit(copy, input);
        }
        at += 2;
      }
    },
  };
};

const guardOf = <Record, Input extends { readonly type: string }, Out>(
  { guards }: Definition<Record, Input, Out>,
  { name, params }: Callee,
): Guard<Record, Input> => {
  const guard = guards[name];
  if (guard === undefined) throw new Error(`bug: no such guard: ${name}`);
  return (record, input) => guard(record, input, params as never);
};

const actionOf = <Record, Input extends { readonly type: string }, Out>(
  { edits, tellings }: Definition<Record, Input, Out>,
  { name, params }: Callee,
): Action<Record, Input, Out> => {
  if (name === 'say') return { kind: 'say', out: params as Out };
  if (Object.hasOwn(edits, name)) {
    const edit = edits[name];
    if (edit !== undefined) return { kind: 'edit', edit: (record, input) => edit(record, input, params as never) };
  }
  const tell = tellings[name];
  if (tell === undefined) throw new Error(`bug: no such action: ${name}`);
  return { kind: 'tell', tell: (record, input, say) => tell(record, input, say, params as never) };
};
