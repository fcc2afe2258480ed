import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/**
 * One source of chance. A stream has no state but its place in its own sequence: each draw takes the next numbers of that
 * sequence, so what one source draws never shifts what another one gets.
 */
export interface RandomStream {
  /** A multiple of 2^-53 in [0, 1): 0 can come, 1 cannot. */
  uniform(): number;
  /** A number in (0, 1), for logarithms: neither 0 nor 1 can come. */
  open(): number;
  /** A whole number from `lo` to `hi`, both included, each equally likely. @throws RangeError unless both are safe integers with `lo <= hi` and less than 2^53 apart. */
  integer(lo: number, hi: number): number;
  /** True with probability `p`. Takes one number whatever `p` is. @throws RangeError unless 0 <= p <= 1. */
  chance(p: number): boolean;
  /** One of the items, each equally likely. @throws RangeError when there is none. */
  pick<T>(items: readonly T[]): T;
  /** The items in random order, each order equally likely; the given array is left as it is. */
  shuffle<T>(items: readonly T[]): T[];
}

/** All the streams of one run. */
export interface RandomStreams {
  /**
   * The stream of that name, the same object each time: one name for each source and purpose, such as `arrivals/PS`. What it
   * yields depends on the seed, the replication and the name alone, not on which streams were asked for, or when.
   */
  stream(name: string): RandomStream;
  /** The streams of another replication under the same seed: same names, independent numbers. 0 is the first. */
  replication(index: number): RandomStreams;
}

/**
 * The random streams of a seed.
 *
 * Each stream is a xoroshiro128+ whose state of 128 bits is a hash of seed, replication and name. Streams are parts of one
 * cycle of 2^128 - 1 numbers: the chance that any two of k streams overlap in n draws each is about k^2 n / 2^128.
 *
 * @throws RangeError unless the seed is a safe integer >= 0.
 */
export function createStreams(seed: number): RandomStreams {
  return streamsOf(countable(seed, 'seed'), 0);
}

function streamsOf(seed: number, replication: number): RandomStreams {
  const streams = new Map<string, RandomStream>();
  return {
    stream(name) {
      const known = streams.get(name);
      if (known !== undefined) return known;
      const stream = new XoroshiroStream(stateOf(seed, replication, name));
      streams.set(name, stream);
      return stream;
    },
    replication: (index) => streamsOf(seed, countable(index, 'replication')),
  };
}

function countable(value: number, what: string): number {
  if (!Number.isSafeInteger(value) || value < 0)
    throw new RangeError(`a ${what} is a whole number from 0 to 2^53 - 1, not ${value}`);
  return value;
}

const TWO_53 = Number.MAX_SAFE_INTEGER + 1;
const ULP = Number.EPSILON / 2; // 2^-53

class XoroshiroStream implements RandomStream {
  readonly #generator: ReturnType<typeof xoroshiro128plusFromState>;

  constructor(state: readonly number[]) {
    this.#generator = xoroshiro128plusFromState(state);
  }

  uniform(): number {
    return this.#bits53() * ULP;
  }

  open(): number {
    // An odd multiple of 2^-53: one bit fewer, so that the half is exact and nothing rounds up to 1.
    return (Math.floor(this.#bits53() / 2) * 2 + 1) * ULP;
  }

  integer(lo: number, hi: number): number {
    const count = hi - lo + 1;
    if (!Number.isSafeInteger(lo) || !Number.isSafeInteger(hi) || count < 1 || count > TWO_53) {
      throw new RangeError(
        `integer(${lo}, ${hi}): both ends are safe integers, the first not above the second, less than 2^53 apart`,
      );
    }
    // 2^53 equally likely numbers fall into `count` boxes of equal size; what is left over is drawn again.
    const boxSize = Math.floor(TWO_53 / count);
    let bits = this.#bits53();
    while (bits >= boxSize * count) bits = this.#bits53();
    return lo + Math.floor(bits / boxSize);
  }

  chance(p: number): boolean {
    if (!(p >= 0 && p <= 1)) throw new RangeError(`a probability lies from 0 to 1, not ${p}`);
    return this.uniform() < p;
  }

  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new RangeError('there is nothing to pick from');
    return items[this.integer(0, items.length - 1)] as T;
  }

  shuffle<T>(items: readonly T[]): T[] {
    const shuffled = [...items];
    for (let last = shuffled.length - 1; last > 0; last--) {
      const other = this.integer(0, last);
      const moved = shuffled[last] as T;
      shuffled[last] = shuffled[other] as T;
      shuffled[other] = moved;
    }
    return shuffled;
  }

  /** 53 bits, the upper ones of two outputs: the lowest bits of xoroshiro128+ are the weak ones (Blackman and Vigna, 2021). */
  #bits53(): number {
    const high = this.#generator.next() >>> 5;
    const low = this.#generator.next() >>> 6;
    return high * 0x4000000 + low;
  }
}

/** 128 bits for a stream: MurmurHash3_x86_128 (Austin Appleby, public domain) over words that say which stream it is. */
function stateOf(seed: number, replication: number, name: string): readonly number[] {
  const words = [...halves(seed), ...halves(replication)];
  for (let i = 0; i < name.length; i++) words.push(name.charCodeAt(i));
  const state = murmur128(words);
  // The one state that xoroshiro never leaves.
  return state.every((word) => word === 0) ? [1, 0, 0, 0] : state;
}

function halves(value: number): readonly [number, number] {
  return [Math.floor(value / 0x100000000) | 0, value | 0];
}

function murmur128(words: readonly number[]): readonly number[] {
  let h1 = 0;
  let h2 = 0;
  let h3 = 0;
  let h4 = 0;
  for (let i = 0; i < words.length; i += 4) {
    h1 ^= Math.imul(rotate(Math.imul(words[i] ?? 0, 0x239b961b), 15), 0xab0e9789);
    h1 = (Math.imul(rotate(h1, 19) + h2, 5) + 0x561ccd1b) | 0;
    h2 ^= Math.imul(rotate(Math.imul(words[i + 1] ?? 0, 0xab0e9789), 16), 0x38b34ae5);
    h2 = (Math.imul(rotate(h2, 17) + h3, 5) + 0x0bcaa747) | 0;
    h3 ^= Math.imul(rotate(Math.imul(words[i + 2] ?? 0, 0x38b34ae5), 17), 0xa1e38b93);
    h3 = (Math.imul(rotate(h3, 15) + h4, 5) + 0x96cd1c35) | 0;
    h4 ^= Math.imul(rotate(Math.imul(words[i + 3] ?? 0, 0xa1e38b93), 18), 0x239b961b);
    h4 = (Math.imul(rotate(h4, 13) + h1, 5) + 0x32ac3b17) | 0;
  }
  const length = words.length * 4;
  [h1, h2, h3, h4] = spread(h1 ^ length, h2 ^ length, h3 ^ length, h4 ^ length);
  return spread(avalanche(h1), avalanche(h2), avalanche(h3), avalanche(h4));
}

function spread(h1: number, h2: number, h3: number, h4: number): [number, number, number, number] {
  const sum = (h1 + h2 + h3 + h4) | 0;
  return [sum, (h2 + sum) | 0, (h3 + sum) | 0, (h4 + sum) | 0];
}

function avalanche(word: number): number {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}
