import { keyOf, type Callee } from './call.ts';
import type { Path, Trace } from './probe.ts';

/** The words of a program: what to do, and its operand. */
export const ACT = 0;
/** Ask a guard; on yes go on, on no jump to the address that follows. */
export const BRANCH = 1;
/** The step ends in a state. */
export const GOTO = 2;

/** Callees by number, each once. */
export interface Pool {
  readonly callees: readonly Callee[];
  numberOf(callee: Callee): number;
}

export const createPool = (): Pool => {
  const callees: Callee[] = [];
  const numbers = new Map<string, number>();
  return {
    callees,
    numberOf: ({ name, params }) => {
      const key = keyOf({ name, params });
      let number = numbers.get(key);
      if (number === undefined) {
        number = callees.length;
        numbers.set(key, number);
        callees.push({ name, params });
      }
      return number;
    },
  };
};

/** What the numbers of a program mean. */
export interface Symbols {
  readonly guards: Pool;
  readonly actions: Pool;
  /** The number of a state's name. */
  stateOf(at: string): number;
}

/**
 * Write the paths that one event can take in one state as one program: ACT n, BRANCH n else, GOTO n. Paths that begin alike are alike until a
 * guard tells them apart, yes before no, in the order in which the probe took them.
 */
export const assemble = (paths: readonly Path[], symbols: Symbols): Int32Array => {
  const words: number[] = [];
  write(words, paths, 0, symbols);
  return Int32Array.from(words);
};

const write = (words: number[], paths: readonly Path[], from: number, symbols: Symbols): void => {
  const first = paths[0];
  if (first === undefined) throw new Error('bug: a branch that leads nowhere');
  let depth = from;
  for (let one = first.trace[depth]; one !== undefined; one = first.trace[depth]) {
    depth += 1;
    if (one.kind === 'acts') {
      words.push(ACT, symbols.actions.numberOf(one));
      continue;
    }
    words.push(BRANCH, symbols.guards.numberOf(one), 0);
    const otherwise = words.length - 1;
    write(
      words,
      paths.filter((path) => answers(path.trace[depth - 1], true)),
      depth,
      symbols,
    );
    words[otherwise] = words.length;
    write(
      words,
      paths.filter((path) => answers(path.trace[depth - 1], false)),
      depth,
      symbols,
    );
    return;
  }
  words.push(GOTO, symbols.stateOf(first.to));
};

const answers = (one: Trace | undefined, answer: boolean): boolean => one?.kind === 'asks' && one.answer === answer;
