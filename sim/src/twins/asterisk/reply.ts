import type { Query } from './query.ts';

/** One request, its path taken apart. */
export interface Asked {
  readonly method: string;
  readonly path: readonly string[];
  readonly query: Query;
  readonly body: Readonly<Record<string, unknown>>;
}
export interface Reply {
  readonly status: number;
  readonly body?: unknown;
}

export const said = (status: number, message: string): Reply => ({ status, body: { message } });
export const done: Reply = { status: 204 };
export const given = (body: unknown): Reply => ({ status: 200, body });
export const notFound = said(404, 'Resource not found');

/** What a parameter lists, with commas between. */
export const wordsIn = (query: Query, name: string): readonly string[] =>
  (query.get(name) ?? '').split(',').filter(Boolean);
