import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { ask } from '../service/request.ts';
import type { AuditRow, Call, Page } from '../service/shapes.ts';
import { hearingOf, type HearingJson } from './hearing.ts';
import { happeningsOf, type TimelineEvent } from './happenings.ts';
import type { Happening } from './ladder.ts';

const of = (id: string): string => `/v1/calls/${encodeURIComponent(id)}`;

export const timelineQuery = (id: string) =>
  queryOptions({
    queryKey: ['call', id, 'timeline'],
    queryFn: async ({ signal }): Promise<readonly Happening[]> => {
      const { data } = await ask<{ readonly data: readonly TimelineEvent[] }>(`${of(id)}/timeline`, { signal });
      return happeningsOf(data);
    },
  });

export const hearingQuery = (id: string) =>
  queryOptions({
    queryKey: ['call', id, 'hears'],
    queryFn: async ({ signal }) => hearingOf(await ask<HearingJson>(`${of(id)}/hears`, { signal })),
  });

export const auditQuery = (id: string) =>
  queryOptions({
    queryKey: ['call', id, 'audit'],
    queryFn: async ({ signal }) =>
      (await ask<Page<AuditRow>>(`/v1/audit?call=${encodeURIComponent(id)}&limit=100`, { signal })).data,
  });

/** Reads what is told of a call anew whenever the call has changed: the stream says when, and nothing is asked for in vain. */
export const useFollow = (id: string, call: Call | undefined): void => {
  const queries = useQueryClient();
  useEffect(() => {
    void queries.invalidateQueries({ queryKey: ['call', id] });
  }, [queries, id, call]);
};
