import type { Endpoint, QueueId } from '../vocabulary/index.ts';
import { causes } from '../vocabulary/index.ts';
import { integer, isRecord, label, oneOf, own, pattern } from '../vocabulary/checks.ts';
import { isDate, minuteOf } from './hours.ts';
import { found, list, object, orElse, scalar, twice } from './parse.ts';
import type { Parse } from './parse.ts';
import type { References } from './references.ts';
import { days } from './routing.ts';
import type { FlowNode, Hotline, NodeId, Opening, Queue, Threshold, Thresholds } from './routing.ts';

const name = scalar(label<string>());
const endpoint = scalar(label<Endpoint>());
const aDayMs = scalar(integer(0, 86_400_000));
const ringMs = scalar(integer(1, 600_000));

/** The hotlines of one routing; no number is there twice. */
export function hotlines({ node, leading }: References): Parse<readonly Hotline[]> {
  const taken = new Set<Endpoint>();
  const number: Parse<Endpoint> = (value, at) => {
    const parsed = endpoint(value, at);
    if (parsed !== null && taken.has(parsed)) return at.tell(`${found(value)}, which another hotline has`);
    if (parsed !== null) taken.add(parsed);
    return parsed;
  };
  const hotline = object<Hotline>({
    number,
    name,
    entry: node,
    answer: orElse('atOnce', scalar(oneOf(['atOnce', 'onCommand']))),
  });
  return leading(list(0, 10_000, leading(hotline)));
}

const threshold = (most: number): Parse<Threshold> => {
  const shape = object<{ over: number; clear: number | undefined }>({
    over: scalar(integer(0, most)),
    clear: orElse(undefined, scalar(integer(0, most))),
  });
  return (value, at) => {
    const parsed = shape(value, at);
    if (parsed === null) return null;
    const { over, clear = Math.floor(over * 0.8) } = parsed;
    return clear > over ? at.inside('clear').tell(`is ${clear}`, `0 to ${over}, where it is crossed`) : { over, clear };
  };
};

const thresholds = object<Thresholds>({
  waiting: orElse(undefined, threshold(100_000)),
  longestWaitMs: orElse(undefined, threshold(86_400_000)),
});

export const queue = (id: QueueId): Parse<Queue> =>
  object<Queue>({
    id: orElse(id, scalar(oneOf([id]))),
    name,
    skills: list(0, 100, name, twice),
    priority: scalar(integer(0, 9)),
    headStartMs: orElse(0, aDayMs),
    ringTimeoutMs: ringMs,
    maxSize: scalar(integer(0, 100_000)),
    maxWaitMs: aDayMs,
    wrapUpMs: aDayMs,
    serviceLevelMs: aDayMs,
    thresholds: orElse(undefined, thresholds),
  });

type Kinds = { readonly [Kind in FlowNode['kind']]: Parse<Extract<FlowNode, { readonly kind: Kind }>> };

/** Kinds of node that routings will have, and this version does not do. */
const later: readonly unknown[] = ['menu', 'voicemail'];

/** One node of a routing. */
export function node({ node, queue, leading }: References): (id: NodeId) => Parse<FlowNode> {
  const kinds: Kinds = {
    hours: object({
      kind: scalar(oneOf(['hours'])),
      utcOffsetMinutes: scalar(integer(-720, 840)),
      open: list(1, 100, opening, overlap),
      closedOn: orElse([], list(0, 1_000, date, twice)),
      inside: node,
      outside: node,
    }),
    queue: object({ kind: scalar(oneOf(['queue'])), queue, overflow: node }),
    announce: object({ kind: scalar(oneOf(['announce'])), prompt: name, next: node }),
    number: object({ kind: scalar(oneOf(['number'])), to: endpoint, ringTimeoutMs: ringMs, failed: node }),
    hangUp: object({ kind: scalar(oneOf(['hangUp'])), cause: scalar(oneOf(causes)) }),
  };
  const isKind = (kind: unknown): kind is keyof Kinds => typeof kind === 'string' && Object.hasOwn(kinds, kind);
  const ofKind: Parse<FlowNode> = (value, at) => {
    if (!isRecord(value)) return at.tell(found(value), 'an object');
    const kind = own(value, 'kind');
    if (isKind(kind)) return kinds[kind](value, at);
    const problem = later.includes(kind) ? `not yet: ${String(kind)}` : found(kind);
    return at.inside('kind').tell(problem, `one of ${Object.keys(kinds).join(', ')}`);
  };
  const leadingOfKind = leading(ofKind);
  return (id) => (value, at) => leadingOfKind(value, at.ofNode(id));
}

const time = scalar(pattern('a time from 00:00 to 24:00', /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/));

const date: Parse<string> = (value, at) =>
  typeof value === 'string' && isDate(value) ? value : at.tell(found(value), 'a date as YYYY-MM-DD');

const openingShape = object<Opening>({ days: list(1, 7, scalar(oneOf(days)), twice), from: time, to: time });

const opening: Parse<Opening> = (value, at) => {
  const parsed = openingShape(value, at);
  return parsed !== null && minuteOf(parsed.from) >= minuteOf(parsed.to)
    ? at.tell(`is empty: from ${parsed.from} to ${parsed.to}`, 'an end later that day; a night is two openings')
    : parsed;
};

/** What is wrong with an opening beside an earlier one. */
function overlap(opening: Opening, earlier: Opening): string | null {
  const day = opening.days.find((day) => earlier.days.includes(day));
  const meet = minuteOf(opening.from) < minuteOf(earlier.to) && minuteOf(earlier.from) < minuteOf(opening.to);
  return day !== undefined && meet ? `overlaps ${earlier.from} to ${earlier.to} on ${day}` : null;
}
