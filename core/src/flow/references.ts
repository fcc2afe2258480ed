import type { QueueId } from '../vocabulary/index.ts';
import { isRecord, own } from '../vocabulary/checks.ts';
import type { Link } from './graph.ts';
import { found } from './parse.ts';
import type { Parse } from './parse.ts';
import type { NodeId } from './routing.ts';

/** How the parts of one routing name each other. Which ways they open is noted while they are read, also where the parts are otherwise wrong. */
export interface References {
  /** The names of all nodes, sound or not. */
  readonly nodes: readonly string[];
  /** The ways noted so far. */
  readonly links: readonly Link[];
  readonly node: Parse<NodeId>;
  readonly queue: Parse<QueueId>;
  /** Around a part that leads somewhere: where it cannot be read at all, it leads to an unknown place. */
  readonly leading: <Type>(parse: Parse<Type>) => Parse<Type>;
}

export function referencesIn(data: object): References {
  const nodes = namesIn(own(data, 'nodes'));
  const links: Link[] = [];
  const nodeNamed = named<NodeId>('node', nodes);
  return {
    nodes,
    links,
    node: (value, at) => {
      const to = nodeNamed(value, at);
      links.push({ from: at.node, to });
      return to;
    },
    queue: named<QueueId>('queue', namesIn(own(data, 'queues'))),
    leading: (parse) => (value, at) => {
      const before = links.length;
      const parsed = parse(value, at);
      if (parsed === null && links.length === before) links.push({ from: at.node, to: null });
      return parsed;
    },
  };
}

const namesIn = (dictionary: unknown): readonly string[] => (isRecord(dictionary) ? Object.keys(dictionary) : []);

function named<Id extends string>(what: string, names: readonly string[]): Parse<Id> {
  const known = new Set(names);
  const isKnown = (value: unknown): value is Id => typeof value === 'string' && known.has(value);
  return (value, at) => {
    if (isKnown(value)) return value;
    const unknown = typeof value === 'string' && value !== '';
    return at.tell(unknown ? `${found(value)}, which is no ${what} here` : found(value), `the name of a ${what}`);
  };
}
