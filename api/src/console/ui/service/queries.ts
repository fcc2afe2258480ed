import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { whenLeaving } from '../session/leaving.ts';
import { serviceNow } from '../state/clock.ts';
import { answer, v1, type Page } from './client.ts';
import { createRecentRecords } from './recent-records.ts';

/** The queues there are, and what they promise. */
export const queuesQuery = queryOptions({
  queryKey: ['queues'],
  queryFn: async ({ signal }) => (await answer(v1.queues.$get({ query: {} }, { init: { signal } }))).data,
  staleTime: 60_000,
});

/** Everybody who works here, as far as one may see them. */
export const agentsQuery = queryOptions({
  queryKey: ['agents'],
  queryFn: async ({ signal }) => (await answer(v1.agents.$get({ query: {} }, { init: { signal } }))).data,
  staleTime: 60_000,
});
export const supervisorsQuery = queryOptions({
  queryKey: ['supervisors'],
  queryFn: async ({ signal }) => (await answer(v1.supervisors.$get({ query: {} }, { init: { signal } }))).data,
  staleTime: 60_000,
});

let readRecent = createRecentRecords();
whenLeaving(() => {
  readRecent = createRecentRecords();
});
/** The calls that ended in the last half hour. */
export const recentQuery = queryOptions({
  queryKey: ['recent'],
  queryFn: ({ signal }) => readRecent(serviceNow(), signal),
  refetchInterval: 10_000,
});

/** A list at the service: its name, what is asked of it, and how a page of that is read. */
export interface Listing<Row> {
  readonly name: string;
  readonly asked: Readonly<Record<string, string>>;
  readonly read: (page: PageAsked, signal: AbortSignal) => Promise<Page<Row>>;
}
interface PageAsked {
  readonly limit: string;
  /** Where the page before ended. */
  readonly cursor?: string;
}

/** A list that is read page by page, as far as somebody looks. */
export const pagesQuery = <Row>({ name, asked, read }: Listing<Row>) =>
  infiniteQueryOptions({
    queryKey: [name, asked],
    queryFn: ({ pageParam, signal }) =>
      read({ limit: '100', ...(pageParam === null ? {} : { cursor: pageParam }) }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
