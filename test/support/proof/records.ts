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
  const first = Object.fromEntries([...values].map(([field, [value]]) => [field, value]));
  const chosen: { readonly field: string; n: number }[] = [];
  for (;;) {
    const record = { ...first };
    for (const { field, n } of chosen) record[field] = values.get(field)?.[n];
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
