import { ACT, BRANCH, GOTO, run, type Decision, type MachineState, type Programs } from '@legwork/core';
import type { Edge } from './compare.ts';

/** Programs, broken one word at a time. */

/** Where a word stands: in the program of a state for a type of input, at an address. */
export interface Word {
  readonly at: string;
  readonly type: string;
  readonly address: number;
}
export interface Mutant extends Word {
  readonly change: string;
  /** What stands at which addresses instead. */
  readonly words: readonly (readonly [address: number, value: number])[];
}

/** A decision; or a step that is none, because it refuses and does something as well: what it would have come to. */
export type Outcome =
  | Decision<object, unknown>
  | { readonly kind: 'failed'; readonly state: MachineState<object>; readonly outs: readonly unknown[] };

type Asked<Record, Input> = Pick<Edge<Record, Input, never>, 'state' | 'input'>;

export interface Workshop<Record extends object, Input extends { readonly type: string }, Out> {
  /** The programs, and beside what they can call what mutants call as well. */
  readonly programs: Programs<Record, Input, Out>;
  /** The number of a guard that never says yes. */
  readonly never: number;
  mutantsAt(word: Word): readonly Mutant[];
  /** What the programs decide with these words changed. */
  decide(changed: Pick<Mutant, 'words'>, asked: Asked<Record, Input>): Outcome;
}

export const workshop = <
  Record extends object,
  Input extends { readonly type: string },
  Out extends { readonly say: string },
>(
  original: Programs<Record, Input, Out>,
): Workshop<Record, Input, Out> => {
  const { guards, actions, states } = original;
  const always = guards.length * 2;
  const never = always + 1;
  const nothing = actions.length;
  const programs: Programs<Record, Input, Out> = {
    ...original,
    guards: [
      ...guards,
      ...guards.map(
        (guard): typeof guard =>
          (record, input) =>
            !guard(record, input),
      ),
      () => true,
      () => false,
    ],
    actions: [...actions, { kind: 'tell', tell: () => undefined }],
  };
  const decider = run(programs);

  return {
    programs,
    never,
    mutantsAt: ({ at, type, address }) => {
      const program = programs.of(at, type);
      const [word = 0, operand = 0, otherwise = 0] = program.subarray(address, address + 3);
      const change = (change: string, ...words: Mutant['words']): Mutant => ({ at, type, address, change, words });
      const to = (value: number): readonly [number, number] => [address + 1, value];
      if (word === GOTO) return states.length < 2 ? [] : [change('goes elsewhere', to((operand + 1) % states.length))];
      if (word === BRANCH) {
        const further = otherwise + lengthAt(program, otherwise);
        return [
          change('asks the opposite', to(guards.length + operand)),
          change('is always so', to(always)),
          change('is never so', to(never)),
          ...(guards.length < 2 ? [] : [change('asks another', to((operand + 1) % guards.length))]),
          ...(further < program.length ? [change('jumps further', [address + 2, further])] : []),
        ];
      }
      const [next, other = 0] = program.subarray(address + 2, address + 4);
      return [
        change('does nothing', to(nothing)),
        ...(actions.length < 2 ? [] : [change('does another', to((operand + 1) % actions.length))]),
        ...(next === ACT && other !== operand ? [change('after the next', to(other), [address + 3, operand])] : []),
      ];
    },
    decide: ({ words }, { state, input }) => {
      const program = programs.of(state.at, input.type);
      const before = words.map(([address]) => program[address] ?? 0);
      for (const [address, value] of words) program[address] = value;
      try {
        return decider.decide(state, input);
      } catch {
        return { kind: 'failed', ...stepOf(programs, { state, input }) };
      } finally {
        words.forEach(([address], n) => {
          program[address] = before[n] ?? 0;
        });
      }
    },
  };
};

/** Two outcomes are the same: state, outputs in their order, refusal. */
export const isSame = (one: Outcome, other: Outcome): boolean => {
  if (one.kind === 'refusal') return other.kind === 'refusal' && isAlike(one.refusal, other.refusal);
  if (one.kind === 'ignored') return other.kind === 'ignored';
  if (one.kind !== other.kind) return false;
  const isThere = one.state.at === other.state.at && isAlike(one.state.record, other.state.record);
  return isThere && one.outs.length === other.outs.length && one.outs.every((out, n) => isAlike(out, other.outs[n]));
};
export const isAlike = (one: unknown, other: unknown): boolean => {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  const [ours, theirs] = [one as Fields, other as Fields];
  const fields = Object.keys(ours);
  return fields.length === Object.keys(theirs).length && fields.every((field) => isAlike(ours[field], theirs[field]));
};
interface Fields {
  readonly [field: string]: unknown;
}

const lengthAt = (program: Int32Array, address: number): number => (program[address] === BRANCH ? 3 : 2);

/** The addresses of all words of a program. */
export const addressesIn = (program: Int32Array): readonly number[] => {
  const addresses: number[] = [];
  for (let address = 0; address < program.length; address += lengthAt(program, address)) addresses.push(address);
  return addresses;
};

interface Step<Record> {
  readonly addresses: readonly number[];
  readonly state: MachineState<Record>;
  readonly outs: readonly unknown[];
}

/** The addresses that a program goes through, and where it comes to. */
export const stepOf = <Record extends object, Input extends { readonly type: string }, Out>(
  programs: Programs<Record, Input, Out>,
  { state, input }: Asked<Record, Input>,
): Step<Record> => {
  const program = programs.of(state.at, input.type);
  const addresses: number[] = [];
  const outs: Out[] = [];
  const record = { ...state.record };
  for (let address = 0; ;) {
    addresses.push(address);
    const [word, operand = 0, otherwise = 0] = program.subarray(address, address + 3);
    if (word === GOTO) return { addresses, state: { at: programs.states[operand] ?? '', record }, outs };
    if (word === BRANCH) address = programs.guards[operand]?.(record, input) === true ? address + 3 : otherwise;
    else {
      const action = programs.actions[operand];
      if (action?.kind === 'edit') action.edit(record, input);
      else if (action?.kind === 'tell') action.tell(record, input, (out) => outs.push(out));
      else if (action?.kind === 'say') outs.push(action.out);
      address += 2;
    }
  }
};

/** A word on the way to another: for a branch, what its guard has to say. */
export interface Before {
  readonly word: number;
  readonly operand: number;
  readonly answer: boolean;
}
/** The words that lead to an address. Programs are trees, so there is one way. */
export const wayTo = (program: Int32Array, to: number): readonly Before[] => {
  const way: Before[] = [];
  for (let address = 0; address !== to;) {
    const [word = ACT, operand = 0, otherwise = 0] = program.subarray(address, address + 3);
    const answer = word === BRANCH && to < otherwise;
    way.push({ word, operand, answer });
    address = word === BRANCH && !answer ? otherwise : address + lengthAt(program, address);
  }
  return way;
};

/** A word as it reads: `ACT {"type":"move","params":{"slot":"agent"}}`. */
export const wordAt = (programs: Listing, { at, type, address }: Word): string => {
  const [word, operand = 0, otherwise = 0] = programs.of(at, type).subarray(address, address + 3);
  if (word === GOTO) return `GOTO ${programs.states[operand]}`;
  if (word === BRANCH) return `BRANCH ${JSON.stringify(programs.called.guards[operand])} else ${otherwise}`;
  return `ACT ${JSON.stringify(programs.called.actions[operand])}`;
};
type Listing = Pick<Programs<object, { readonly type: string }, unknown>, 'of' | 'states' | 'called'>;
