import { queryOptions, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { answer, at, v1, type Simulation } from '../service/client.ts';
import { progress, type Progress } from '../service/live.ts';
import { isAmong } from '../words/among.ts';
import { en } from '../words/en.ts';

const listQuery = queryOptions({
  queryKey: ['simulations'],
  queryFn: async ({ signal }) => (await answer(v1.simulations.$get({ query: {} }, { init: { signal } }))).data,
});

/** The runs, the newest first, each as far as the stream has told of it. */
export const useSimulations = (): UseQueryResult<readonly Simulation[]> => {
  const queries = useQueryClient();
  const version = useSyncExternalStore(progress.onAny, () => progress.version);
  const query = useQuery({ ...listQuery, select: (rows) => rows.map((row) => latestOf(row, progress.get(row.id))) });
  const { data } = query;
  const isBehind = data !== undefined && [...progress.all()].some((told) => !isListed(told, data));
  useEffect(() => {
    if (isBehind) void queries.invalidateQueries(listQuery);
  }, [queries, isBehind, version]);
  return query;
};

/** Whether the list has read of it what has been told: that it is there, and when it ended. */
const isListed = ({ id, state }: Progress, rows: readonly Simulation[]): boolean => {
  const row = rows.find((one) => one.id === id);
  return row !== undefined && (row.endedAt !== null || !isRunOver(state));
};

/** Whether a run has come to its end, whichever. */
export const isRunOver = (state: string): boolean => state !== 'queued' && state !== 'running';

/** The list and the stream may overtake one another: what is further is true. */
const latestOf = (row: Simulation, told: Progress | undefined): Simulation => {
  if (told === undefined || row.endedAt !== null || told.runsDone < row.runsDone) return row;
  const { state, runsDone, serviceLevel: mean, halfWidth } = told;
  return {
    ...row,
    runsDone,
    serviceLevel: { mean, halfWidth },
    ...(isAmong(en.simulations.state, state) && { state }),
  };
};

/** What the runs that are done came to: read anew with each that is. Until then, the report before. */
export const reportQuery = ({ id, runsDone }: Simulation) =>
  queryOptions({
    queryKey: ['simulation', id, runsDone],
    queryFn: ({ signal }) => answer(v1.simulations[':id'].report.$get(at(id), { init: { signal } })),
    placeholderData: (before) => (before?.id === id ? before : undefined),
    staleTime: Infinity,
  });

/** Stops a run; one that is over is forgotten. */
export const useRemove = (): ((id: string) => Promise<void>) => {
  const queries = useQueryClient();
  return async (id) => {
    await v1.simulations[':id'].$delete(at(id));
    progress.change([{ remove: id }]);
    await queries.invalidateQueries(listQuery);
  };
};

/** What somebody wants to have run. */
export interface Order {
  readonly title: string;
  /** YAML; null for the day of a bank. */
  readonly scenario: string | null;
  readonly seed: number;
  readonly runs: number;
}

/** Has it run, beside the calls. Gives the name by which it is found. @throws ProblemError, with what is wrong in the scenario line by line. */
export const useStart = (): ((order: Order) => Promise<string>) => {
  const queries = useQueryClient();
  return async ({ title, scenario, seed, runs }) => {
    const json = { seed, runs, ...(title !== '' && { title }), ...(scenario !== null && { scenario }) };
    const { id } = await answer(v1.simulations.$post({ json }));
    await queries.invalidateQueries(listQuery);
    return id;
  };
};
