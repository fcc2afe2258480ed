import { asId, type CallId, type LegId } from '../vocabulary/index.ts';
import { createPacker } from './packing.ts';
import type { Book, Call, Leg } from './state.ts';

/** The calls and legs of an engine. Those of calls at rest sleep, packed, and wake when they are asked for: nobody can tell. */
export interface Books {
  readonly calls: Book<CallId, Call>;
  readonly legs: Book<LegId, Leg>;
  /** Between two steps: of more calls than may be awake, those that have been so longest are put to sleep if they are at rest. */
  readonly rest: () => void;
}

export const createBooks = (mostAwake: number): Books => {
  const calls = new Map<CallId, Call>();
  const legs = new Map<LegId, Leg>();
  const asleep = new Map<CallId, string>();
  let legsAsleep = 0;
  const packer = createPacker();

  const wake = (id: CallId): Call | undefined => {
    const packed = asleep.get(id);
    if (packed === undefined) return undefined;
    const whole = packer.unpack(id, packed);
    asleep.delete(id);
    calls.set(id, whole.call);
    for (const leg of whole.legs) legs.set(leg.id, leg);
    legsAsleep -= whole.legs.length;
    return whole.call;
  };
  const callAt = (id: CallId): Call | undefined => calls.get(id) ?? wake(id);
  const legAt = (id: LegId): Leg | undefined => {
    const awake = legs.get(id);
    if (awake !== undefined || legsAsleep === 0) return awake;
    return wake(asId<CallId>(id.slice(0, id.indexOf('.')))) === undefined ? undefined : legs.get(id);
  };

  /** False for a call that is not at rest. */
  const sleep = (call: Call): boolean => {
    const own = slotNames.flatMap((slot) => {
      const id = call.legs[slot];
      return id === null ? [] : (legs.get(id) ?? []);
    });
    const packed = packer.pack({ call, legs: own });
    if (packed === null) return false;
    calls.delete(call.id);
    for (const { id } of own) legs.delete(id);
    asleep.set(call.id, packed);
    legsAsleep += own.length;
    return true;
  };

  const callIds = (): readonly CallId[] => [...calls.keys(), ...asleep.keys()].toSorted(byNumber);
  const wakeAll = (): void => {
    for (const id of asleep.keys()) wake(id);
  };
  const legIds = (): readonly LegId[] => {
    wakeAll();
    return [...legs.keys()].toSorted(byNumber);
  };

  return {
    calls: bookOf({
      size: () => calls.size + asleep.size,
      has: (id) => calls.has(id) || asleep.has(id),
      get: callAt,
      set: (id, call) => void calls.set(id, call),
      delete: (id) => calls.delete(id),
      ids: callIds,
    }),
    legs: bookOf({
      size: () => legs.size + legsAsleep,
      has: (id) => legAt(id) !== undefined,
      get: legAt,
      set: (id, leg) => void legs.set(id, leg),
      delete: (id) => legs.delete(id),
      ids: legIds,
    }),
    rest: () => {
      // One that is not at rest goes to the end of the line: what a step costs does not grow with how many there are.
      for (let tries = Math.min(calls.size - mostAwake, TRIES); tries > 0; tries -= 1) {
        const [first] = calls.values();
        if (first === undefined || sleep(first)) continue;
        calls.delete(first.id);
        calls.set(first.id, first);
      }
    },
  };
};

/** More than a step adds. */
const TRIES = 4;
const slotNames = ['customer', 'agent', 'target', 'guest'] as const;

interface Shelf<Id, Item> {
  readonly size: () => number;
  readonly has: (id: Id) => boolean;
  readonly get: (id: Id) => Item | undefined;
  readonly set: (id: Id, item: Item) => void;
  readonly delete: (id: Id) => boolean;
  /** In order. */
  readonly ids: () => readonly Id[];
}

const bookOf = <Id, Item>({ size, has, get, set, delete: forget, ids }: Shelf<Id, Item>): Book<Id, Item> => {
  const there = function* (): Generator<[Id, Item]> {
    for (const id of ids()) {
      const item = get(id);
      if (item !== undefined) yield [id, item];
    }
  };
  return {
    get size() {
      return size();
    },
    has,
    get,
    set,
    delete: forget,
    keys: ids,
    *values() {
      for (const [, item] of there()) yield item;
    },
    [Symbol.iterator]: there,
  };
};

/** Calls before seats, each by the numbers that its id is made of: `c2.1` before `c2.2` before `c10.1` before `s1.1`. */
const byNumber = (one: string, other: string): number => {
  if (one[0] !== other[0]) return one < other ? -1 : 1;
  const difference = numberIn(one) - numberIn(other);
  return difference === 0 ? legNumberIn(one) - legNumberIn(other) : difference;
};
const numberIn = (id: string): number => Number.parseInt(id.slice(1), 10);
const legNumberIn = (id: string): number => Number.parseInt(id.slice(id.indexOf('.') + 1), 10);
