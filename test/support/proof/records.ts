/** Every value that a field can have. */
export type Domains<Record> = { readonly [Field in keyof Record]: readonly Record[Field][] };

/**
 * Goes through all records that there could be, as far as anybody looks: `look` is given a record and says which fields it read; the next differs
 * in the last of them. Stops where `look` has seen enough, and says whether it did.
 */
export const throughRecords = <Record extends object>(
  domains: Domains<Record>,
  look: (record: Record) => readonly string[] | 'enough',
): boolean => {
  const values = new Map<string, readonly unknown[]>(Object.entries(domains));
  const fields = [...values.keys()];
  const chosen: { readonly field: string; n: number }[] = [];
  for (;;) {
    const first = Object.fromEntries(fields.map((field) => [field, values.get(field)?.[0]]));
    const record = { ...first, ...Object.fromEntries(chosen.map(({ field, n }) => [field, values.get(field)?.[n]])) };
    const reads = look(record as Record);
    if (reads === 'enough') return true;
    for (const field of reads.slice(chosen.length)) chosen.push({ field, n: 0 });
    for (let last = chosen.at(-1); ; last = chosen.at(-1)) {
      if (last === undefined) return false;
      last.n += 1;
      if (last.n < (values.get(last.field)?.length ?? 0)) break;
      chosen.pop();
    }
  }
};
