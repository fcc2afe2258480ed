import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml';
import type { Document, Node } from 'yaml';

/** A place in a text; both count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Data read from YAML that remembers where each part of it stood. */
export interface Source {
  readonly value: unknown;
  /** What is wrong with the YAML itself; with any of it, `value` means nothing. */
  readonly problems: readonly (Place & { readonly at: string; readonly problem: string })[];
  /** Where a path leads in the text; what is missing there stands where it should have been: at its nearest parent. */
  placeOf(path: readonly PropertyKey[]): Place;
}

/** Reads one document of YAML 1.2 with aliases and merge keys (`<<`); a key that stands twice is a problem. */
export function readYaml(text: string): Source {
  const lines = new LineCounter();
  // The library compares each key of a map with all others, which takes seconds for some thousands.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true, uniqueKeys: false });
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const problems = [...document.errors, ...document.warnings].map((wrong) => ({
    ...placeAt(wrong.pos[0]),
    at: '',
    problem: wrong.message,
  }));
  visit(document, {
    Map(_key, { items }) {
      const known = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        if (known.has(key.value)) {
          problems.push({ ...placeAt(offsetOf(key)), at: '', problem: 'Map keys must be unique' });
        }
        known.add(key.value);
      }
    },
    Alias(_key, alias) {
      if (alias.resolve(document) === undefined) {
        problems.push({ ...placeAt(offsetOf(alias)), at: '', problem: `there is no &${alias.source} before` });
      }
    },
  });
  const value =
    problems.length > 0 ? undefined : dataOf(document, (problem) => problems.push({ ...placeAt(0), at: '', problem }));
  return {
    value,
    problems,
    placeOf(path) {
      let place: Node | null = document.contents;
      let offset = offsetOf(place);
      for (const key of path) {
        const child = childOf(document, place, key);
        if (child === undefined) break;
        offset = child.offset;
        place = child.node;
      }
      return placeAt(offset);
    },
  };
}

/** What is well written can still be no data: what is merged is no map, or aliases of aliases would make it larger than memory is. */
function dataOf(document: Document, tell: (problem: string) => void): unknown {
  try {
    return document.toJS();
  } catch (error) {
    tell(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}

interface Child {
  readonly node: Node | null;
  readonly offset: number;
}

/** The part of a map or a list that a key leads to; its place is that of the key in a map, its own in a list. */
function childOf(document: Document, parent: Node | null, key: PropertyKey): Child | undefined {
  const node = isAlias(parent) ? parent.resolve(document) : parent;
  if (isSeq(node) && typeof key === 'number') return childAt(node.items[key]);
  if (!isMap(node)) return undefined;
  const pair = node.items.find((item) => (isScalar(item.key) ? String(item.key.value) : undefined) === String(key));
  return pair && isNode(pair.key)
    ? { node: isNode(pair.value) ? pair.value : null, offset: offsetOf(pair.key) }
    : undefined;
}

function childAt(item: unknown): Child | undefined {
  return isNode(item) ? { node: item, offset: offsetOf(item) } : undefined;
}

function offsetOf(node: Node | null): number {
  return node?.range?.[0] ?? 0;
}
