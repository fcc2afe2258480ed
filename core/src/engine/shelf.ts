import { Numbered } from './numbered.ts';
import type { Packed } from './packed.ts';

/** How a thing is put to sleep, and woken. */
export interface Sleep<Item> {
  /** What holds those asleep. */
  readonly asleep: Packed;
  /** The thing as short text; null where it cannot sleep now. */
  readonly pack: (item: Item) => string | null;
  readonly unpack: (number: number, packed: string) => Item;
}

/** More than a step wakes or adds. */
const TRIES = 4;
const MOST_STALE = 64;

/** Things by their numbers, some awake, some asleep. Whoever is asked for is awake until it is put to sleep again. No thing has the number -1. */
export class Shelf<Item extends object> {
  readonly #mostAwake: number;
  readonly #sleep: Sleep<Item>;
  readonly #awake = new Numbered<Item>();
  /** Who woke when, from `next` on; some have gone since, and some are there again. */
  #line: number[] = [];
  #next = 0;

  constructor(mostAwake: number, sleep: Sleep<Item>) {
    this.#mostAwake = mostAwake;
    this.#sleep = sleep;
  }

  get size(): number {
    return this.#awake.size + this.#sleep.asleep.size;
  }

  has(number: number): boolean {
    return this.#awake.get(number) !== undefined || this.#sleep.asleep.has(number);
  }

  get(number: number): Item | undefined {
    return this.#awake.get(number) ?? this.#wake(number);
  }

  set(number: number, item: Item): void {
    const awake = this.#awake;
    const before = awake.size;
    awake.set(number, item);
    if (awake.size > before) this.#line.push(number);
    const { length } = this.#line;
    if (length - this.#next <= 2 * awake.size + MOST_STALE && this.#next <= length / 2 + MOST_STALE) return;
    this.#line = [...new Set(this.#line.slice(this.#next))].filter((one) => awake.get(one) !== undefined);
    this.#next = 0;
  }

  delete(number: number): boolean {
    return this.#awake.delete(number) || this.#sleep.asleep.delete(number);
  }

  /** In no order. */
  numbers(): readonly number[] {
    return [...this.#awake.keys(), ...this.#sleep.asleep.keys()];
  }

  /** Of more things than may be awake some are put to sleep: those that have been awake longest. */
  rest(): void {
    let tries = Math.min(TRIES, this.#awake.size - this.#mostAwake);
    while (tries > 0 && this.#next < this.#line.length) {
      const number = this.#line[this.#next] as number;
      this.#next += 1;
      const item = this.#awake.get(number);
      if (item === undefined) continue;
      tries -= 1;
      this.#layDown(number, item);
    }
  }

  #wake(number: number): Item | undefined {
    const { asleep, unpack } = this.#sleep;
    const packed = asleep.size === 0 ? undefined : asleep.get(number);
    if (packed === undefined) return undefined;
    asleep.delete(number);
    const item = unpack(number, packed);
    this.set(number, item);
    return item;
  }

  #layDown(number: number, item: Item): void {
    const packed = this.#sleep.pack(item);
    if (packed === null) {
      // Not now: whoever cannot sleep waits for the next turn, so that what a step costs does not grow with how many they are.
      this.#line.push(number);
      return;
    }
    this.#awake.delete(number);
    this.#sleep.asleep.set(number, packed);
  }
}
