import { durationIn, LONGEST_MS } from '../outside.ts';

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
    const text = Array.isArray(value) ? value.map((one) => textOf(one) ?? '').join(',') : textOf(value);
    if (text !== null && !all.has(name)) all.set(name, text);
  }
  return all;
}

/** How long somebody may be rung, in ms. It is stated in seconds: below 0 for as long as can be. */
export function timeoutMsIn(query: Query): number {
  const stated = query.get('timeout');
  return Number(stated) < 0 ? LONGEST_MS : durationIn(stated, 1000, 30_000);
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
