/**
 * The event calendar: gives back what was scheduled in order of time, and what was scheduled for the same time in the order of
 * scheduling. Both orders are part of the contract: a run that is repeated takes the same items in the same order.
 *
 * Times are whole milliseconds. Scheduling costs O(log n), as do taking and cancelling; the calendar grows as needed, up to
 * {@link MAX_PENDING} items at once.
 */
export interface Calendar<T extends Schedulable> {
  /** How many items wait. */
  readonly size: number;
  /**
   * Schedules an item and returns a handle that cancels it.
   *
   * @throws RangeError when `atMs` is not a safe integer, lies before the item taken last, or the calendar is full.
   */
  schedule(atMs: number, item: T): EventHandle;
  /** Takes an item out before its time. False when it was taken or cancelled already; a handle is never valid for a later item. */
  cancel(handle: EventHandle): boolean;
  /** Takes out the next item; undefined when none waits. */
  next(): T | undefined;
  /** The time of the next item in ms; Infinity when none waits. */
  peekTime(): number;
}

/** What can be scheduled: anything but nothing. */
export type Schedulable = object | number | string;

declare const handleBrand: unique symbol;

/** Names one scheduled item: the slot it lies in, and the how-manieth user of that slot it is. */
export type EventHandle = number & { readonly [handleBrand]: 'EventHandle' };

/** The most items that can wait at once: 24 bits of a handle name the slot, the remaining 29 the generation. */
export const MAX_PENDING = 0x100_0000;
const LAST_GENERATION = 0x1fff_ffff;

/** An empty calendar. Nothing can be scheduled before `startMs`. */
export function createCalendar<T extends Schedulable>({
  startMs = 0,
  capacity = 256,
}: { readonly startMs?: number; readonly capacity?: number } = {}): Calendar<T> {
  return new HeapCalendar<T>(startMs, capacity);
}

/**
 * A heap with four children a node. The keys lie in the order of the heap, so that the four children that are compared share a
 * cache line; an item stays in its slot, and `positionOf` finds it for a cancellation.
 */
class HeapCalendar<T extends Schedulable> implements Calendar<T> {
  #size = 0;
  #lastMs: number;
  #scheduled = 0;

  // By position in the heap.
  #times: Float64Array;
  #sequences: Float64Array;
  #slots: Int32Array;

  // By slot.
  #items: (T | undefined)[] = [];
  #positionOf: Int32Array;
  #generations: Int32Array;
  #freeSlots: Int32Array;
  #freeCount = 0;

  constructor(startMs: number, capacity: number) {
    if (!Number.isSafeInteger(startMs))
      throw new RangeError(`a calendar starts at a whole millisecond, not ${startMs}`);
    if (!Number.isSafeInteger(capacity) || capacity < 1 || capacity > MAX_PENDING) {
      throw new RangeError(`a calendar has room for 1 to ${MAX_PENDING} items, not ${capacity}`);
    }
    this.#lastMs = startMs;
    this.#times = new Float64Array(capacity);
    this.#sequences = new Float64Array(capacity);
    this.#slots = new Int32Array(capacity);
    this.#positionOf = new Int32Array(capacity);
    this.#generations = new Int32Array(capacity);
    this.#freeSlots = new Int32Array(capacity);
  }

  get size(): number {
    return this.#size;
  }

