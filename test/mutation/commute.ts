import type { Named } from '@legwork/core';
import { definitions, nameOf, paramsOf, type MachineName } from '../support/chart.ts';
import type { Input, Reached } from '../support/reached.ts';

export type Commutes = (one: Named, other: Named) => boolean;

type Edit = (record: object, input: Input, params: unknown) => void;
type Telling = (record: object, input: Input, say: (out: unknown) => void, params: unknown) => void;

/**
 * Whether two actions give the same whichever comes first. What two of them say to different hearers does not depend on the order; an edit and
 * what is said in any case never do; the rest is tried, on what the machine has met.
 */
export const commutesIn = (machine: MachineName, { states, inputs }: Reached): Commutes => {
  const edits: { readonly [name: string]: unknown } = definitions[machine].edits;
  const tellings: { readonly [name: string]: unknown } = definitions[machine].tellings;
  const records = thinned(
    [...states.values()].map(({ record }) => record),
    400,
  );
  const kinds = [...new Map([...inputs.values()].map((input) => [input.type, input])).values()];

  const editsOf = (action: Named): Edit | undefined => edits[nameOf(action)] as Edit | undefined;
  const tellingOf = (action: Named): Telling | undefined => tellings[nameOf(action)] as Telling | undefined;
  const saysBy = (action: Named, record: object, input: Input): readonly unknown[] => {
    if (nameOf(action) === 'say') return [paramsOf(action)];
    const said: unknown[] = [];
    tellingOf(action)?.(record, input, (out) => said.push(out), paramsOf(action));
    return said;
  };
  const after = (action: Named, record: object, input: Input): object => {
    const copy = { ...record };
    editsOf(action)?.(copy, input, paramsOf(action));
    return copy;
  };
  const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

  const holds = (one: Named, other: Named, record: object, input: Input): boolean => {
    const [edit, edits] = [editsOf(one) !== undefined, editsOf(other) !== undefined];
    if (edit && edits)
      return isSame(after(other, after(one, record, input), input), after(one, after(other, record, input), input));
    if (edit) return isSame(saysBy(other, after(one, record, input), input), saysBy(other, record, input));
    if (edits) return isSame(saysBy(one, after(other, record, input), input), saysBy(one, record, input));
    return (
      saysBy(one, record, input).length === 0 || saysBy(other, record, input).length === 0 || hearersDiffer(one, other)
    );
  };
  return (one, other) => records.every((record) => kinds.every((input) => holds(one, other, record, input)));
};

/** Who is spoken to: a leg, the clock, the ACD, an open command. What is said to one of them is no business of the next. */
const hearersDiffer = (one: Named, other: Named): boolean => {
  const [mine, theirs] = [hearerOf(one), hearerOf(other)];
  return mine !== theirs;
};
const hearerOf = (action: Named): string => {
  const { say = nameOf(action), slot, timer } = paramsOf(action);
  return JSON.stringify([say, slot, timer]);
};

const thinned = <T>(all: readonly T[], most: number): readonly T[] => {
  const every = Math.ceil(all.length / most);
  return all.filter((_one, n) => n % every === 0);
};
