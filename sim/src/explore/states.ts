/** Numbers for pairs of numbers, in the order of first sight: an open hash in typed arrays, some 20 bytes a state. */
export interface States {
  readonly size: number;
  /** The number of the pair, and whether it is new: ~n where it was known. */
  add(one: number, other: number): number;
  at(state: number): readonly [one: number, other: number];
  readonly bytes: number;
}

export const createStates = (): States => {
  let ones = new Int32Array(1 << 12);
  let others = new Int32Array(1 << 12);
  // One more than the state's number; 0 is free.
  let slots = new Int32Array(1 << 13);
  let size = 0;

  const slotOf = (one: number, other: number): number => {
    const mask = slots.length - 1;
    let slot = (Math.imul(one, 0x9e3779b1) ^ Math.imul(other, 0x85ebca6b)) >>> 0;
    slot = (slot ^ (slot >>> 15)) & mask;
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
    at: (state) => [ones[state] ?? 0, others[state] ?? 0],
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
}
export const createNumbers = (): Numbers => {
  let numbers = new Int32Array(1 << 12);
  let size = 0;
  return {
    get size() {
      return size;
    },
    push: (number) => {
      if (size === numbers.length) numbers = doubled(numbers);
      numbers[size] = number;
      size += 1;
    },
    at: (n) => numbers[n] ?? 0,
  };
};

/** Numbers for texts, in the order of first sight. */
export interface Texts {
  readonly size: number;
  number(text: string): number;
  text(number: number): string;
}
export const createTexts = (): Texts => {
  const numbers = new Map<string, number>();
  const texts: string[] = [];
  return {
    get size() {
      return texts.length;
    },
    number: (text) => {
      let number = numbers.get(text);
      if (number === undefined) {
        number = texts.push(text) - 1;
        numbers.set(text, number);
      }
      return number;
    },
    text: (number) => texts[number] ?? '',
  };
};