  schedule(atMs: number, item: T): EventHandle {
    if (!Number.isSafeInteger(atMs)) throw new RangeError(`an item is scheduled for a whole millisecond, not ${atMs}`);
    if (atMs < this.#lastMs)
      throw new RangeError(`${atMs} ms is in the past: the calendar stands at ${this.#lastMs} ms`);
    const slot = this.#takeSlot();
    this.#items[slot] = item;
    const position = this.#size++;
    this.#siftUp(position, atMs, this.#scheduled++, slot);
    return (at(this.#generations, slot) * MAX_PENDING + slot) as EventHandle;
  }

  cancel(handle: EventHandle): boolean {
    const slot = handle % MAX_PENDING;
    const generation = (handle - slot) / MAX_PENDING;
    if (this.#items[slot] === undefined || at(this.#generations, slot) !== generation) return false;
    this.#removeAt(at(this.#positionOf, slot));
    this.#releaseSlot(slot);
    return true;
  }

  next(): T | undefined {
    if (this.#size === 0) return undefined;
    const slot = at(this.#slots, 0);
    const item = this.#items[slot];
    this.#lastMs = at(this.#times, 0);
    this.#removeAt(0);
    this.#releaseSlot(slot);
    return item;
  }

  peekTime(): number {
    return this.#size === 0 ? Infinity : at(this.#times, 0);
  }

  #takeSlot(): number {
    if (this.#freeCount > 0) return at(this.#freeSlots, --this.#freeCount);
    const slot = this.#items.length;
    if (slot === MAX_PENDING) throw new RangeError(`the calendar is full: ${this.#size} items wait`);
    if (slot === this.#times.length) this.#grow();
    this.#items.push(undefined);
    return slot;
  }

  #releaseSlot(slot: number): void {
    this.#items[slot] = undefined;
    const generation = at(this.#generations, slot);
    // A slot that has used up its generations is retired, so that no old handle can ever fit a new item.
    if (generation === LAST_GENERATION) return;
    this.#generations[slot] = generation + 1;
    this.#freeSlots[this.#freeCount++] = slot;
  }

  #removeAt(position: number): void {
    const last = --this.#size;
    if (position === last) return;
    const time = at(this.#times, last);
    const sequence = at(this.#sequences, last);
    const slot = at(this.#slots, last);
    const parent = (position - 1) >> 2;
    if (position > 0 && this.#isBefore(time, sequence, parent)) this.#siftUp(position, time, sequence, slot);
    else this.#siftDown(position, time, sequence, slot);
  }

  #siftUp(from: number, time: number, sequence: number, slot: number): void {
    let position = from;
    while (position > 0) {
      const parent = (position - 1) >> 2;
      if (!this.#isBefore(time, sequence, parent)) break;
      this.#move(parent, position);
      position = parent;
    }
    this.#put(position, time, sequence, slot);
  }

  #siftDown(from: number, time: number, sequence: number, slot: number): void {
    const times = this.#times;
    const sequences = this.#sequences;
    const size = this.#size;
    let position = from;
    for (;;) {
      const firstChild = 4 * position + 1;
      if (firstChild >= size) break;
      let least = firstChild;
      let leastTime = at(times, firstChild);
      const end = Math.min(firstChild + 4, size);
      for (let child = firstChild + 1; child < end; child++) {
        const childTime = at(times, child);
        if (childTime < leastTime || (childTime === leastTime && at(sequences, child) < at(sequences, least))) {
          least = child;
          leastTime = childTime;
        }
      }
      if (this.#isBefore(time, sequence, least)) break;
      this.#move(least, position);
      position = least;
    }
    this.#put(position, time, sequence, slot);
  }

  #isBefore(time: number, sequence: number, position: number): boolean {
    const other = at(this.#times, position);
    return time < other || (time === other && sequence < at(this.#sequences, position));
  }

  #move(from: number, to: number): void {
    this.#put(to, at(this.#times, from), at(this.#sequences, from), at(this.#slots, from));
  }

  #put(position: number, time: number, sequence: number, slot: number): void {
    this.#times[position] = time;
    this.#sequences[position] = sequence;
    this.#slots[position] = slot;
    this.#positionOf[slot] = position;
  }

  #grow(): void {
    const capacity = Math.min(this.#times.length * 2, MAX_PENDING);
    this.#times = copyInto(new Float64Array(capacity), this.#times);
    this.#sequences = copyInto(new Float64Array(capacity), this.#sequences);
    this.#slots = copyInto(new Int32Array(capacity), this.#slots);
    this.#positionOf = copyInto(new Int32Array(capacity), this.#positionOf);
    this.#generations = copyInto(new Int32Array(capacity), this.#generations);
    this.#freeSlots = copyInto(new Int32Array(capacity), this.#freeSlots);
  }
}

/** Reads inside the bounds, which the callers keep and the compiler cannot see. */
function at(array: Float64Array | Int32Array, index: number): number {
  return array[index] as number;
}

function copyInto<A extends Float64Array | Int32Array>(target: A, source: A): A {
  target.set(source);
  return target;
}
