import { decisionOf, type Decider, type Definition, type Writable } from '../machine/index.ts';
import { probe } from './probe.ts';
import { ACT, assemble, BRANCH, createPool, GOTO, type Callee } from './program.ts';

type Edit<Record, Input> = (record: Writable<Record>, input: Input) => void;
type Telling<Record, Input, Out> = (record: Record, input: Input, say: (out: Out) => void) => void;
type Guard<Record, Input> = (record: Record, input: Input) => boolean;
type Action<Record, Input, Out> =
  | { readonly kind: 'edit'; readonly edit: Edit<Record, Input> }
  | { readonly kind: 'tell'; readonly tell: Telling<Record, Input, Out> }
  | { readonly kind: 'say'; readonly out: Out };

/**
 * A machine as integer programs, one for each state and type of input, that call the same plain functions as XState would. Each is made by asking
 * XState when it is first needed, and kept.
 */
export const compile = <
  Record extends object,
  Input extends { readonly type: string },
  Out extends { readonly say: string },
>(
  definition: Definition<Record, Input, Out>,
  config: unknown = definition.config,
): Decider<Record, Input, Out> => {
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

  const programOf = (at: string, type: string): Int32Array => {
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
  };

  return {
    initial: (record) => ({ at: xstate.start, record }),
    decide: (state, input) => {
      const program = programOf(state.at, input.type);
      const outs: Out[] = [];
      const say = (out: Out): void => {
        outs.push(out);
      };
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
        if (action.kind === 'say') say(action.out);
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
  if (guard === undefined) throw new Error(`no such guard: ${name}`);
  return (record, input) => guard(record, input, params as never);
};

const actionOf = <Record, Input extends { readonly type: string }, Out>(
  { edits, tellings }: Definition<Record, Input, Out>,
  { name, params }: Callee,
): Action<Record, Input, Out> => {
  if (name === 'say') return { kind: 'say', out: params as Out };
  const edit = edits[name];
  if (edit !== undefined) return { kind: 'edit', edit: (record, input) => edit(record, input, params as never) };
  const tell = tellings[name];
  if (tell === undefined) throw new Error(`no such action: ${name}`);
  return { kind: 'tell', tell: (record, input, say) => tell(record, input, say, params as never) };
};
