/** What stands in a query, decoded; of a name that comes twice, the first. */
export type Query = ReadonlyMap<string, string>;

export function readUrl(url: string): { readonly path: readonly string[]; readonly query: Query } {
  const [path = '', query = ''] = url.split('?', 2);
  return {
    path: path
      .split('/')
      .filter((part) => part !== '')
      .map(decoded),
    query: readQuery(query),
  };
}

export function readQuery(text: string): Query {
  const query = new Map<string, string>();
  for (const pair of text.split('&')) {
    const [name = '', value = ''] = pair.split('=', 2).map((part) => decoded(part.replaceAll('+', ' ')));
    if (name !== '' && !query.has(name)) query.set(name, value);
  }
  return query;
}

/** What may stand in a query may stand in a body as well; where both have it, the query counts. */
export function withFields(query: Query, body: Readonly<Record<string, unknown>>): Query {
  const all = new Map(query);
  for (const [name, value] of Object.entries(body)) {
    const text = Array.isArray(value) ? value.join(',') : textOf(value);
    if (text !== null && !all.has(name)) all.set(name, text);
  }
  return all;
}

/** A text, a number or a truth as it stands in a query. */
export const textOf = (value: unknown): string | null =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
