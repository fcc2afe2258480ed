import type { Move } from './moves.ts';
import { createNumbers, createPairs } from './states.ts';

/** What is assumed of the order in which things happen. */
export const fairness =
  'what is bound to happen and can happen again and again does happen: an effect under way is performed, an event arrives, a timer fires, ' +
  'the switch comes back; nobody has to answer, to hang up or to ask for anything';

/** The kinds of moves that are bound to happen where they can happen again and again; nobody is bound to pick up or to hang up. */
export const isBound = (kind: Move['kind']): boolean =>
  kind === 'performed' || kind === 'arrived' || kind === 'timer' || kind === 'resync';

export const NEVER_CLOSES = '1: the call never closes, though nothing is left to do';

/** The part of what was explored in which nothing is left to do but to end, as a graph; that it ends is asked under the assumption of `fairness`. */
export interface Ways {
  add(from: number, to: number, isBound: boolean): void;
  /** Every way out of the state was added; `isEnd` where it is the end. */
  end(state: number, isEnd: boolean): void;
  /** One state of each part of the graph that can be stayed in for ever: nothing that is bound to happen leads out of it, and it is not the end. */
  traps(): readonly number[];
}

export const createWays = (): Ways => {
  const froms = createNumbers();
  const tos = createNumbers();
  const binding = createNumbers();
  // Nodes are numbered in the order of first sight; the second of a pair is nothing.
  const nodes = createPairs();
  const ends = new Set<number>();

  const nodeOf = (state: number): number => {
    const node = nodes.add(state, 0);
    return node < 0 ? ~node : node;
  };

  return {
    add: (from, to, isBound) => {
      froms.push(nodeOf(from));
      tos.push(nodeOf(to));
      binding.push(isBound ? 1 : 0);
    },
    end: (state, isEnd) => {
      const node = nodeOf(state);
      if (isEnd) ends.add(node);
    },
    traps: () => {
      const count = nodes.size;
      const first = new Int32Array(count + 1);
      for (let n = 0; n < froms.size; n += 1) first[froms.at(n) + 1] = (first[froms.at(n) + 1] ?? 0) + 1;
      for (let n = 0; n < count; n += 1) first[n + 1] = (first[n + 1] ?? 0) + (first[n] ?? 0);
      const fill = first.slice();
      const out = new Int32Array(froms.size);
      for (let n = 0; n < froms.size; n += 1) {
        const at = fill[froms.at(n)] ?? 0;
        fill[froms.at(n)] = at + 1;
        out[at] = tos.at(n);
      }
      const parts = partsOf(count, first, out);
      const isTrap = new Uint8Array(parts.size).fill(1);
      for (let n = 0; n < froms.size; n += 1) {
        const from = parts.of[froms.at(n)] ?? 0;
        if (binding.at(n) === 1 && parts.of[tos.at(n)] !== from) isTrap[from] = 0;
      }
      for (const node of ends) isTrap[parts.of[node] ?? 0] = 0;
      const found = new Map<number, number>();
      for (let node = 0; node < count; node += 1) {
        const part = parts.of[node] ?? 0;
        // Numbered breadth first: the first of a part has the shortest story.
        if (isTrap[part] === 1 && !found.has(part)) found.set(part, nodes.one(node));
      }
      return [...found.values()].toSorted((one, other) => one - other);
    },
  };
};

/** Tarjan's strongly connected components, without recursion: graphs are deep. */
const partsOf = (
  count: number,
  first: Int32Array,
  out: Int32Array,
): { readonly of: Int32Array; readonly size: number } => {
  const of = new Int32Array(count).fill(-1);
  const index = new Int32Array(count).fill(-1);
  const low = new Int32Array(count);
  const next = first.slice();
  const open: number[] = [];
  const way: number[] = [];
  let seen = 0;
  let size = 0;
  const enter = (node: number): void => {
    index[node] = seen;
    low[node] = seen;
    seen += 1;
    open.push(node);
    way.push(node);
  };
  for (let root = 0; root < count; root += 1) {
    if ((index[root] ?? 0) >= 0) continue;
    enter(root);
    for (let node = way.at(-1); node !== undefined; node = way.at(-1)) {
      const edge = next[node] ?? 0;
      if (edge < (first[node + 1] ?? 0)) {
        next[node] = edge + 1;
        const to = out[edge] ?? 0;
        if ((index[to] ?? 0) < 0) enter(to);
        else if ((of[to] ?? 0) < 0) low[node] = Math.min(low[node] ?? 0, index[to] ?? 0);
        continue;
      }
      way.pop();
      const parent = way.at(-1);
      if (parent !== undefined) low[parent] = Math.min(low[parent] ?? 0, low[node] ?? 0);
      if (low[node] !== index[node]) continue;
      for (let member = open.pop(); member !== undefined; member = open.pop()) {
        of[member] = size;
        if (member === node) break;
      }
      size += 1;
    }
  }
  return { of, size };
};
