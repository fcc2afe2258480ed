import { answer, v1, type CallRecord, type Page } from './client.ts';

/** The span over which the house is judged. */
const recentMs = 30 * 60_000;
const limit = '500';

/** Calls that ended within the last half hour. After the first time only those are read that are new. */
export const createRecentRecords = () => {
  const known = new Map<string, CallRecord>();
  let last: number | null = null;
  return async (now: number, signal: AbortSignal): Promise<readonly CallRecord[]> => {
    const since = last === null ? { from: String(now - recentMs) } : { updatedSince: String(last) };
    let cursor: string | null = null;
    do {
      const query = { ...since, limit, ...(cursor === null ? {} : { cursor }) };
      const page: Page<CallRecord> = await answer(v1['call-records'].$get({ query }, { init: { signal } }));
      for (const record of page.data) {
        known.set(record.call, record);
        last = Math.max(last ?? 0, record.updatedSeq);
      }
      cursor = page.next;
    } while (cursor !== null);
    for (const [call, { endedAt }] of known) if (endedAt < now - recentMs) known.delete(call);
    return [...known.values()];
  };
};
