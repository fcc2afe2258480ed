/**
 * Numbers for pairs of numbers, in the order of first sight: an open hash in typed arrays. Pairs are compared, not only their hashes, so that no
 * two are ever taken for one.
 */
export interface Pairs {
  readonly size: number;
  /** The number of the pair, where it is new; ~number where it was known. */
  add(one: number, other: number): number;
  /** The number of the pair; -1 where there is none. */
  find(one: number, other: number): number;
  one(pair: number): number;
  other(pair: number): number;
  readonly bytes: number;
}

export const createPairs = (): Pairs => {
  let ones = new Int32Array(1 << 10);
  let others = new Int32Array(1 << 10);
  // One more than the pair's number; 0 is free.
  let slots = new Int32Array(1 << 11);
  let size = 0;

  const slotOf = (one: number, other: number): number => {
    const mask = slots.length - 1;
    let hash = Math.imul(one, 0x9e3779b1) ^ Math.imul(other, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35);
    let slot = (hash ^ (hash >>> 13)) & mask;
    for (;;) {
      const found = (slots[slot] ?? 0) - 1;
      if (found < 0 || (ones[found] === one && others[found] === other)) return slot;
      slot = (slot + 1) & mask;
    }
  };
  const grow = (): void => {
    ones = doubled(ones);
    others = doubled(others);
    slots = new Int32Array(slots.length * 2);
    for (let n = 0; n < size; n += 1) slots[slotOf(ones[n] ?? 0, others[n] ?? 0)] = n + 1;
  };

  return {
    get size() {
      return size;
    },
    get bytes() {
      return ones.byteLength + others.byteLength + slots.byteLength;
    },
    add: (one, other) => {
      const slot = slotOf(one, other);
      const found = slots[slot] ?? 0;
      if (found > 0) return ~(found - 1);
      ones[size] = one;
      others[size] = other;
      slots[slot] = size + 1;
      size += 1;
      if (size === ones.length) grow();
      return size - 1;
    },
    find: (one, other) => (slots[slotOf(one, other)] ?? 0) - 1,
    one: (pair) => ones[pair] ?? 0,
    other: (pair) => others[pair] ?? 0,
  };
};

const doubled = (array: Int32Array): Int32Array<ArrayBuffer> => {
  const twice = new Int32Array(array.length * 2);
  twice.set(array);
  return twice;
};

/** A list of numbers that grows. */
export interface Numbers {
  readonly size: number;
  push(number: number): void;
  at(n: number): number;
  readonly bytes: number;
}
export const createNumbers = (): Numbers => {
  let numbers = new Int32Array(1 << 10);
  let size = 0;
  return {
    get size() {
      return size;
    },
    get bytes() {
      return numbers.byteLength;
    },
    push: (number) => {
      if (size === numbers.length) numbers = doubled(numbers);
      numbers[size] = number;
      size += 1;
    },
    at: (n) => numbers[n] ?? 0,
  };
};

/** Numbers for things that read the same, in the order of first sight; the first of them is kept. */
export interface Things<Thing> {
  readonly size: number;
  number(text: string, thing: Thing): number;
  at(number: number): Thing;
}
export const createThings = <Thing>(): Things<Thing> => {
  const numbers = new Map<string, number>();
  const things: Thing[] = [];
  return {
    get size() {
      return things.length;
    },
    number: (text, thing) => {
      let number = numbers.get(text);
      if (number === undefined) {
        number = things.push(thing) - 1;
        numbers.set(text, number);
      }
      return number;
    },
    at: (number) => {
      const thing = things[number];
      if (thing === undefined) throw new Error(`bug: there is no ${number}`);
      return thing;
    },
  };
};
