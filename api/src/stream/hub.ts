import { setImmediate } from 'node:timers/promises';
import type { Publication } from '@legwork/core';
import type { Runtime } from '@legwork/core/runtime';
import { createTranslator, type Teams, type Telling, type Told } from '../events/index.ts';
import type { Store } from '../store/store.ts';
import { itemOf, wireEventOf, type Item, type WireEvent } from './item.ts';

/** Whoever is told what happens, as it happens. */
export interface Listener {
  /** Each publication, in order, without gaps. */
  take(item: Item): void;
  /** What happens beside the calls, and is not kept. */
  hear(event: WireEvent): void;
  /** Nothing comes any more. */
  end(reason: string): void;
}

/**
 * What happens, as events: the latest from memory, everything that is kept from the store. While nobody listens no events are made: whoever comes
 * back to what was then reads it from the store.
 */
export interface Hub {
  /** The number of the last publication that was told. */
  readonly position: number;
  listen(listener: Listener): () => void;
  /** What was told after that publication; null where memory does not reach back so far. */
  recent(after: number): readonly Item[] | null;
  /** A reader of the store from that publication on, for what memory has no more. */
  past(after: number): Past;
  /** Tells something that is no publication. */
  announce(told: Told): void;
  /** Ends all streams. */
  close(reason: string): void;
  readonly isClosed: boolean;
}

export interface Past {
  /** The next items, at most so many; none where the store has no more. In between everybody else gets their turn. */
  next(limit: number): Promise<readonly Item[]>;
}

export interface HubOptions {
  readonly runtime: Pick<Runtime, 'publications' | 'published'>;
  readonly store: Pick<Store, 'publications' | 'publicationsOf'>;
  readonly teams: Teams;
  /** A fault of the store, while the past of a call was read. Streams end: they would have a gap. */
  readonly onFault: (fault: unknown) => void;
  /** How many publications are kept in memory. */
  readonly keep?: number;
}

/** A call with more publications than that is told from what is left of it. */
const MOST_OF_A_CALL = 10_000;

export const createHub = ({ runtime, store, teams, onFault, keep = 1_024 }: HubOptions): Hub => {
  const listeners = new Set<Listener>();
  const translator = () => createTranslator({ teams, history: (call) => store.publicationsOf(call, MOST_OF_A_CALL) });
  let live = translator();
  let ring: Item[] = [];
  let position = runtime.published();
  let waiting: Publication[] = [];
  let isReading = false;
  let closedBy: string | null = null;

  const tell = (telling: Telling): void => {
    const item = itemOf(telling);
    ring.push(item);
    // Cut now and then, and not with each.
    if (ring.length >= keep * 2) ring = ring.slice(-keep);
    position = telling.seq;
    for (const listener of listeners) listener.take(item);
  };

  /** Where nobody listens, only what the next event needs is remembered. False where more has to be done. */
  const noteOnly = (publication: Publication): boolean => {
    if (listeners.size > 0 || !live.note(publication)) return false;
    if (ring.length > 0) ring = [];
    position = publication.seq;
    return true;
  };

  const end = (reason: string): void => {
    const told = [...listeners];
    // Whoever goes on all the same listens anew.
    listeners.clear();
    for (const listener of told) listener.end(reason);
  };

  /** What comes while the past of a call is read waits its turn. */
  const readOn = async (pending: Promise<Telling>): Promise<void> => {
    isReading = true;
    try {
      tell(await pending);
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) tell(await live.translate(next));
    } catch (fault) {
      onFault(fault);
      position = waiting.at(-1)?.seq ?? runtime.published();
      waiting = [];
      ring = [];
      live = translator();
      end('fault');
    } finally {
      isReading = false;
    }
  };

  const subscription = runtime.publications.subscribe((publication) => {
    if (isReading) {
      waiting.push(publication);
      return;
    }
    if (noteOnly(publication)) return;
    const telling = live.translate(publication);
    if (telling instanceof Promise) void readOn(telling);
    else tell(telling);
  });

  return {
    get position() {
      return position;
    },
    get isClosed() {
      return closedBy !== null;
    },
    listen: (listener) => {
      if (closedBy !== null) {
        listener.end(closedBy);
        return () => undefined;
      }
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    recent: (after) => {
      if (after >= position) return [];
      const first = ring.at(0)?.seq ?? Infinity;
      return after + 1 < first ? null : ring.slice(after + 1 - first);
    },
    past: (after) => {
      const reader = translator();
      let at = after;
      return {
        next: async (limit) => {
          const items: Item[] = [];
          // The store answers at once: whoever reads through days in which there is little for them would otherwise hold up everybody.
          await setImmediate();
          for (const publication of await store.publications(at, limit)) {
            items.push(itemOf(await reader.translate(publication)));
            at = publication.seq;
          }
          return items;
        },
      };
    },
    announce: (told) => {
      const event = wireEventOf(told, 0, 1);
      for (const listener of listeners) listener.hear(event);
    },
    close: (reason) => {
      closedBy = reason;
      subscription.unsubscribe();
      end(reason);
    },
  };
};
