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
  const note = (field: string | symbol): void => {
    if (typeof field !== 'string') throw new Error('a record has named fields only');
    if (!written.has(field) && !reads.includes(field)) reads.push(field);
  };
  const handler: ProxyHandler<object> = {
    get: (record, field): unknown => {
      note(field);
      return Reflect.get(record, field);
    },
    set: (record, field, value) => {
      written.add(field as string);
      return Reflect.set(record, field, value);
    },
    has: () => refuse('has'),
    ownKeys: () => refuse('ownKeys'),
    deleteProperty: () => refuse('deleteProperty'),
  };
  const seen = <Seen>(record: Seen): Seen => new Proxy(record as object, handler) as Seen;
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
      return [step(), reads, written];
    },
  };
};

const refuse = (what: string): never => {
  throw new Error(`a function that uses ${what} on a record reads all of it`);
};

const mapped = <Value>(
  values: { readonly [name: string]: Value },
  map: (value: Value) => Value,
): { readonly [name: string]: Value } =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]));
