import type { QueueId } from '../vocabulary/index.ts';
import { isRecord, label } from '../vocabulary/checks.ts';
import { cyclesIn, unreachable } from './graph.ts';
import { dictionary, found, object, top } from './parse.ts';
import type { Parse, Place, RoutingProblem } from './parse.ts';
import { referencesIn } from './references.ts';
import type { NodeId, Routing } from './routing.ts';
import { hotlines, node, queue } from './shapes.ts';

export type LoadedRouting =
  | { readonly ok: true; readonly routing: Routing }
  | { readonly ok: false; readonly problems: readonly RoutingProblem[] };

/**
 * Makes a routing of data, `{ hotlines, nodes, queues }`, or tells everything that is wrong with it at once.
 *
 * Wrong are, beside types, unknown fields and values out of range: references that lead nowhere, a number that two hotlines have, a node that no
 * hotline leads to, a way that comes back to where it was, hours that are empty or overlap. A queue need not repeat its `id`. Bounds: 10,000
 * hotlines, 1,000 nodes, 1,000 queues. The data is copied. Never throws, also where reading the data does.
 */
export function loadRouting(data: unknown): LoadedRouting {
  const problems: RoutingProblem[] = [];
  const at = top(problems);
  try {
    const routing = parseRouting(data, at);
    return routing === null || problems.length > 0 ? { ok: false, problems } : { ok: true, routing };
  } catch {
    // Getters and proxies run code of their own. What it throws does not matter, only that the data cannot be read.
    at.tell('cannot be read', 'plain data');
    return { ok: false, problems };
  }
}

const parseRouting: Parse<Routing> = (data, at) => {
  if (!isRecord(data)) return at.tell(found(data), 'an object');
  const references = referencesIn(data);
  const parsed = object<Omit<Routing, 'byNumber'>>({
    hotlines: hotlines(references),
    nodes: references.leading(dictionary(label<NodeId>(), 1_000, node(references))),
    queues: dictionary(label<QueueId>(), 1_000, queue),
  })(data, at);

  const { nodes, links } = references;
  const atNode = (id: string): Place => at.inside('nodes').inside(id).ofNode(id);
  for (const cycle of cyclesIn(links)) atNode(cycle[0] ?? '').tell(`is on a cycle: ${cycle.join(' → ')}`);
  for (const id of unreachable(nodes, links)) atNode(id).tell('is unreachable: no hotline leads here');

  return parsed && { ...parsed, byNumber: new Map(parsed.hotlines.map((hotline) => [hotline.number, hotline])) };
};
