/** Stands in for the test runner where test files are only read: what they declare is kept, to be run as often as wanted. */
export { expect } from 'vitest';

export interface Trial {
  readonly name: string;
  readonly run: () => unknown;
}
/** Tests that are made together, anew each time: the body of a `describe` runs before them. */
export type Group = () => readonly Trial[];

const groups: Group[] = [];
let open: Trial[] | null = null;

const add = (trial: Trial): void => {
  if (open === null) groups.push(() => [trial]);
  else open.push(trial);
};
const inside = (body: () => void): readonly Trial[] => {
  const outer = open;
  const own: Trial[] = (open = []);
  try {
    body();
  } finally {
    open = outer;
  }
  return own;
};

type Row = readonly unknown[] | object | string | number | boolean;
const spread = (row: Row): readonly unknown[] => (Array.isArray(row) ? (row as readonly unknown[]) : [row]);
type Declare = (name: string, body: (...args: readonly unknown[]) => unknown) => void;
/** `each` hands over what a row lists, `for` the row as it is. */
const perRow = (declare: Declare, argsOf: (row: Row) => readonly unknown[]) => {
  return (rows: readonly Row[]): Declare =>
    (name, body) => {
      for (const [n, row] of rows.entries()) declare(`${name} (${n})`, () => body(...argsOf(row)));
    };
};
const rowsOf = (declare: Declare) => ({ each: perRow(declare, spread), for: perRow(declare, (row) => [row]) });

const declareTest: Declare = (name, run) => add({ name, run });
const declareSuite: Declare = (suite, body) => {
  const make: Group = () => inside(() => void body()).map(({ name, run }) => ({ name: `${suite} > ${name}`, run }));
  if (open === null) groups.push(make);
  else for (const trial of make()) add(trial);
};
export const test = Object.assign(declareTest, rowsOf(declareTest));
export const it = test;
export const describe = Object.assign(declareSuite, rowsOf(declareSuite));

/** What the files that were read since the last time have declared. */
export const declared = (): readonly Group[] => groups.splice(0);
