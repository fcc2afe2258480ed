/** Packed things by number: a `Map`, or something like it. */
export interface Packed {
  readonly size: number;
  has(number: number): boolean;
  get(number: number): string | undefined;
  set(number: number, packed: string): unknown;
  delete(number: number): boolean;
  keys(): Iterable<number>;
}

/** For numbers from 0 that are nearly all there: eight bytes each, where a `Map` takes thirty to fifty. */
export const createDense = (): Packed => {
  const packed: (string | null)[] = [];
  let size = 0;
  const at = (number: number): string | null => packed[number] ?? null;
  return {
    get size() {
      return size;
    },
    has: (number) => at(number) !== null,
    get: (number) => at(number) ?? undefined,
    set: (number, text) => {
      while (packed.length <= number) packed.push(null);
      if (at(number) === null) size += 1;
      packed[number] = text;
    },
    delete: (number) => {
      if (at(number) === null) return false;
      packed[number] = null;
      size -= 1;
      return true;
    },
    *keys() {
      for (const [number, text] of packed.entries()) if (text !== null) yield number;
    },
  };
};
