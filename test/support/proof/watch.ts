import type { Definition } from '@legwork/core';

/** A definition whose functions are watched: which fields of the record they look at, before they have written them. */
export interface Watched<Record, Input extends { readonly type: string }, Out> {
  readonly definition: Definition<Record, Input, Out>;
  /** Takes a step; says what fields it read, in the order in which they were first read, after those that were given; and what it wrote. */
  taking<Result>(step: () => Result, before?: readonly string[]): Taken<Result>;
}

type Taken<Result> = readonly [result: Result, reads: readonly string[], writes: ReadonlySet<string>];

/**
 * A step is made of a machine's configuration and the fields that its functions read. Two records that agree on those make the same step, whatever
 * else is in them: so one comparison stands for many states.
 */
export const watch = <Record extends object, Input extends { readonly type: string }, Out>(
  definition: Definition<Record, Input, Out>,
): Watched<Record, Input, Out> => {
  let reads: string[] = [];
  let written = new Set<string>();
  let isTaking = false;
  const handler: ProxyHandler<Fields> = {
    get: (record, field): unknown => {
      if (typeof field !== 'string') throw new Error('a record has named fields only');
      if (!written.has(field) && !reads.includes(field)) reads.push(field);
      return record[field];
    },
    set: (record, field, value) => {
      if (typeof field !== 'string') throw new Error('a record has named fields only');
      written.add(field);
      record[field] = value;
      return true;
    },
    has: () => refuse('has'),
    ownKeys: () => refuse('ownKeys'),
    deleteProperty: () => refuse('deleteProperty'),
  };
  /** Nobody wants to know what is read outside a taking. */
  const seen = <Seen>(record: Seen): Seen =>
    isTaking ? (new Proxy<Fields>(record as Fields, handler) as Seen) : record;
  return {
    definition: {
      ...definition,
      edits: mapped(definition.edits, (edit) => (record, input, params) => edit(seen(record), input, params)),
      tellings: mapped(
        definition.tellings,
        (tell) => (record, input, say, params) => tell(seen(record), input, say, params),
      ),
      guards: mapped(definition.guards, (guard) => (record, input, params) => guard(seen(record), input, params)),
    },
    taking: (step, before = []) => {
      reads = [...before];
      written = new Set();
      isTaking = true;
      try {
        return [step(), reads, written];
      } finally {
        isTaking = false;
      }
    },
  };
};

interface Fields {
  [field: string]: unknown;
}

const refuse = (what: string): never => {
  throw new Error(`a function that uses ${what} on a record reads all of it`);
};

const mapped = <Value>(
  values: { readonly [name: string]: Value },
  map: (value: Value) => Value,
): { readonly [name: string]: Value } =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]));
