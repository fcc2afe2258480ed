import type { Packed } from './packed.ts';

/** How a thing is put to sleep, and woken. */
export interface Sleep<Id, Item> {
  /** Things asleep are known by number alone: the number of an id; -1 for what is no id of such a thing. */
  readonly numberOf: (id: Id) => number;
  readonly idOf: (number: number) => Id;
  /** What holds those asleep. */
  readonly asleep: Packed;
  /** The thing as short text; null where it cannot sleep now. */
  readonly pack: (item: Item) => string | null;
  readonly unpack: (id: Id, packed: string) => Item;
}

/** Things by their ids, some awake, some asleep. Whoever is asked for is awake until it is put to sleep again. */
export interface Shelf<Id, Item> {
  readonly size: () => number;
  readonly has: (id: Id) => boolean;
  readonly get: (id: Id) => Item | undefined;
  readonly set: (id: Id, item: Item) => void;
  readonly delete: (id: Id) => boolean;
  /** All ids, in no order. */
  readonly ids: () => readonly Id[];
  readonly wakeAll: () => void;
  /** Of more things than may be awake some are put to sleep: those that have been awake longest. */
  readonly rest: () => void;
}

/** More than a step wakes or adds. */
const TRIES = 4;
const MOST_STALE = 64;

export const createShelf = <Id extends string, Item extends object>(
  mostAwake: number,
  { numberOf, idOf, asleep, pack, unpack }: Sleep<Id, Item>,
): Shelf<Id, Item> => {
  const awake = new Map<Id, Item>();
  /** Whoever was asked for last is mostly asked for next. */
  let lastId: Id | null = null;
  let last: Item | undefined;
  /**
   * Who woke when, from `next` on; some have gone since. A list, and not the order of the map: to find the first key of a `Map` from which the
   * first keys are always taken, all that were taken before are passed over.
   */
  let line: Id[] = [];
  let next = 0;

  const add = (id: Id, item: Item): void => {
    lastId = null;
    if (!awake.has(id)) line.push(id);
    awake.set(id, item);
    if (line.length - next <= 2 * awake.size + MOST_STALE && next <= line.length / 2 + MOST_STALE) return;
    line = [...new Set(line.slice(next))].filter((one) => awake.has(one));
    next = 0;
  };
  const wake = (id: Id): Item | undefined => {
    const number = asleep.size === 0 ? -1 : numberOf(id);
    const packed = asleep.get(number);
    if (packed === undefined) return undefined;
    asleep.delete(number);
    const item = unpack(id, packed);
    add(id, item);
    return item;
  };
  const layDown = (id: Id, item: Item): void => {
    const number = numberOf(id);
    const packed = number < 0 ? null : pack(item);
    if (packed === null) {
      // Not now: whoever cannot sleep waits for the next turn, so that what a step costs does not grow with how many they are.
      line.push(id);
      return;
    }
    lastId = null;
    awake.delete(id);
    asleep.set(number, packed);
  };

  return {
    size: () => awake.size + asleep.size,
    has: (id) => awake.has(id) || (asleep.size > 0 && asleep.has(numberOf(id))),
    get: (id) => {
      if (id === lastId) return last;
      const item = awake.get(id) ?? wake(id);
      if (item === undefined) return undefined;
      lastId = id;
      last = item;
      return item;
    },
    set: add,
    delete: (id) => {
      lastId = null;
      return awake.delete(id) || (asleep.size > 0 && asleep.delete(numberOf(id)));
    },
    ids: () => [...awake.keys(), ...Array.from(asleep.keys(), idOf)],
    wakeAll: () => {
      for (const number of asleep.keys()) wake(idOf(number));
    },
    rest: () => {
      let tries = Math.min(TRIES, awake.size - mostAwake);
      while (tries > 0 && next < line.length) {
        const id = line[next] as Id;
        next += 1;
        const item = awake.get(id);
        if (item === undefined) continue;
        tries -= 1;
        layDown(id, item);
      }
    },
  };
};
