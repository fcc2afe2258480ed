import type { Decider, Decision, MachineState } from '../machine/index.ts';

/** As many states, and as many kinds of input, are remembered; with more, what was learnt of states is forgotten and learnt anew. */
const MOST_STATES = 20_000;
const MOST_WORDS = 4_000;

/**
 * A decider that remembers. What a machine decides depends on its state and the input alone, so it is decided once for each pair and looked up
 * from then on; and states that are equal are one object, so that a million calls that stand alike share what they know. An input that is frozen
 * is known again without being read.
 */
export const remember = <
  Record extends object,
  Input extends { readonly type: string },
  Out extends { readonly say: string },
>(
  decider: Decider<Record, Input, Out>,
  mostStates: number = MOST_STATES,
): Decider<Record, Input, Out> => {
  const mine = {};
  const known = new Map<string, Known<Record, Out>>();
  /** The states of which something was learnt: forgetting frees it, whoever keeps the states. */
  const learntOf: Known<Record, Out>[] = [];
  const initial = new WeakMap<Record, Known<Record, Out>>();
  const lexicon = createLexicon(MOST_WORDS);

  const same = (state: MachineState<Record>): Known<Record, Out> => {
    if (state instanceof Known && Known.isOf(state, mine)) return state as Known<Record, Out>;
    const key = `${state.at} ${JSON.stringify(state.record)}`;
    let found = known.get(key);
    if (found === undefined) {
      if (known.size >= mostStates) known.clear();
      found = new Known(state.at, state.record, mine);
      known.set(key, found);
    }
    return found;
  };

  const decide = (from: Known<Record, Out>, input: Input): Decision<Record, Out> => {
    const decision = decider.decide(from, input);
    return decision.kind === 'step' ? { ...decision, state: same(decision.state) } : decision;
  };

  const learn = (from: Known<Record, Out>, word: number, input: Input): Decision<Record, Out> => {
    const decision = decide(from, input);
    if (!Known.hasLearnt(from)) {
      if (learntOf.length >= mostStates) for (const one of learntOf.splice(0)) Known.forget(one);
      learntOf.push(from);
    }
    Known.learn(from, word, decision);
    return decision;
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
      const again = Known.decidedLast(from, input);
      if (again !== null) return again;
      const word = lexicon.wordOf(input);
      if (word < 0) return decide(from, input);
      const decision = Known.decided(from, word) ?? learn(from, word, input);
      if (lexicon.isConstant(input)) Known.keepLast(from, input, decision);
      return decision;
    },
  };
};

/** The one state of its kind, and what was decided in it: by the number of the input, and unseen by whoever writes the state down. */
class Known<Record, Out> implements MachineState<Record> {
  readonly at: string;
  readonly record: Record;
  readonly #memory: object;
  #decided: (Decision<Record, Out> | undefined)[] | null = null;
  /** Whoever stands like this is mostly told the same. */
  #lastInput: object | null = null;
  #lastDecision: Decision<Record, Out> | null = null;

  constructor(at: string, record: Record, memory: object) {
    this.at = at;
    this.record = record;
    this.#memory = memory;
  }

  /** Another decider may have another state that reads the same. */
  static isOf(state: Known<unknown, unknown>, memory: object): boolean {
    return state.#memory === memory;
  }
  static decided<R, O>(state: Known<R, O>, word: number): Decision<R, O> | undefined {
    return state.#decided?.[word];
  }
  static decidedLast<R, O>(state: Known<R, O>, input: object): Decision<R, O> | null {
    return state.#lastInput === input ? state.#lastDecision : null;
  }
  static keepLast<R, O>(state: Known<R, O>, input: object, decision: Decision<R, O>): void {
    state.#lastInput = input;
    state.#lastDecision = decision;
  }
  static hasLearnt(state: Known<unknown, unknown>): boolean {
    return state.#decided !== null;
  }
  static learn<R, O>(state: Known<R, O>, word: number, decision: Decision<R, O>): void {
    state.#decided ??= [];
    state.#decided[word] = decision;
  }
  static forget<R, O>(state: Known<R, O>): void {
    state.#decided = null;
    state.#lastInput = null;
    state.#lastDecision = null;
  }
}

/** A place in the lexicon: inputs that begin alike go on from here by the value of one field. */
interface Entry {
  field: string;
  word: number;
  readonly on: Map<unknown, Entry>;
}
const newEntry = (): Entry => ({ field: '', word: -1, on: new Map<unknown, Entry>() });

interface Lexicon {
  /** Numbers inputs: equal ones alike. -1 for one that holds more than plain values, or where there are too many. */
  wordOf(input: object): number;
  /** The input has a number, and cannot change. */
  isConstant(input: object): boolean;
}

const createLexicon = (most: number): Lexicon => {
  const root = newEntry();
  /** Those that cannot change. */
  const frozen = new Map<object, number>();
  let words = 0;

  const read = (input: object): number => {
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

  return {
    wordOf: (input) => {
      const known = frozen.get(input);
      if (known !== undefined) return known;
      const word = read(input);
      if (word >= 0 && frozen.size < most && Object.isFrozen(input)) frozen.set(input, word);
      return word;
    },
    isConstant: (input) => frozen.has(input),
  };
};
