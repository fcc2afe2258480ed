import { GOTO } from '@legwork/core';
import { compare, type Edge, type Proof } from './compare.ts';
import { addressesIn, isSame, stepOf, wordAt, workshop, type Mutant, type Word } from './mutate.ts';
import { throughRecords } from './records.ts';
import { createUnlike, type Fields } from './unlike.ts';

/** What became of a machine's programs, broken in every word that was executed. */
export interface Proven {
  readonly states: number;
  readonly edges: number;
  /** Edges that XState was asked; every other one agrees with one of them on all that either side read. */
  readonly asked: number;
  readonly programs: number;
  readonly words: number;
  readonly executed: number;
  readonly mutants: number;
  /** Some edge among those compared tells the mutant from the program. */
  readonly caught: number;
  /** An edge does that was made for it, from a record that was not come to; XState says there what the program says. */
  readonly caughtBeyond: number;
  /** It does the same, whatever record there could be. */
  readonly same: number;
  /** It does the same in every state that was explored, and may differ with a record that nothing leads to. */
  readonly sameWithin: number;
  readonly notExecuted: readonly Silent[];
  readonly differences: readonly string[];
}

/** A word that no state explored executes: because no record there could be would, or because none that would was come to. */
export interface Silent extends Word {
  readonly why: 'byNoRecord' | 'notComeTo';
  readonly reads: string;
}

type Verdict = 'caughtBeyond' | 'same' | 'sameWithin';

/** A record is made up of at most so many for one mutant, before it is left at what was explored. */
const mostRecords = 100;

export const prove = <
  Record extends object,
  Input extends { readonly type: string },
  Out extends { readonly say: string },
