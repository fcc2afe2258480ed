import { setImmediate } from 'node:timers/promises';
import type { CallId } from '@legwork/core';
import type { Principal } from '../auth/principal.ts';
import { seesTeam } from '../auth/visibility.ts';
import { createTranslator } from '../events/index.ts';
import type { Service } from '../service.ts';
import type { AuditQuery, AuditRow, Page } from '../store/store.ts';
import { teamsOf } from '../stream/streams.ts';

type Parts = Pick<Service, 'store' | 'directory'>;

const MOST_READS = 20;
/** Of a call with more publications than that the latest team is told from the first of them. */
const MOST_OF_A_CALL = 10_000;

/** A page of the audit trail, as far as the principal may see it: of the calls of their teams, and what they did themselves. */
export const readAudit = async (
  parts: Parts,
  principal: Principal,
  query: Omit<AuditQuery, 'limit' | 'cursor'>,
  page: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<Page<AuditRow>> => {
  const data: AuditRow[] = [];
  const teams = new Map<CallId, Promise<string | null>>();
  const teamOf = (call: CallId): Promise<string | null> => {
    const known = teams.get(call) ?? lastTeamOf(parts, call);
    teams.set(call, known);
    return known;
  };
  let { cursor } = page;
  for (let reads = 0; reads < MOST_READS; reads += 1) {
    const found: Page<AuditRow> = await parts.store.audit({
      ...query,
      limit: page.limit - data.length,
      ...(cursor !== undefined && { cursor }),
    });
    for (const row of found.data) if (await maySee(principal, row, teamOf)) data.push(row);
    if (found.next === null || data.length === page.limit) return { data, next: found.next };
    cursor = found.next;
  }
  return { data, next: cursor ?? null };
};

const maySee = async (
  principal: Principal,
  { principal: by, call }: AuditRow,
  teamOf: (call: CallId) => Promise<string | null>,
): Promise<boolean> => {
  if (principal.teams === 'all' || by === principal.id) return true;
  return call !== null && seesTeam(principal, (await teamOf(call)) as Parameters<typeof seesTeam>[1]);
};

/** The team that a call was last of. */
const lastTeamOf = async ({ store, directory }: Parts, call: CallId): Promise<string | null> => {
  // The store answers at once: between two calls everybody else gets their turn.
  await setImmediate();
  const publications = await store.publicationsOf(call, MOST_OF_A_CALL);
  const translator = createTranslator({ teams: teamsOf(directory), history: () => Promise.resolve([]) });
  let team: string | null = null;
  for (const publication of publications) {
    const { touched } = await translator.translate(publication);
    team = touched.at(-1)?.after?.team ?? team;
  }
  return team;
};
