import type { CallId } from '../vocabulary/index.ts';
import type { Row } from './row.ts';
import type { Stopwatch } from './times.ts';

/** What calls can be put in order by: the moment since which they are in their state, or a duration, in milliseconds. */
export type LiveSort = 'stateSinceMs' | 'waitMs' | 'talkMs' | 'holdMs';

/** Where a call stands in an order: its value, and its number where values are the same. */
export type LivePlace = readonly [value: number, number: number];

export interface InOrder {
  readonly isDescending: boolean;
  /** Only what stands beyond that place; everything, where it is null. */
  readonly beyond: LivePlace | null;
}

/**
 * The calls of a list in the order of one value. Facts only say which calls to look at again, so that each costs the same however many calls there
 * are; whoever reads puts those in their places.
 *
 * Values that go on grow at the same rate, so that their order stays what it is: they stand apart from those that stand still, and both are
 * merged where they are read.
 */
export class Order {
  readonly #watchOf: (row: Row) => Stopwatch;
  readonly #still: Shelf = [];
  readonly #running: Shelf = [];
  readonly #entries = new Map<CallId, Entry>();
  readonly #touched = new Set<CallId>();

  constructor(sort: LiveSort, rows: ReadonlyMap<CallId, Row>) {
    this.#watchOf = watches[sort];
    for (const [call, row] of rows) {
      const entry = this.#entryOf(call, row);
      this.#entries.set(call, entry);
      this.#shelfOf(entry).push(entry);
    }
    this.#still.sort(compare);
    this.#running.sort(compare);
  }

  /** Something of the call may have changed. False where so much has, since anybody read, that a new order is made sooner. */
  touch(call: CallId): boolean {
    this.#touched.add(call);
    return this.#touched.size <= MOST_TOUCHED + this.#entries.size / 16;
  }

  /** Good until the next fact. */
  *read(rows: ReadonlyMap<CallId, Row>, nowMs: number, { isDescending, beyond }: InOrder): Generator<CallId> {
    this.#settle(rows);
    const step = isDescending ? -1 : 1;
    const begin = (shelf: Shelf, offsetMs: number): number => {
      if (beyond === null) return isDescending ? shelf.length - 1 : 0;
      const at = { key: beyond[0] - offsetMs, number: beyond[1] };
      return isDescending ? placeIn(shelf, at, 'before') - 1 : placeIn(shelf, at, 'upTo');
    };
    let still = begin(this.#still, 0);
    let running = begin(this.#running, nowMs);
    for (;;) {
      const one = this.#still[still];
      const other = this.#running[running];
      if (one === undefined && other === undefined) return;
      const isStill =
        other === undefined ||
        (one !== undefined && step * (one.key - (other.key + nowMs) || one.number - other.number) < 0);
      const next = isStill ? one : other;
      if (next !== undefined) yield next.call;
      if (isStill) still += step;
      else running += step;
    }
  }

  /** Puts every call that was touched in its place. */
  #settle(rows: ReadonlyMap<CallId, Row>): void {
    for (const call of this.#touched) {
      const before = this.#entries.get(call);
      const row = rows.get(call);
      const now = row && this.#entryOf(call, row);
      if (before !== undefined && before.key === now?.key && before.runs === now.runs) continue;
      if (before !== undefined) {
        const shelf = this.#shelfOf(before);
        shelf.splice(placeIn(shelf, before, 'before'), 1);
        this.#entries.delete(call);
      }
      if (now === undefined) continue;
      const shelf = this.#shelfOf(now);
      shelf.splice(placeIn(shelf, now, 'upTo'), 0, now);
      this.#entries.set(call, now);
    }
    this.#touched.clear();
  }

  #entryOf(call: CallId, row: Row): Entry {
    const { countedMs, sinceMs } = this.#watchOf(row);
    return { call, number: numberOf(call), key: countedMs - (sinceMs ?? 0), runs: sinceMs !== null };
  }

  #shelfOf({ runs }: Entry): Shelf {
    return runs ? this.#running : this.#still;
  }
}

/** The value of one that runs is its key and the time. */
interface Entry extends Key {
  readonly call: CallId;
  readonly runs: boolean;
}
interface Key {
  readonly key: number;
  readonly number: number;
}
type Shelf = Entry[];

/** So many calls are looked at again rather than all, however few there are. */
const MOST_TOUCHED = 64;

const watches: Readonly<Record<LiveSort, (row: Row) => Stopwatch>> = {
  stateSinceMs: ({ state }) => ({ countedMs: state.sinceMs, sinceMs: null }),
  waitMs: ({ times }) => times.waiting,
  talkMs: ({ times }) => times.talking,
  holdMs: ({ times }) => times.held,
};

/** Calls are counted: `c17` is the seventeenth. */
const numberOf = (call: CallId): number => Number(call.slice(1));

const compare = (one: Key, other: Key): number => one.key - other.key || one.number - other.number;

/** How many stand before the key, or before it and at it. */
const placeIn = (shelf: Shelf, key: Key, which: 'before' | 'upTo'): number => {
  let [from, to] = [0, shelf.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    const entry = shelf[middle];
    const by = entry === undefined ? 1 : compare(entry, key);
    if (by < 0 || (by === 0 && which === 'upTo')) from = middle + 1;
    else to = middle;
  }
  return from;
};
