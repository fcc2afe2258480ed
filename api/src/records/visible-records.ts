import { setImmediate } from 'node:timers/promises';
import type { Principal } from '../auth/principal.ts';
import { seesTeam } from '../auth/visibility.ts';
import type { Service } from '../service.ts';
import type { CallRecord, CallRecordQuery, Page } from '../store/store.ts';

export type RecordsQuery = Omit<CallRecordQuery, 'limit' | 'cursor'>;

/** How often the store is asked for one page: where few records may be seen, a page can be short and not the last. */
const MOST_READS = 20;

type Parts = Pick<Service, 'store' | 'directory'>;

/** A page of the records that the principal may see. */
export const readRecords = async (
  parts: Parts,
  principal: Principal,
  query: RecordsQuery,
  page: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<Page<CallRecord>> => {
  const data: CallRecord[] = [];
  let { cursor } = page;
  for (let reads = 0; reads < MOST_READS; reads += 1) {
    // The store answers at once: in between everybody else gets their turn.
    await setImmediate();
    const found: Page<CallRecord> = await parts.store.callRecords({
      ...query,
      limit: page.limit - data.length,
      ...(cursor !== undefined && { cursor }),
    });
    data.push(...found.data.filter((record) => maySeeRecord(parts, principal, record)));
    if (found.next === null || data.length === page.limit) return { data, next: found.next };
    cursor = found.next;
  }
  return { data, next: cursor ?? null };
};

/** Records of whom the agents are in one's teams; where nobody talked, of one's teams' queues. An agent's are those on which they talked. */
const maySeeRecord = ({ directory }: Parts, principal: Principal, { agents, queue }: CallRecord): boolean => {
  if (principal.role === 'agent') return principal.agent !== null && agents.includes(principal.agent);
  if (agents.length > 0) return agents.some((agent) => seesTeam(principal, directory.agent(agent)?.team ?? null));
  return seesTeam(principal, queue === null ? null : directory.teamOfQueue(queue));
};
