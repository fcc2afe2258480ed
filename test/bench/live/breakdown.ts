import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeHeapSnapshot } from 'node:v8';
import { configOfCrowd, gather } from './crowd.ts';

/** Bytes a call in each part of the engine: by the path of properties that first leads to them, the greatest first. */
export type Breakdown = readonly (readonly [path: string, bytes: number])[];

/** What one more call costs: the difference between two crowds, one twice the other, so that what is there once, or grows by doubling, counts as it should. */
export const breakDown = (few: number): Breakdown => {
  const many = few * 2;
  const less = bytesByPath(few);
  const more = bytesByPath(many);
  return [...more]
    .map(([path, bytes]) => [path, (bytes - (less.get(path) ?? 0)) / (many - few)] as const)
    .filter(([, bytes]) => Math.abs(bytes) >= 0.5)
    .sort(([, one], [, other]) => other - one);
};

const bytesByPath = (calls: number): ReadonlyMap<string, number> => {
  const { engine } = gather(configOfCrowd(calls)).centre;
  const folder = mkdtempSync(join(tmpdir(), 'legwork-heap-'));
  const holder: Holder = { measuredEngine: engine };
  try {
    const file = writeHeapSnapshot(join(folder, 'taken.heapsnapshot'));
    if (holder.measuredEngine !== engine) throw new Error('bug: the engine is not held');
    return read(JSON.parse(readFileSync(file, 'utf8')) as Snapshot);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

interface Holder {
  measuredEngine: unknown;
}

/** The part of V8's heap snapshot that is read here: nodes and edges as flat numbers, by the fields that its head names. */
interface Snapshot {
  readonly snapshot: {
    readonly meta: {
      readonly node_fields: readonly string[];
      readonly edge_fields: readonly string[];
      readonly edge_types: readonly [readonly string[], ...unknown[]];
    };
  };
  readonly nodes: readonly number[];
  readonly edges: readonly number[];
  readonly strings: readonly string[];
}

interface Edge {
  readonly kind: string;
  readonly name: string;
  readonly to: number;
}

/** Goes through the state's parts side by side, breadth first, so that what two parts share counts where it is nearest. */
const read = (snapshot: Snapshot): ReadonlyMap<string, number> => {
  const { edgesOf, sizeOf, count } = graphOf(snapshot);
  const seen = new Uint8Array(count);
  const bytes = new Map<string, number>();
  const property = (node: number, name: string): number => {
    const found = edgesOf(node).find((edge) => edge.kind === 'property' && edge.name === name);
    if (found === undefined) throw new Error(`the heap has no ${name}`);
    return found.to;
  };
  const engine = engineIn(count, edgesOf);
  const state = property(engine, 'state');
  let edge: { readonly node: number; readonly path: readonly string[] }[] = [];
  const add = (node: number, path: readonly string[]): void => {
    if (seen[node] === 1) return;
    seen[node] = 1;
    const name = path.join('.');
    bytes.set(name, (bytes.get(name) ?? 0) + sizeOf(node));
    edge.push({ node, path });
  };
  for (const part of edgesOf(state))
    if (part.kind === 'property' && part.name !== '__proto__') add(part.to, [part.name]);
  while (edge.length > 0) {
    const reached = edge;
    edge = [];
    for (const { node, path } of reached) {
      for (const { kind, name, to } of edgesOf(node)) {
        if (
          kind === 'weak' ||
          kind === 'shortcut' ||
          name === 'map' ||
          name === '__proto__' ||
          name.startsWith('<symbol')
        )
          continue;
        // What functions share is named by itself: which of them leads to it first says nothing.
        if (kind === 'context') add(to, [name]);
        else add(to, kind === 'property' && path.length < 4 ? [...path, name] : path);
      }
    }
  }
  return bytes;
};

const engineIn = (count: number, edgesOf: (node: number) => readonly Edge[]): number => {
  for (let node = 0; node < count; node += 1) {
    for (const { kind, name, to } of edgesOf(node)) if (kind === 'property' && name === 'measuredEngine') return to;
  }
  throw new Error('the heap has no engine');
};

const graphOf = ({ snapshot: { meta }, nodes, edges, strings }: Snapshot) => {
  const width = meta.node_fields.length;
  const edgeWidth = meta.edge_fields.length;
  const [kinds] = meta.edge_types;
  const at = (fields: readonly string[], name: string): number => fields.indexOf(name);
  const size = at(meta.node_fields, 'self_size');
  const degree = at(meta.node_fields, 'edge_count');
  const kind = at(meta.edge_fields, 'type');
  const name = at(meta.edge_fields, 'name_or_index');
  const target = at(meta.edge_fields, 'to_node');
  const count = nodes.length / width;
  const first = new Uint32Array(count + 1);
  for (let node = 0; node < count; node += 1) {
    first[node + 1] = (first[node] ?? 0) + (nodes[node * width + degree] ?? 0);
  }
  const edgesOf = (node: number): readonly Edge[] => {
    const found: Edge[] = [];
    for (let n = first[node] ?? 0; n < (first[node + 1] ?? 0); n += 1) {
      const from = n * edgeWidth;
      const kindOf = kinds[edges[from + kind] ?? 0] ?? '';
      const label = edges[from + name] ?? 0;
      found.push({
        kind: kindOf,
        name: kindOf === 'element' || kindOf === 'hidden' ? String(label) : (strings[label] ?? ''),
        to: (edges[from + target] ?? 0) / width,
      });
    }
    return found;
  };
  return { count, edgesOf, sizeOf: (node: number): number => nodes[node * width + size] ?? 0 };
};
