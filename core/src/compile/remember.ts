import type { Decider, Decision, MachineState } from '../machine/index.ts';

/** As many states, and as many kinds of input, are remembered; with more, what was learnt of states is forgotten and learnt anew. */
const MOST_STATES = 20_000;
const MOST_WORDS = 4_000;

/**
 * A decider that remembers. What a machine decides depends on its state and the input alone, so it is decided once for each pair and looked up
 * from then on; and states that are equal are one object, so that a million calls that stand alike share what they know.
 */
export const remember = <
  Record extends object,
  Input extends { readonly type: string },
  Out extends { readonly say: string },
>(
  decider: Decider<Record, Input, Out>,
  mostStates: number = MOST_STATES,
): Decider<Record, Input, Out> => {
  const known = new Map<string, Known<Record>>();
  /** Apart from the states: whoever keeps a state keeps nothing of what was learnt of it, nor the states that it leads to. */
  const decisions = new Map<Known<Record>, Map<number, Decision<Record, Out>>>();
  const initial = new WeakMap<Record, Known<Record>>();
  const wordOf = createLexicon(MOST_WORDS);

  const same = (state: MachineState<Record>): Known<Record> => {
    if (state instanceof Known) return state;
    const key = `${state.at} ${JSON.stringify(state.record)}`;
    let found = known.get(key);
    if (found === undefined) {
      if (known.size >= mostStates) known.clear();
      found = new Known(state.at, state.record);
      known.set(key, found);
    }
    return found;
  };

  const decidedIn = (state: Known<Record>): Map<number, Decision<Record, Out>> => {
    let decided = decisions.get(state);
    if (decided === undefined) {
      if (decisions.size >= mostStates) decisions.clear();
      decided = new Map();
      decisions.set(state, decided);
    }
    return decided;
  };

  const decide = (from: Known<Record>, input: Input): Decision<Record, Out> => {
    const decision = decider.decide(from, input);
    return decision.kind === 'step' ? { ...decision, state: same(decision.state) } : decision;
  };

  return {
    initial: (record) => {
      let first = initial.get(record);
      if (first === undefined) {
        first = same(decider.initial(record));
        initial.set(record, first);
      }
      return first;
    },
    decide: (state, input) => {
      const from = same(state);
      const word = wordOf(input);
      if (word < 0) return decide(from, input);
      const decided = decidedIn(from);
      let decision = decided.get(word);
      if (decision === undefined) {
        decision = decide(from, input);
        decided.set(word, decision);
      }
      return decision;
    },
  };
};

/** The one state of its kind. */
class Known<Record> implements MachineState<Record> {
  readonly at: string;
  readonly record: Record;

  constructor(at: string, record: Record) {
    this.at = at;
    this.record = record;
  }
}

/** A place in the lexicon: inputs that begin alike go on from here by the value of one field. */
interface Entry {
  field: string;
  word: number;
  readonly on: Map<unknown, Entry>;
}
const newEntry = (): Entry => ({ field: '', word: -1, on: new Map<unknown, Entry>() });

/** Numbers inputs: equal ones alike. -1 for one that holds more than plain values, or where there are too many. */
const createLexicon = (most: number): ((input: object) => number) => {
  const root = newEntry();
  let words = 0;

  return (input) => {
    let entry = root;
    for (const field in input) {
      const value: unknown = input[field as keyof typeof input];
      let next = entry.on.get(value);
      if (next === undefined) {
        if (typeof value === 'object' || words >= most) return -1;
        if (entry.field === '') entry.field = field;
        next = newEntry();
        entry.on.set(value, next);
      }
      if (entry.field !== field) return -1;
      entry = next;
    }
    if (entry.word < 0) {
      entry.word = words;
      words += 1;
    }
    return entry.word;
  };
};
