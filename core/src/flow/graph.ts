/** A way from one node to another. `from` is null for a way in, `to` where it could not be read which node is meant. */
export interface Link {
  readonly from: string | null;
  readonly to: string | null;
}

/** Ways that come back to where they were, each from a node to that node again. Gives at least one wherever there are any. */
export function cyclesIn(links: readonly Link[]): readonly (readonly string[])[] {
  const exits = exitsOf(links);
  const cycles: string[][] = [];
  const way: string[] = [];
  const done = new Set<string>();
  const visit = (node: string): void => {
    way.push(node);
    for (const next of exits.get(node) ?? []) {
      if (next === null || done.has(next)) continue;
      const start = way.indexOf(next);
      if (start >= 0) cycles.push([...way.slice(start), next]);
      else visit(next);
    }
    way.pop();
    done.add(node);
  };
  for (const node of exits.keys()) if (node !== null && !done.has(node)) visit(node);
  return cycles;
}

/** The nodes that no way in leads to. None where a way leads to an unknown place: nobody can say then what it would have reached. */
export function unreachable(nodes: Iterable<string>, links: readonly Link[]): readonly string[] {
  const exits = exitsOf(links);
  const reached = new Set<string | null>([null]);
  for (const node of reached) {
    for (const next of exits.get(node) ?? []) {
      if (next === null) return [];
      reached.add(next);
    }
  }
  return [...nodes].filter((node) => !reached.has(node));
}

function exitsOf(links: readonly Link[]): ReadonlyMap<string | null, readonly (string | null)[]> {
  const exits = new Map<string | null, (string | null)[]>();
  for (const { from, to } of links) {
    const known = exits.get(from);
    if (known === undefined) exits.set(from, [to]);
    else known.push(to);
  }
  return exits;
}