>(
  proof: Proof<Record, Input, Out>,
): Proven => {
  const { domains, alphabet } = proof;
  const { programs, xstate, watched, states, edges, compared, differences } = compare(proof);
  const shop = workshop(programs);
  const unlike = createUnlike(shop, watched, domains, alphabet);
  type Asked = Pick<Edge<Record, Input, Out>, 'state' | 'input'>;
  const original = { words: [] };
  const tells = (mutant: Mutant, asked: Asked): boolean =>
    !isSame(shop.decide(original, asked), shop.decide(mutant, asked));

  const found = [...differences];
  /** XState agrees with the program where a mutant does not. */
  const confirm = (asked: Asked): 'caughtBeyond' => {
    const [ours, theirs] = [shop.decide(original, asked), xstate.decide(asked.state, asked.input)];
    if (!isSame(ours, theirs)) found.push(JSON.stringify({ ...asked, ours, theirs }));
    return 'caughtBeyond';
  };

  /** What became of a mutant, and by which record; the same words in the same program fare the same, wherever the program stands. */
  const beyond = (mutant: Mutant, program: string, through: readonly Asked[]): Verdict => {
    const key = `${mutant.type} ${program} ${JSON.stringify(mutant.words)}`;
    let fate = fates.get(key);
    if (fate === undefined) fates.set(key, (fate = fateOf(mutant, through)));
    if (typeof fate === 'string') return fate;
    return confirm({ ...fate, state: { ...fate.state, at: mutant.at } });
  };
  const fates = new Map<string, Fate>();
  type Fate = 'same' | 'sameWithin' | Asked;

  const fateOf = (mutant: Mutant, through: readonly Asked[]): Fate => {
    const witnesses = unlike(mutant);
    if (witnesses.length === 0) return 'same';
    for (const { state, input } of through.slice(0, 3)) {
      for (const fields of witnesses) {
        const asked = { state: { ...state, record: { ...state.record, ...fields } }, input };
        if (tells(mutant, asked)) return asked;
      }
    }
    const fate = inFull(mutant);
    return fate === 'sameWithin' ? nearby(mutant, through, witnesses) : fate;
  };

  /** With every record that there could be, as far as the whole program and the whole mutant read it: if they are not too many. */
  const inFull = (mutant: Mutant): Fate => {
    const { at, type } = mutant;
    let records = 0;
    let fate = 'same' as Fate;
    for (const input of alphabet.filter((one) => one.type === type)) {
      if (fate !== 'same') break;
      throughRecords(domains, (record) => {
        records += 1;
        const asked = { state: { at, record }, input };
        const [ours, reads] = watched.taking(() => shop.decide(original, asked));
        const [theirs, all] = watched.taking(() => shop.decide(mutant, asked), reads);
        if (!isSame(ours, theirs)) fate = asked;
        else if (records > mostRecords) fate = 'sameWithin';
        return fate === 'same' ? all : 'enough';
      });
    }
    return fate;
  };

  /** Where the words that differ do differ, and with one field more that either reads. */
  const nearby = (mutant: Mutant, through: readonly Asked[], witnesses: readonly Fields[]): Fate => {
    for (const { state, input } of through.slice(0, 2)) {
      for (const fields of witnesses.slice(0, 2)) {
        const record = { ...state.record, ...fields };
        const asked = { state: { ...state, record }, input };
        const [, reads] = watched.taking(() => shop.decide(original, asked));
        const [, all] = watched.taking(() => shop.decide(mutant, asked), reads);
        for (const field of all) {
          for (const value of domains[field as keyof Record]) {
            const other = { state: { ...state, record: { ...record, [field]: value, ...fields } }, input };
            if (tells(mutant, other)) return other;
          }
        }
      }
    }
    return 'sameWithin';
  };

  /** What any record there could be would execute: of all of them, if they are not too many. */
  const reach = ({ at, type }: Word, program: string): Reach => {
    const key = `${type} ${program}`;
    let found = reaches.get(key);
    if (found === undefined) {
      const reached = new Set<number>();
      let records = 0;
      for (const input of alphabet.filter((one) => one.type === type)) {
        throughRecords(domains, (record) => {
          records += 1;
          const [{ addresses }, reads] = watched.taking(() => stepOf(programs, { state: { at, record }, input }));
          for (const address of addresses) reached.add(address);
          return records > mostRecords ? 'enough' : reads;
        });
      }
      reaches.set(key, (found = { reached, isAll: records <= mostRecords }));
    }
    return found;
  };
  const reaches = new Map<string, Reach>();

  const tally = { words: 0, executed: 0, mutants: 0, caught: 0, caughtBeyond: 0, same: 0, sameWithin: 0 };
  const notExecuted: Silent[] = [];
  const byProgram = Map.groupBy(compared, ({ state, input }) => `${state.at}|${input.type}`);
  for (const [name, some] of byProgram) {
    const [at = '', type = ''] = name.split('|');
    const through = new Map<number, Edge<Record, Input, Out>[]>();
    for (const edge of some) {
      for (const address of stepOf(programs, edge).addresses) {
        const edges = through.get(address);
        if (edges === undefined) through.set(address, [edge]);
        else edges.push(edge);
      }
    }
    const program = programs.of(at, type);
    const text = textOf(program);
    for (const address of addressesIn(program)) {
      tally.words += 1;
      const word = { at, type, address };
      const here = through.get(address);
      if (here === undefined) {
        const { reached, isAll } = reach(word, text);
        const why = isAll && !reached.has(address) ? 'byNoRecord' : 'notComeTo';
        notExecuted.push({ ...word, why, reads: wordAt(programs, word) });
        continue;
      }
      tally.executed += 1;
      for (const mutant of shop.mutantsAt(word)) {
        tally.mutants += 1;
        const isCaught = here.some((edge) => !isSame(edge.decision, shop.decide(mutant, edge)));
        tally[isCaught ? 'caught' : beyond(mutant, text, here)] += 1;
      }
    }
  }
  return {
    states,
    edges,
    asked: compared.length,
    programs: byProgram.size,
    ...tally,
    notExecuted,
    differences: found,
  };
};

interface Reach {
  readonly reached: ReadonlySet<number>;
  readonly isAll: boolean;
}

/** A program's words, but for where it goes in the end. */
const textOf = (program: Int32Array): string => {
  const words = program.slice();
  for (const address of addressesIn(program)) if (words[address] === GOTO) words[address + 1] = 0;
  return words.join();
};
