import { asId, type AgentId, type CallId, type InOrder, type LiveCall, type LiveSort } from '@legwork/core';
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
  const sort = query.sort.replace('-', '') as Sort;
  return sort === 'startedAt' ? pageByAge(service, query, passes) : pageBySort(service, query, sort, passes);
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

const pageBySort = (
  { runtime }: Service,
  query: LiveQuery,
  sort: Exclude<Sort, 'startedAt'>,
  passes: (call: LiveCall) => boolean,
): LivePage => {
  const now = runtime.now();
  const [value = 0, number = 0] = query.cursor === undefined ? [] : readCursor(query.cursor, 2).map(numberIn);
  const which: InOrder = {
    isDescending: query.sort.startsWith('-'),
    beyond: query.cursor === undefined ? null : [value, number],
  };
  const rows: LiveCall[] = [];
  for (const id of runtime.live.inOrder(values[sort], now, which)) {
    const call = runtime.live.get(id, now);
    if (call === undefined || !passes(call)) continue;
    const last = rows.at(-1);
    if (rows.length === query.limit && last !== undefined) {
      return { rows, next: writeCursor([last[values[sort]], numberOf(last.call)]) };
    }
    rows.push(call);
  }
  return { rows, next: null };
};

const values = {
  stateSince: 'stateSinceMs',
  waitMs: 'waitMs',
  talkMs: 'talkMs',
  holdMs: 'holdMs',
} as const satisfies Readonly<Record<Exclude<Sort, 'startedAt'>, LiveSort>>;

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
