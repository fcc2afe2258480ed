const FEWEST_PLACES = 64;

/**
 * Things by whole numbers from 0, of which those in use are mostly near to each other: what counts up and is given up again.
 *
 * A table with open addresses in which a number stands at its own remainder, or after it: numbers that follow each other lie beside each other and
 * are found at once. A `Map` would scatter them, keep those that were deleted for a while, and be made anew again and again.
 */
export class Numbered<Item extends object> {
  #numbers = new Float64Array(FEWEST_PLACES);
  #items = places<Item>(FEWEST_PLACES);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(number: number): Item | undefined {
    return this.#items[this.#find(number)];
  }

  set(number: number, item: Item): void {
    // Half of the places are free, so that what is not there is soon found missing.
    if (2 * this.#size >= this.#items.length) this.#resize(2 * this.#items.length);
    this.#put(number, item);
  }

  delete(number: number): boolean {
    const place = this.#find(number);
    if (this.#items[place] === undefined) return false;
    this.#size -= 1;
    this.#close(place);
    const count = this.#items.length;
    if (count > FEWEST_PLACES && 8 * this.#size < count) this.#resize(count / 2);
    return true;
  }

  /** In no order. */
  keys(): readonly number[] {
    const found: number[] = [];
    for (let place = 0; place < this.#items.length; place += 1)
      if (this.#items[place] !== undefined) found.push(this.#numbers[place] as number);
    return found;
  }

  /** Where the number is, or would be. */
  #find(number: number): number {
    const numbers = this.#numbers;
    const items = this.#items;
    const mask = items.length - 1;
    let place = number & mask;
    while (items[place] !== undefined && numbers[place] !== number) place = (place + 1) & mask;
    return place;
  }

  #put(number: number, item: Item): void {
    const place = this.#find(number);
    if (this.#items[place] === undefined) this.#size += 1;
    this.#numbers[place] = number;
    this.#items[place] = item;
  }

  /** Whoever stands after a place that has become free moves up, unless that would be before its own. */
  #close(free: number): void {
    const numbers = this.#numbers;
    const items = this.#items;
    const mask = items.length - 1;
    let gap = free;
    for (let place = (gap + 1) & mask; items[place] !== undefined; place = (place + 1) & mask) {
      const own = (numbers[place] as number) & mask;
      if (((place - own) & mask) < ((place - gap) & mask)) continue;
      numbers[gap] = numbers[place] as number;
      items[gap] = items[place];
      gap = place;
    }
    items[gap] = undefined;
  }

  #resize(count: number): void {
    const numbers = this.#numbers;
    const items = this.#items;
    this.#numbers = new Float64Array(count);
    this.#items = places(count);
    this.#size = 0;
    for (const [place, item] of items.entries()) if (item !== undefined) this.#put(numbers[place] as number, item);
  }
}

const places = <Item>(count: number): (Item | undefined)[] => Array.from<Item | undefined>({ length: count });
