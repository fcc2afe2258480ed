import type { Principal } from '../auth/principal.ts';
import type { Interest, LegworkEvent } from '../events/index.ts';
import type { Service } from '../service.ts';
import type { Cursor } from './cursor.ts';
import { withoutNumbers } from './numbers.ts';
import { isWanted, pick, type Subscription } from './subscription.ts';
import { sseWire } from './wire.ts';

export interface Reading {
  readonly interest: Interest;
  readonly cursor: Cursor;
  readonly limit: number;
}

export interface EventsPage {
  data: LegworkEvent[];
  next: string | null;
  asOf: number | string;
}

const PAGE = 500;
/** How many publications one request looks through at most: where few are to be seen, a page may be short, or empty, and not the last. */
const MOST_LOOKED_AT = 5_000;

/** A page of what has happened, as far as one may see it. */
export const readEvents = async (
  { streams, runtime }: Pick<Service, 'streams' | 'runtime'>,
  principal: Principal,
  { interest, cursor, limit }: Reading,
): Promise<EventsPage> => {
  const { hub, cursors, theirs } = streams;
  const subscription: Subscription = { principal, interest, shows: ['events'], frameMs: 0, wire: sseWire };
  const until = runtime.published();
  const numbers = principal.permissions.has('numbers.read');
  const asOf = streams.asOf(principal);
  const past = hub.past(cursor.after);
  const data: LegworkEvent[] = [];
  let looked = 0;
  let at: Cursor = cursor;
  while (at.after < until) {
    if (looked >= MOST_LOOKED_AT) return { data, next: cursors.write(principal, at), asOf };
    const items = await past.next(PAGE);
    if (items.length === 0) break;
    looked += items.length;
    for (const item of items) {
      const skip = item.seq === cursor.after + 1 ? cursor.skip : 0;
      for (const { event, index } of await pick(subscription, item, theirs)) {
        if (index < skip || !isWanted(interest, event.type)) continue;
        if (data.length === limit)
          return { data, next: cursors.write(principal, { after: item.seq - 1, skip: index }), asOf };
        data.push(numbers ? event : withoutNumbers(event));
      }
      at = { after: item.seq, skip: 0 };
    }
  }
  return { data, next: null, asOf };
};
