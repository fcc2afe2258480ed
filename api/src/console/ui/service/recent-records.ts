import { answer, v1, type CallRecord, type Page } from './client.ts';

/** The span over which the house is judged. */
const recentMs = 30 * 60_000;
const limit = '500';

/** Calls that ended within the last half hour. After the first time only those are read that are new. */
export const createRecentRecords = () => {
  const known = new Map<string, CallRecord>();
  let last: number | null = null;
  return async (now: number, signal: AbortSignal): Promise<readonly CallRecord[]> => {
    const since = now - recentMs;
    const after = last === null ? {} : { updatedSince: String(last) };
    let newest = last;
    let cursor: string | null = null;
    do {
      const query = { ...after, limit, ...(cursor === null ? {} : { cursor }) };
      const page: Page<CallRecord> = await answer(v1['call-records'].$get({ query }, { init: { signal } }));
      for (const record of page.data) {
        known.set(record.call, record);
        newest = Math.max(newest ?? 0, record.updatedSeq ?? 0);
      }
      // The first time the newest come first: what is behind one that is too old is older still.
      const isEnough = !('updatedSince' in after) && page.data.some(({ endedAt }) => endedAt < since);
      cursor = isEnough ? null : page.next;
    } while (cursor !== null);
    // Only now: where a page could not be read, all of them are read again.
    last = newest;
    for (const [call, { endedAt }] of known) if (endedAt < since) known.delete(call);
    return [...known.values()];
  };
};
