import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { serviceNow } from '../state/clock.ts';
import { createRecentRecords } from './recent-records.ts';
import { ask } from './request.ts';
import type { Page, Queue } from './shapes.ts';

/** The queues there are, and what they promise. */
export const queuesQuery = queryOptions({
  queryKey: ['queues'],
  queryFn: async ({ signal }) => (await ask<Page<Queue>>('/v1/queues', { signal })).data,
  staleTime: 60_000,
});

const readRecent = createRecentRecords();
/** The calls that ended in the last half hour. */
export const recentQuery = queryOptions({
  queryKey: ['recent'],
  queryFn: ({ signal }) => readRecent(serviceNow(), signal),
  refetchInterval: 10_000,
});

/** A list that is read page by page, as far as somebody looks. */
export const pagesQuery = <Row>(path: string, search: URLSearchParams) =>
  infiniteQueryOptions({
    queryKey: [path, search.toString()],
    queryFn: ({ pageParam, signal }) => {
      const asked = new URLSearchParams(search);
      if (pageParam !== null) asked.set('cursor', pageParam);
      return ask<Page<Row>>(`${path}?${asked.toString()}`, { signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
