import type { CallId, Fact, Input, JournalBatch, JournalEntry, Note, Publication } from '@legwork/core';

/** A batch as it is written: what becomes a column is text already. */
export interface Columns {
  readonly entries: {
    readonly seq: readonly number[];
    readonly at: readonly number[];
    readonly published: readonly number[];
    readonly behaviour: readonly number[];
    readonly input: readonly string[];
    /** Which of them are commands. */
    readonly commands: readonly number[];
  };
  readonly publications: {
    readonly seq: readonly number[];
    readonly at: readonly number[];
    readonly call: readonly (CallId | null)[];
    readonly fact: readonly string[];
    /** Those of which more is kept than that they were published. */
    readonly told: readonly number[];
  };
  /** As JSON. */
  readonly notes: string;
  readonly performed: number;
}

/**
 * The columns on their way to another thread: flat lists and two texts, with a line for each input and each fact (JSON has no line breaks). That costs
 * a fraction of what it costs to copy the objects, or so many strings.
 */
export type Crossing = Omit<Columns, 'entries' | 'publications'> & {
  readonly entries: Omit<Columns['entries'], 'input'> & { readonly inputs: string };
  readonly publications: Omit<Columns['publications'], 'fact'> & { readonly facts: string };
};

export const crossingOf = ({ entries, publications, ...rest }: Columns): Crossing => {
  const { input, ...ofEntries } = entries;
  const { fact, ...ofPublications } = publications;
  return {
    ...rest,
    entries: { ...ofEntries, inputs: input.join('\n') },
    publications: { ...ofPublications, facts: fact.join('\n') },
  };
};

export const crossed = ({ entries, publications, ...rest }: Crossing): Columns => {
  const { inputs, ...ofEntries } = entries;
  const { facts, ...ofPublications } = publications;
  return {
    ...rest,
    entries: { ...ofEntries, input: linesOf(inputs) },
    publications: { ...ofPublications, fact: linesOf(facts) },
  };
};

const linesOf = (text: string): readonly string[] => (text === '' ? [] : text.split('\n'));

/** What is made of a batch beside its rows: operations, the audit, call records. */
export interface Projected {
  readonly commands: readonly JournalEntry[];
  readonly told: readonly Publication[];
  readonly notes: readonly Note[];
}

/** The facts of which operations, the audit and call records are made. */
const tells: ReadonlySet<Fact['type']> = new Set<Fact['type']>([
  'command.accepted',
  'command.resolved',
  'audit',
  'call.created',
  'call.changed',
  'call.queued',
  'call.party',
  'call.closed',
  'seat.changed',
]);

const isCommand = (input: Input): boolean => input.type.startsWith('cmd.');

export const projectedOf = ({ entries, publications, notes }: JournalBatch): Projected => ({
  commands: entries.filter(({ input }) => isCommand(input)),
  told: publications.filter(({ fact }) => tells.has(fact.type)),
  notes,
});

export const columnsOf = ({ entries, publications, notes, performed }: JournalBatch): Columns => {
  const commands: number[] = [];
  for (const [n, { input }] of entries.entries()) if (isCommand(input)) commands.push(n);
  const told: number[] = [];
  for (const [n, { fact }] of publications.entries()) if (tells.has(fact.type)) told.push(n);
  return {
    entries: {
      seq: entries.map(({ seq }) => seq),
      at: entries.map(({ at }) => at),
      published: entries.map(({ published }) => published),
      behaviour: entries.map(({ behaviour }) => behaviour),
      input: entries.map(({ input }) => JSON.stringify(input)),
      commands,
    },
    publications: {
      seq: publications.map(({ seq }) => seq),
      at: publications.map(({ fact }) => fact.at),
      call: publications.map(({ fact }) => callOf(fact)),
      fact: publications.map(({ fact }) => JSON.stringify(fact)),
      told,
    },
    notes: JSON.stringify(notes),
    performed,
  };
};

/** The same of what has crossed to another thread. */
export const projectedIn = ({ entries, publications, notes }: Columns): Projected => ({
  commands: entries.commands.map((n) => ({
    seq: entries.seq[n] ?? 0,
    at: entries.at[n] ?? 0,
    published: entries.published[n] ?? 0,
    behaviour: entries.behaviour[n] ?? 0,
    input: JSON.parse(entries.input[n] ?? '') as Input,
  })),
  told: publications.told.map((n) => ({
    seq: publications.seq[n] ?? 0,
    fact: JSON.parse(publications.fact[n] ?? '') as Fact,
  })),
  notes: JSON.parse(notes) as readonly Note[],
});

const callOf = (fact: Fact): CallId | null => ('call' in fact ? fact.call : null);
