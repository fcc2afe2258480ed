import type { CallId, QueueId } from '../vocabulary/index.ts';

/** A call that waits. */
export interface Waiting {
  readonly call: CallId;
  readonly queue: QueueId;
  /** Since when it waits, in milliseconds. */
  readonly atMs: number;
  /** Since when it counts as waiting: earlier by the head start of its queue. */
  readonly countsFromMs: number;
  /** Whether it waits before all that do not. */
  readonly front: boolean;
  /** One more for each call that comes; tells those of the same time apart. */
  readonly arrival: number;
}

/** True where `one` is taken before `other`: those put to the front first, then the longest waiting, then the first to come. */
export function isBefore(one: Waiting, other: Waiting): boolean {
  if (one.front !== other.front) return one.front;
  if (one.countsFromMs !== other.countsFromMs) return one.countsFromMs < other.countsFromMs;
  return one.arrival < other.arrival;
}

/**
 * The calls of one queue in the order of `isBefore`. To add one, to remove one and to find its place takes time that grows with the logarithm of
 * their number.
 *
 * A treap: a search tree by `isBefore` and a heap by weights that look random, which keep it balanced however calls come and go (Seidel and Aragon,
 * Algorithmica 16, 1996). The weights follow from the arrival numbers: chance has no part in it.
 */
export class Line {
  #root: Node | null = null;

  get size(): number {
    return sizeOf(this.#root);
  }

  add(waiting: Waiting): void {
    const weight = scrambled(waiting.arrival);
    this.#root = added(this.#root, { waiting, weight, size: 1, before: null, after: null });
  }

  /** Takes out a call that is in the line. */
  remove(waiting: Waiting): void {
    this.#root = removed(this.#root, waiting);
  }

  first(): Waiting | null {
    if (this.#root === null) return null;
    let node = this.#root;
    while (node.before !== null) node = node.before;
    return node.waiting;
  }

  /** The first of some. Takes time that grows with the number of those who wait. */
  firstOf(isMeant: (waiting: Waiting) => boolean): Waiting | null {
    return this.inOrder().find(isMeant) ?? null;
  }

  /** Since when the one waits that has waited longest, whether before the others or not; null: nobody waits. */
  longestSince(): number | null {
    const [first, behind] = [this.first(), this.#firstBehind()];
    if (first === null) return null;
    return behind === null ? first.atMs : Math.min(first.atMs, behind.atMs);
  }

  /** The first of those who were not put to the front. */
  #firstBehind(): Waiting | null {
    let found: Waiting | null = null;
    let node = this.#root;
    while (node !== null) {
      if (node.waiting.front) node = node.after;
      else {
        found = node.waiting;
        node = node.before;
      }
    }
    return found;
  }

  /** How many are taken before it. */
  countBefore(waiting: Waiting): number {
    let count = 0;
    let node = this.#root;
    while (node !== null) {
      if (isBefore(node.waiting, waiting)) {
        count += sizeOf(node.before) + 1;
        node = node.after;
      } else {
        node = node.before;
      }
    }
    return count;
  }

  inOrder(): readonly Waiting[] {
    const all: Waiting[] = [];
    const visit = (node: Node | null): void => {
      if (node === null) return;
      visit(node.before);
      all.push(node.waiting);
      visit(node.after);
    };
    visit(this.#root);
    return all;
  }
}

interface Node {
  readonly waiting: Waiting;
  /** No less than those below it. */
  readonly weight: number;
  /** How many nodes this one and those below it are. */
  size: number;
  before: Node | null;
  after: Node | null;
}

function added(root: Node | null, fresh: Node): Node {
  if (root === null) return fresh;
  root.size += 1;
  if (isBefore(fresh.waiting, root.waiting)) {
    root.before = added(root.before, fresh);
    return root.before.weight > root.weight ? beforeOnTop(root, root.before) : root;
  }
  root.after = added(root.after, fresh);
  return root.after.weight > root.weight ? afterOnTop(root, root.after) : root;
}

function removed(root: Node | null, waiting: Waiting): Node | null {
  if (root === null) throw new Error(`${waiting.call} is not in the line of ${waiting.queue}`);
  if (root.waiting === waiting) return joined(root.before, root.after);
  root.size -= 1;
  if (isBefore(waiting, root.waiting)) root.before = removed(root.before, waiting);
  else root.after = removed(root.after, waiting);
  return root;
}

/** Two trees as one; all of the first are taken before all of the second. */
function joined(first: Node | null, second: Node | null): Node | null {
  if (first === null) return second;
  if (second === null) return first;
  if (first.weight > second.weight) {
    first.size += second.size;
    first.after = joined(first.after, second);
    return first;
  }
  second.size += first.size;
  second.before = joined(first, second.before);
  return second;
}

/** Turns the tree so that the node before the top comes to the top, and the order stays. */
function beforeOnTop(top: Node, before: Node): Node {
  top.before = before.after;
  before.after = top;
  before.size = top.size;
  top.size = sizeOf(top.before) + sizeOf(top.after) + 1;
  return before;
}

function afterOnTop(top: Node, after: Node): Node {
  top.after = after.before;
  after.before = top;
  after.size = top.size;
  top.size = sizeOf(top.before) + sizeOf(top.after) + 1;
  return after;
}

const sizeOf = (node: Node | null): number => (node === null ? 0 : node.size);

/** A number of 32 bits that looks random; no two of the first 2³² come out the same. */
function scrambled(number: number): number {
  let bits = number | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x7feb352d);
  bits = Math.imul(bits ^ (bits >>> 15), 0x846ca68b);
  return (bits ^ (bits >>> 16)) >>> 0;
}
