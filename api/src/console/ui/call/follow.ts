import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { answer, at, v1, type Call } from '../service/client.ts';
import { hearingOf } from './hearing.ts';
import { happeningsOf } from './happenings.ts';

/** The call, also after it has ended. */
export const callQuery = (id: string) =>
  queryOptions({
    queryKey: ['call', id, 'last'],
    queryFn: ({ signal }) => answer(v1.calls[':id'].$get({ ...at(id), query: {} }, { init: { signal } })),
  });

export const timelineQuery = (id: string) =>
  queryOptions({
    queryKey: ['call', id, 'timeline'],
    queryFn: async ({ signal }) =>
      happeningsOf((await answer(v1.calls[':id'].timeline.$get(at(id), { init: { signal } }))).data),
  });

export const hearingQuery = (id: string) =>
  queryOptions({
    queryKey: ['call', id, 'hears'],
    queryFn: async ({ signal }) => hearingOf(await answer(v1.calls[':id'].hears.$get(at(id), { init: { signal } }))),
  });

export const auditQuery = (id: string) =>
  queryOptions({
    queryKey: ['call', id, 'audit'],
    queryFn: async ({ signal }) =>
      (await answer(v1.audit.$get({ query: { call: id, limit: '100' } }, { init: { signal } }))).data,
  });

/** Reads what is told of a call anew whenever the call has changed: the stream says when, and nothing is asked for in vain. */
export const useFollow = (id: string, call: Call | undefined): void => {
  const queries = useQueryClient();
  useEffect(() => {
    void queries.invalidateQueries({ queryKey: ['call', id] });
  }, [queries, id, call]);
};
