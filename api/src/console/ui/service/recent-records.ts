import { ask } from './request.ts';
import type { CallRecord, Page } from './shapes.ts';

/** The span over which the house is judged. */
const recentMs = 30 * 60_000;
const pageSize = 500;

/** Calls that ended within the last half hour. After the first time only those are read that are new. */
export const createRecentRecords = () => {
  const known = new Map<string, CallRecord>();
  let last: number | null = null;
  return async (now: number, signal: AbortSignal): Promise<readonly CallRecord[]> => {
    const search = new URLSearchParams({ limit: String(pageSize) });
    if (last === null) search.set('from', String(now - recentMs));
    else search.set('updatedSince', String(last));
    let next: string | null = null;
    do {
      if (next !== null) search.set('cursor', next);
      const page: Page<CallRecord> = await ask<Page<CallRecord>>(`/v1/call-records?${search.toString()}`, { signal });
      for (const record of page.data) {
        known.set(record.call, record);
        last = Math.max(last ?? 0, record.updatedSeq);
      }
      next = page.next;
    } while (next !== null);
    for (const [call, { endedAt }] of known) if (endedAt < now - recentMs) known.delete(call);
    return [...known.values()];
  };
};
