import { shownState, type ShownState } from '../parts/badge.tsx';
import type { Call } from '../service/client.ts';
import { queueName } from '../service/names.ts';
import { plain } from '../words/plain.ts';

/** Which calls are listed. */
export interface Filter {
  readonly text: string;
  readonly state: ShownState | 'waiting' | null;
  readonly queue: string | null;
  readonly team: string | null;
  /** Calls with a supervisor, or with me. */
  readonly supervised: 'any' | 'me' | null;
  readonly unconfirmed: boolean;
  /** In their state for so long at least, in seconds. */
  readonly longerSeconds: number | null;
}

export const sortColumns = [
  'state',
  'inState',
  'customer',
  'hotline',
  'queue',
  'agent',
  'wait',
  'talk',
  'hold',
  'sure',
] as const;
export type SortColumn = (typeof sortColumns)[number];
/** The order; null for the order in which calls came. */
export type Sort = { readonly by: SortColumn; readonly down: boolean } | null;

export interface View {
  readonly filter: Filter;
  readonly sort: Sort;
}

export const noFilter: Filter = {
  text: '',
  state: null,
  queue: null,
  team: null,
  supervised: null,
  unconfirmed: false,
  longerSeconds: null,
};

/** The view as the address carries it: what is not said is not filtered. */
export const toSearch = ({ filter, sort }: View): URLSearchParams => {
  const search = new URLSearchParams();
  if (filter.text !== '') search.set('q', filter.text);
  if (filter.state !== null) search.set('state', filter.state);
  if (filter.queue !== null) search.set('queue', filter.queue);
  if (filter.team !== null) search.set('team', filter.team);
  if (filter.supervised !== null) search.set('supervised', filter.supervised);
  if (filter.unconfirmed) search.set('unconfirmed', 'true');
  if (filter.longerSeconds !== null) search.set('longer', String(filter.longerSeconds));
  if (sort !== null) search.set('sort', `${sort.down ? '-' : ''}${sort.by}`);
  return search;
};

export const fromSearch = (text: string): View => {
  const search = new URLSearchParams(text);
  const supervised = search.get('supervised');
  const longer = Number(search.get('longer') ?? Number.NaN);
  const sort = search.get('sort') ?? '';
  const by = sortColumns.find((column) => column === sort.replace(/^-/, ''));
  return {
    filter: {
      text: search.get('q') ?? '',
      state: shownStates.find((state) => state === search.get('state')) ?? null,
      queue: search.get('queue'),
      team: search.get('team'),
      supervised: supervised === 'any' || supervised === 'me' ? supervised : null,
      unconfirmed: search.get('unconfirmed') === 'true',
      longerSeconds: Number.isFinite(longer) && longer > 0 ? longer : null,
    },
    sort: by === undefined ? null : { by, down: sort.startsWith('-') },
  };
};

/** The states that can be filtered by. `waiting` is whoever has been queued and talks with nobody yet. */
export const shownStates = [
  'waiting',
  'arriving',
  'flow',
  'queued',
  'offering',
  'connecting',
  'talking',
  'held',
  'parked',
  'dialling',
  'closing',
] as const satisfies readonly (ShownState | 'waiting')[];

const isWaiting = ({ queuedSince }: Call): boolean => queuedSince !== null;

/** The calls of a view, in its order: ids, by which rows are found. */
export const listed = (
  all: Iterable<Call>,
  { filter, sort }: View,
  me: string | null,
  nowMs: number,
): readonly string[] => {
  const found: Call[] = [];
  const matches = matcherOf(filter, me, nowMs);
  for (const call of all) if (matches(call)) found.push(call);
  if (sort !== null) {
    const key = sortKeys[sort.by];
    const sign = sort.down ? -1 : 1;
    const keyed = found.map((call) => ({ call, key: key(call, nowMs) }));
    keyed.sort((a, b) => sign * compare(a.key, b.key) || a.call.startedAt - b.call.startedAt);
    return keyed.map(({ call }) => call.id);
  }
  return found.sort((a, b) => a.startedAt - b.startedAt).map((call) => call.id);
};

const matcherOf = (filter: Filter, me: string | null, nowMs: number): ((call: Call) => boolean) => {
  const text = plain(filter.text.trim());
  return (call) => {
    if (filter.state === 'waiting' ? !isWaiting(call) : filter.state !== null && shownState(call) !== filter.state)
      return false;
    if (filter.queue !== null && call.queue !== filter.queue) return false;
    if (filter.team !== null && call.team !== filter.team) return false;
    if (filter.supervised === 'any' && call.supervisors.length === 0) return false;
    if (filter.supervised === 'me' && !call.supervisors.some((seat) => seat.supervisor === me)) return false;
    if (filter.unconfirmed && call.confirmed) return false;
    if (filter.longerSeconds !== null && inStateMs(call, nowMs) < filter.longerSeconds * 1_000) return false;
    return text === '' || textOf(call).includes(text);
  };
};

const texts = new WeakMap<Call, string>();
/** Where somebody looks for a call. */
export const textOf = (call: Call): string => {
  const known = texts.get(call);
  if (known !== undefined) return known;
  const { id, customer, hotline, queue, party, supervisors } = call;
  const names = [party?.name, ...supervisors.map(({ name }) => name)];
  const text = plain([id, customer, hotline, queue === null ? '' : queueName(queue), ...names].join(' '));
  texts.set(call, text);
  return text;
};

/** How long it has been in the state that is shown: a hold counts from its beginning. */
export const stateSince = (call: Call): number =>
  shownState(call) === 'held' ? (call.heldSince ?? call.stateSince) : call.stateSince;
const inStateMs = (call: Call, nowMs: number): number => nowMs - stateSince(call);

const running = (ms: number, since: number | null, nowMs: number): number => (since === null ? ms : ms + nowMs - since);

type Key = string | number;
const sortKeys: Readonly<Record<SortColumn, (call: Call, nowMs: number) => Key>> = {
  state: (call) => shownStates.findIndex((state) => state === shownState(call)),
  inState: inStateMs,
  customer: (call) => call.customer,
  hotline: (call) => call.hotline ?? '',
  queue: (call) => (call.queue === null ? '' : queueName(call.queue)),
  agent: (call) => call.party?.name ?? '',
  wait: (call, now) => running(call.waitMs, call.waitingSince, now),
  talk: (call, now) => running(call.talkMs, call.talkingSince, now),
  hold: (call, now) => running(call.holdMs, call.heldSince, now),
  sure: (call) => call.seenAt ?? 0,
};

const collator = new Intl.Collator('vi');
const compare = (a: Key, b: Key): number =>
  typeof a === 'string' && typeof b === 'string' ? collator.compare(a, b) : Number(a) - Number(b);
