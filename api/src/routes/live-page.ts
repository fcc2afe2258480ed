import { asId, type AgentId, type CallId, type LiveCall } from '@legwork/core';
import { z } from '@hono/zod-openapi';
import type { Principal } from '../auth/principal.ts';
import { seesCall, seesSeats, teamOf } from '../auth/visibility.ts';
import type { Directory } from '../directory/directory.ts';
import { readCursor, writeCursor } from '../http/cursor.ts';
import { invalid } from '../http/problem.ts';
import { label } from '../schemas/common.ts';
import { callState } from '../schemas/words.ts';
import type { Service } from '../service.ts';

const sorts = ['startedAt', 'stateSince', 'waitMs', 'talkMs', 'holdMs'] as const;
type Sort = (typeof sorts)[number];

export const liveQuery = z.strictObject({
  state: callState.optional(),
  queue: label.optional(),
  team: label.optional(),
  agent: label.optional(),
  supervised: z.enum(['true', 'false']).optional(),
  minStateMs: z.coerce.number().int().min(0).max(604_800_000).optional(),
  q: label
    .optional()
    .openapi({ description: 'Part of an id, a number, a queue, a `clientRef`, or the name of whoever talks' }),
  sort: z
    .enum(sorts.flatMap((sort) => [sort, `-${sort}`] as const))
    .default('startedAt')
    .openapi({ description: 'With a dash: the greatest first. Durations go on while pages are read' }),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: z.string().max(200).optional(),
  include: z.literal('actions').optional().openapi({ description: 'What would become of each action now' }),
  supervisor: label
    .optional()
    .openapi({ description: 'For whom the actions are tried; whoever asks, where nothing is said' }),
});
export type LiveQuery = z.output<typeof liveQuery>;

interface LivePage {
  readonly rows: readonly LiveCall[];
  readonly next: string | null;
}

/** One page of the live list, of the calls that are let through and asked for. */
export const livePage = (service: Service, query: LiveQuery, principal: Principal): LivePage => {
  const { directory } = service;
  const isWanted = wantedBy(directory, query, principal);
  const passes = (call: LiveCall): boolean => seesCall(principal, directory, call) && isWanted(call);
  return query.sort === 'startedAt' || query.sort === '-startedAt'
    ? pageByAge(service, query, passes)
    : pageBySort(service, query, passes);
};

/** The list is in this order by itself: no more of it is looked at than the page needs. */
const pageByAge = ({ runtime }: Service, query: LiveQuery, passes: (call: LiveCall) => boolean): LivePage => {
  const now = runtime.now();
  const isDescending = query.sort.startsWith('-');
  const after = query.cursor === undefined ? null : numberIn(readCursor(query.cursor, 1)[0]);
  const ids = runtime.live.ids();
  const rows: LiveCall[] = [];
  const by = isDescending ? -1 : 1;
  for (let n = firstBeyond(ids, after, isDescending); n >= 0 && n < ids.length; n += by) {
    const id = ids[n];
    const call = id === undefined ? undefined : runtime.live.get(id, now);
    if (call === undefined || !passes(call)) continue;
    const last = rows.at(-1);
    if (rows.length === query.limit && last !== undefined) return { rows, next: writeCursor([numberOf(last.call)]) };
    rows.push(call);
  }
  return { rows, next: null };
};

/** Where the page begins, in a list that is in the order of its numbers. */
const firstBeyond = (ids: readonly CallId[], after: number | null, isDescending: boolean): number => {
  if (after === null) return isDescending ? ids.length - 1 : 0;
  // The first that is not before `after`, or, upwards, that is beyond it.
  const isBefore = (id: CallId): boolean => (isDescending ? numberOf(id) < after : numberOf(id) <= after);
  const first = placeIn(ids, isBefore);
  return isDescending ? first - 1 : first;
};

/** How many of an ordered list come before: those for which that is so stand first. */
const placeIn = <Item>(items: readonly Item[], isBefore: (item: Item) => boolean): number => {
  let [from, to] = [0, items.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    const item = items[middle];
    if (item !== undefined && isBefore(item)) from = middle + 1;
    else to = middle;
  }
  return from;
};

const pageBySort = ({ runtime }: Service, query: LiveQuery, passes: (call: LiveCall) => boolean): LivePage => {
  const isDescending = query.sort.startsWith('-');
  const value = values[query.sort.replace('-', '') as Sort];
  const after = query.cursor === undefined ? null : readCursor(query.cursor, 2).map(numberIn);
  const by = isDescending ? -1 : 1;
  const from: Place | null = after === null ? null : [after[0] ?? 0, after[1] ?? 0];
  // The first of those beyond the cursor, and one more, which tells that there is another page: the rest is not put in order.
  const first: { readonly call: LiveCall; readonly at: Place }[] = [];
  for (const call of runtime.live.rows(runtime.now())) {
    const at: Place = [value(call), numberOf(call.call)];
    if (from !== null && by * compare(at, from) <= 0) continue;
    const last = first.at(-1);
    if (first.length > query.limit && last !== undefined && by * compare(at, last.at) >= 0) continue;
    if (!passes(call)) continue;
    first.splice(
      placeIn(first, (other) => by * compare(other.at, at) <= 0),
      0,
      { call, at },
    );
    if (first.length > query.limit + 1) first.pop();
  }
  const page = first.slice(0, query.limit);
  const last = page.at(-1);
  const next = first.length > query.limit && last !== undefined ? writeCursor(last.at) : null;
  return { rows: page.map(({ call }) => call), next };
};

/** A call's value, and its number where values are the same. */
type Place = readonly [value: number, call: number];

const values: Readonly<Record<Sort, (call: LiveCall) => number>> = {
  startedAt: (call) => call.startedMs,
  stateSince: (call) => call.stateSinceMs,
  waitMs: (call) => call.waitMs,
  talkMs: (call) => call.talkMs,
  holdMs: (call) => call.holdMs,
};

const compare = (one: Place, other: Place): number => one[0] - other[0] || one[1] - other[1];

/** Calls are counted: `c17` is the seventeenth. */
const numberOf = (call: CallId): number => Number(call.slice(1));

const numberIn = (part: unknown): number => {
  if (typeof part === 'number') return part;
  throw invalid([{ pointer: 'cursor', detail: 'is none that a list has given' }]);
};

/** Whether a call is one of those asked for. */
const wantedBy = (directory: Directory, query: LiveQuery, principal: Principal): ((call: LiveCall) => boolean) => {
  const { state, queue, team, agent, supervised, minStateMs, q } = query;
  const wanted = q?.toLowerCase();
  return (call) =>
    (state === undefined || call.state === state) &&
    (queue === undefined || call.queue === queue) &&
    (team === undefined || teamOf(directory, call) === team) &&
    (agent === undefined || (call.party?.kind === 'agent' && call.party.agent === asId<AgentId>(agent))) &&
    (supervised === undefined || (seesSeats(principal) && call.supervisors.length > 0) === (supervised === 'true')) &&
    (minStateMs === undefined || call.inStateMs >= minStateMs) &&
    (wanted === undefined || textOf(directory, call, principal).includes(wanted));
};

/** Where somebody looks for a call: a number only where they may read it. */
const textOf = (
  directory: Directory,
  { call, customer, hotline, queue, party, clientRef }: LiveCall,
  { permissions }: Principal,
): string => {
  const number = permissions.has('numbers.read') ? customer : '';
  const name = party?.kind === 'agent' ? `${party.agent} ${directory.agent(party.agent)?.name ?? ''}` : '';
  return [call, number, hotline ?? '', queue ?? '', clientRef ?? '', name].join('\n').toLowerCase();
};
