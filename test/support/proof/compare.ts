import {
  compile,
  programsOf,
  remember,
  run,
  type Decision,
  type Definition,
  type MachineState,
  type Programs,
} from '@legwork/core';
import { createClasses, type Classes } from './classes.ts';
import { reference, type Reference } from './reference.ts';
import { watch, type Watched } from './watch.ts';

/** A part of everything that a machine can come to: where it begins, and which inputs lead on. What it leads to is compared with every input. */
export interface Scope<Record, Input> {
  readonly name: string;
  readonly begins: Record;
  /** The input is given in this state, and what comes of it explored. */
  readonly leads: (state: MachineState<Record>, input: Input) => boolean;
  /** The record stays within the bounds: what lies beyond is compared, and not explored. */
  readonly holds: (record: Record) => boolean;
}

/** What to compare: a machine, what it can be told, and how far to go. */
export interface Proof<Record extends object, Input extends { readonly type: string }, Out> {
  readonly name: string;
  readonly definition: Definition<Record, Input, Out>;
  /** Every input that the machine can tell from another. */
  readonly alphabet: readonly Input[];
  readonly scopes: readonly Scope<Record, Input>[];
  /** Every value that a field is given in an argument about all records that there could be. */
  readonly domains: { readonly [Field in keyof Record]: readonly Record[Field][] };
}

/** An edge that stands for all that agree with it on what was read. */
export interface Edge<Record, Input, Out> {
  readonly state: MachineState<Record>;
  readonly input: Input;
  readonly decision: Decision<Record, Out>;
}

export interface Comparison<Record extends object, Input extends { readonly type: string }, Out> {
  readonly programs: Programs<Record, Input, Out>;
  readonly xstate: Reference<Record, Input, Out>;
  readonly states: number;
  readonly edges: number;
  readonly compared: readonly Edge<Record, Input, Out>[];
  /** The first that was found, told in words; nothing is compared after it. */
  readonly watched: Watched<Record, Input, Out>;
  readonly differences: readonly string[];
}

/**
 * Everything within the scopes, breadth first, with every input of the alphabet in every state: what the programs decide beside what XState's own
 * `transition()` makes of the machine as it is written; and what is remembered of it, when it is asked again. An edge is asked of XState unless one was that agrees with it on all that either side read.
 */
export const compare = <
  Record extends object,
  Input extends { readonly type: string },
  Out extends { readonly say: string },
>(
  { definition, alphabet, scopes }: Omit<Proof<Record, Input, Out>, 'name' | 'domains'>,
  written: Definition<Record, Input, Out> = definition,
): Comparison<Record, Input, Out> => {
  const ours = watch(definition);
  const theirs = watch(written);
  const programs = programsOf(ours.definition);
  const watching = run(programs);
  const decider = compile(definition);
  const remembering = remember(decider);
  const xstate = reference(theirs.definition);

  const states = new Set<string>();
  const compared: Edge<Record, Input, Out>[] = [];
  const differences: string[] = [];
  /** For each configuration and input, whether a step comes of it: nothing else has to be taken again. */
  const known = new Map<string, readonly Classes<Record, boolean>[]>();
  const knownAt = (at: string): readonly Classes<Record, boolean>[] => {
    let classes = known.get(at);
    if (classes === undefined) known.set(at, (classes = alphabet.map(() => createClasses())));
    return classes;
  };

  const ask = (state: MachineState<Record>, input: Input, classes: Classes<Record, boolean>): boolean => {
    const [decision, read] = ours.taking(() => watching.decide(state, input));
    const [expected, reads] = theirs.taking(() => xstate.decide(state, input), read);
    compared.push({ state, input, decision });
    const answers = [decision, remembering.decide(state, input), remembering.decide(state, input)];
    const text = JSON.stringify(expected);
    const isSame = answers.every((answer) => JSON.stringify(answer) === text);
    if (!isSame) differences.push(told(state, input, answers, expected));
    classes.add(state.record, reads, decision.kind === 'step');
    return decision.kind === 'step';
  };

  const explore = ({ begins, leads, holds }: Scope<Record, Input>): void => {
    const seen = new Set<string>();
    const open: MachineState<Record>[] = [];
    const reach = (state: MachineState<Record>): void => {
      const key = keyOf(state);
      if (seen.has(key)) return;
      seen.add(key);
      states.add(key);
      open.push(state);
    };
    reach({ ...xstate.initial(), record: begins });
    for (const state of open) {
      knownAt(state.at).forEach((classes, n) => {
        const input = alphabet[n];
        if (input === undefined || differences.length > 0) return;
        const goesOn = classes.of(state.record) ?? ask(state, input, classes);
        if (!goesOn || !leads(state, input)) return;
        const decision = decider.decide(state, input);
        if (decision.kind === 'step' && holds(decision.state.record)) reach(decision.state);
      });
    }
  };
  for (const scope of scopes) explore(scope);
  return {
    programs,
    xstate,
    watched: ours,
    states: states.size,
    edges: states.size * alphabet.length,
    compared,
    differences,
  };
};

const keyOf = ({ at, record }: MachineState<object>): string => `${at} ${Object.values(record).join()}`;

const told = (state: object, input: object, answers: object, expected: object): string =>
  [input, state, { compiled: answers }, { xstate: expected }].map((part) => JSON.stringify(part)).join('\n  ');
