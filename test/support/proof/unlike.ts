import { ACT, BRANCH } from '@legwork/core';
import { isAlike, wayTo, type Before, type Mutant, type Workshop } from './mutate.ts';
import { throughRecords, type Domains } from './records.ts';
import type { Watched } from './watch.ts';

/** Some fields of a record, and values for them. */
export interface Fields {
  readonly [field: string]: unknown;
}

/** As many as are tried before a mutant is looked at in full. */
const mostWitnesses = 4;

/**
 * Looks for records with which the words that a mutant changes do something else than they did: with every record that there could be where they
 * stand, as far as they read it, after all that is done on the way there to what they read. Where there is none, the mutant does what the program
 * does; where there is one, it may still come to the same.
 */
export const createUnlike = <Record extends object, Input extends { readonly type: string }, Out>(
  { programs, never }: Workshop<Record, Input, Out>,
  { taking }: Pick<Watched<Record, Input, Out>, 'taking'>,
  domains: Domains<Record>,
  alphabet: readonly Input[],
): ((mutant: Mutant) => readonly Fields[]) => {
  const known = new Map<string, readonly Fields[]>();
  const touches = new Map<string, Touched>();

  const call = (word: number, operand: number, record: Record, input: Input, outs: Out[]): boolean => {
    if (word === BRANCH) return programs.guards[operand]?.(record, input) === true;
    const action = programs.actions[operand];
    if (action?.kind === 'edit') action.edit(record, input);
    else if (action?.kind === 'tell') action.tell(record, input, (out) => outs.push(out));
    else if (action?.kind === 'say') outs.push(action.out);
    return true;
  };

  /** What a guard or an action looks at and changes, whatever record it is given. */
  const touchedBy = (word: number, operand: number, type: string): Touched => {
    const always = `${word} ${operand}`;
    const found = touches.get(always) ?? touches.get(`${always} ${type}`);
    if (found !== undefined) return found;
    const reads = new Set<string>();
    const writes = new Set<string>();
    let seesInput = false as boolean;
    for (const input of alphabet.filter((one) => one.type === type)) {
      const seen = new Proxy(input, {
        get: (target, key): unknown => {
          seesInput = true;
          return Reflect.get(target, key);
        },
        has: (target, key) => {
          seesInput = true;
          return Reflect.has(target, key);
        },
      });
      throughRecords(domains, (record) => {
        const [, read, written] = taking(() => call(word, operand, { ...record }, seen, []));
        for (const field of read) reads.add(field);
        for (const field of written) writes.add(field);
        return read;
      });
    }
    const touched = { reads, writes, seesInput };
    touches.set(seesInput ? `${always} ${type}` : always, touched);
    return touched;
  };

  const fieldsOf = (ends: Ends, type: string, how: 'reads' | 'writes'): readonly string[] =>
    ends.flat().flatMap(([word, operand]) => [...touchedBy(word, operand, type)[how]]);

  /** Of all that is done on a way, what bears on what is read at its end, or on what is there already when it is written. */
  const sliceOf = (way: readonly Before[], ends: Ends, type: string): readonly Before[] => {
    const concerns = new Set([...fieldsOf(ends, type, 'reads'), ...fieldsOf(ends, type, 'writes')]);
    const kept = new Set<Before>();
    for (let size = -1; size < concerns.size;) {
      size = concerns.size;
      for (const before of way.toReversed()) {
        const { reads, writes } = touchedBy(before.word, before.operand, type);
        const bears = [...(before.word === ACT ? writes : reads)].some((field) => concerns.has(field));
        if (!bears) continue;
        kept.add(before);
        for (const field of reads) concerns.add(field);
      }
    }
    return way.filter((before) => kept.has(before));
  };

  const search = (
    slice: readonly Before[],
    [ours, theirs]: Ends,
    writes: readonly string[],
    inputs: readonly Input[],
  ): readonly Fields[] => {
    const perform = (words: Local, record: Record, input: Input): readonly unknown[] => {
      const outs: Out[] = [];
      const after = { ...record };
      const answers = words.map(([word, operand]) => call(word, operand, after, input, outs));
      return [answers.at(-1), outs, after];
    };
    const isSame = (record: Record, input: Input): boolean => {
      for (const { word, operand, answer } of slice) {
        const says = call(word, operand, record, input, []);
        if (word === BRANCH && says !== answer) return true;
      }
      return isAlike(perform(ours, record, input), perform(theirs, record, input));
    };
    const found: Fields[] = [];
    for (const input of inputs) {
      throughRecords(domains, (given) => {
        const [isSameHere, reads] = taking(() => isSame({ ...given }, input));
        // What nobody reads may be anything: to write it and to leave it are the same in no more than one case of two.
        const other = { ...seconds, ...valuesIn(given, reads) };
        if (!isSameHere) found.push(valuesIn(given, [...writes, ...reads]));
        else if (!isSame({ ...other }, input)) found.push(valuesIn(other, [...writes, ...reads]));
        return found.length < mostWitnesses ? reads : 'enough';
      });
    }
    return found;
  };
  const seconds = Object.fromEntries(
    Object.entries<readonly unknown[]>(domains).map(([field, [first, second = first]]) => [field, second]),
  ) as Record;

  return ({ at, type, address, words }) => {
    const program = programs.of(at, type);
    const word = program[address] ?? ACT;
    const operandAt = (n: number): number => program[address + 1 + 2 * n] ?? 0;
    const ours = words.map((_, n) => [word, operandAt(n)] as const);
    // It matters where a branch leads only where it is taken.
    const jumps = words.some(([changed]) => changed === address + 2 && word === BRANCH);
    const theirs = words.map(([, value]) => [word, value] as const);
    const ends: Ends = [ours, jumps ? [[BRANCH, never - 1]] : theirs];
    const slice = sliceOf(wayTo(program, address), ends, type);
    const sees = [...slice.map(({ word, operand }) => [word, operand] as const), ...ends.flat()].some(
      ([word, operand]) => touchedBy(word, operand, type).seesInput,
    );
    const key = JSON.stringify([sees ? type : null, slice, ends]);
    let found = known.get(key);
    if (found === undefined) {
      const inputs = alphabet.filter((input) => input.type === type);
      known.set(key, (found = search(slice, ends, fieldsOf(ends, type, 'writes'), sees ? inputs : inputs.slice(0, 1))));
    }
    return found;
  };
};

/** Words and their operands, one after the other. */
type Local = readonly (readonly [word: number, operand: number])[];
type Ends = readonly [ours: Local, theirs: Local];
interface Touched {
  readonly reads: ReadonlySet<string>;
  readonly writes: ReadonlySet<string>;
  readonly seesInput: boolean;
}

const valuesIn = (record: object, fields: readonly string[]): Fields =>
  Object.fromEntries(fields.map((field) => [field, (record as Fields)[field]]));
