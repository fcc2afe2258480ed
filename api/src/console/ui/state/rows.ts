import { useCallback, useSyncExternalStore } from 'react';

interface Identified {
  readonly id: string;
}

/** A change of one row: what it is from now on, or that it is no more. */
export type RowChange<Row> = { readonly put: Row } | { readonly remove: string };

/**
 * Rows by id, each with its own subscribers, so that a change of one row draws that row and nothing else. Subscribers of
 * the whole are told once a batch.
 */
export interface Rows<Row extends Identified> {
  readonly get: (id: string) => Row | undefined;
  readonly all: () => IterableIterator<Row>;
  readonly size: number;
  /** Counts batches: two equal numbers mean that nothing has changed between. */
  readonly version: number;
  readonly change: (changes: readonly RowChange<Row>[]) => void;
  /** Replaces everything by what was read anew. */
  readonly replace: (rows: Iterable<Row>) => void;
  readonly onRow: (id: string, told: () => void) => () => void;
  readonly onAny: (told: () => void) => () => void;
}

export const createRows = <Row extends Identified>(): Rows<Row> => {
  const rows = new Map<string, Row>();
  const ofRow = new Map<string, Set<() => void>>();
  const ofAny = new Set<() => void>();
  let version = 0;

  const tell = (ids: Iterable<string>): void => {
    version += 1;
    for (const id of ids) for (const told of ofRow.get(id) ?? []) told();
    for (const told of ofAny) told();
  };
  const put = (change: RowChange<Row>): string => {
    if ('remove' in change) {
      rows.delete(change.remove);
      return change.remove;
    }
    rows.set(change.put.id, change.put);
    return change.put.id;
  };

  return {
    get: (id) => rows.get(id),
    all: () => rows.values(),
    get size() {
      return rows.size;
    },
    get version() {
      return version;
    },
    change: (changes) => {
      if (changes.length > 0) tell(new Set(changes.map(put)));
    },
    replace: (fresh) => {
      const ids = new Set(rows.keys());
      rows.clear();
      for (const row of fresh) {
        rows.set(row.id, row);
        ids.add(row.id);
      }
      tell(ids);
    },
    onRow: (id, told) => {
      const listening = ofRow.get(id) ?? new Set();
      ofRow.set(id, listening.add(told));
      return () => {
        listening.delete(told);
        if (listening.size === 0 && ofRow.get(id) === listening) ofRow.delete(id);
      };
    },
    onAny: (told) => {
      ofAny.add(told);
      return () => ofAny.delete(told);
    },
  };
};

/** One row, drawn again whenever it changes. */
export const useRow = <Row extends Identified>(rows: Rows<Row>, id: string): Row | undefined =>
  useSyncExternalStore(
    useCallback((told) => rows.onRow(id, told), [rows, id]),
    () => rows.get(id),
  );
