import { isDeepStrictEqual } from 'node:util';
import type { Principal } from '../auth/principal.ts';
import type { LegworkEvent } from '../events/index.ts';
import type { Hub, Past } from '../stream/hub.ts';
import type { Item } from '../stream/item.ts';
import { withoutNumbers } from '../stream/numbers.ts';
import { isWanted, pick, type Subscription, type Theirs } from '../stream/subscription.ts';
import { sseWire } from '../stream/wire.ts';
import type { Timing } from '../timing.ts';
import { delayAfter } from './backoff.ts';
import type { Answer, Post } from './post.ts';
import { signed } from './signature.ts';
import {
  deliveryId,
  principalOf,
  readerOf,
  type Arrived,
  type Delivery,
  type Pending,
  type Webhook,
} from './webhook.ts';

/** Where a courier keeps what must not be lost. */
export interface CourierStore {
  save(webhook: Webhook): Promise<void>;
  keep(pending: Pending): Promise<void>;
  drop(id: string): Promise<void>;
  /** The latest that have arrived, in place of those before. */
  remember(webhook: string, arrived: readonly Arrived[]): Promise<void>;
}

export interface CourierParts {
  readonly hub: Hub;
  readonly theirs: Theirs;
  readonly post: Post;
  readonly timing: Timing;
  readonly store: CourierStore;
  /** Who had it made, as they are now: null once they may know nothing any more. */
  readonly owner: () => Promise<Principal | null>;
  /** Called when it gives up on the receiver. */
  readonly onDisabled: (webhook: Webhook, failures: number) => void;
  readonly onFault: (fault: unknown) => void;
  /** How many can wait or have failed, where it is fewer than usual. */
  readonly mostPending?: number;
}

/** Brings one receiver what it is to be told: each event at least once, those that failed again and again for days. */
export interface Courier {
  readonly webhook: Webhook;
  /** Takes up its work. */
  start(): void;
  /** The latest, the newest first. */
  deliveries(): readonly Delivery[];
  /** How many wait for their next attempt. */
  waiting(): number;
  /** Changes what it is told, or where. */
  change(change: Partial<Webhook>): Promise<void>;
  /** Tells it nothing more, and says so; nothing where that is so already. */
  disable(reason: string): Promise<void>;
  /** Sends one message now, outside the order. */
  test(event: LegworkEvent): Promise<Answer>;
  /** Sends a delivery again, now, whether it has arrived or not: `gone` where nothing is left of it, `disabled` where nothing is sent. */
  redeliver(id: string): Promise<'sent' | 'gone' | 'disabled'>;
  /** Sends everything again that came after a publication. */
  rewind(after: number): Promise<void>;
  /** Resolves when nothing is under way. */
  settled(): Promise<void>;
  /** Stops; what was not delivered is delivered after the next start. */
  close(): Promise<void>;
}

/** How many messages are on their way at once. */
const ABREAST = 8;
/** After so many failures in a row nothing new is taken until one has arrived: what happens meanwhile stays where it is kept. */
const PAUSED_AFTER = 5;
/** A receiver that has failed for so long is not tried any more. */
const DISABLED_AFTER_MS = 3 * 24 * 3_600_000;
/** How many that have failed for good are kept, and how many that have arrived, the latest of each. */
const MOST_FAILED = 200;
const MOST_ARRIVED = 500;
/** So many wait or have failed at most: then nothing new is taken, too. A receiver that takes some and never others would fill memory for days. */
const MOST_PENDING = 5_000;
const PAGE = 200;
/** How long the place, and what has arrived, may go unsaved meanwhile: what was delivered since is delivered again after a crash. */
const SAVED_EVERY_MS = 1_000;

interface Message {
  readonly seq: number;
  readonly event: LegworkEvent;
}

/** What is known of a receiver from before. */
export interface Before {
  readonly waiting: readonly Pending[];
  /** The newest first. */
  readonly arrived: readonly Arrived[];
}

export const createCourier = (parts: CourierParts, initial: Webhook, before: Before): Courier => {
  const { hub, theirs, post, timing, store, mostPending = MOST_PENDING } = parts;
  let webhook = initial;
  let after = initial.after;
  let past: Past | null = null;
  let failures = 0;
  let savedAt = 0;
  /** Changes when it is sent back to an earlier place. */
  let generation = 0;
  let stopListening = (): void => undefined;
  let arrived = before.arrived;
  let arrivedSaved = arrived;
  let isClosed = false;
  let working: Promise<void> | null = null;
  const stopping = new AbortController();
  const underWay = new Set<Promise<void>>();
  const pending = new Map<string, Pending>(before.waiting.map((one) => [one.id, one]));
  const alarms = new Map<string, () => void>();

  const isEnabled = (): boolean => webhook.state === 'enabled' && !isClosed;

  const takesNew = (): boolean => isEnabled() && failures < PAUSED_AFTER && pending.size < mostPending;

  const set = (change: Partial<Webhook>): Promise<void> => {
    webhook = { ...webhook, ...change };
    return store.save(webhook);
  };

  const remember = (delivery: Arrived): void => {
    arrived = [delivery, ...arrived.filter(({ id }) => id !== delivery.id)].slice(0, MOST_ARRIVED);
  };

  const deliver = async (id: string, body: string): Promise<Answer> => {
    const answer = await post(
      { url: webhook.url, body, headers: signed(webhook.secrets, { id, at: timing.now(), body }) },
      stopping.signal,
    );
    if (isClosed) return answer;
    if (answer.error === null) {
      failures = 0;
      if (webhook.failingSince !== null) await set({ failingSince: null });
      return answer;
    }
    failures += 1;
    const failingSince = webhook.failingSince ?? timing.now();
    if (webhook.failingSince === null) await set({ failingSince });
    // A receiver that says that it is gone is not asked again (Standard Webhooks).
    if (answer.status === 410) await disable('the receiver says that it is gone');
    else if (timing.now() - failingSince >= DISABLED_AFTER_MS) await disable('every attempt has failed for three days');
    return answer;
  };

  const disable = async (reason: string): Promise<void> => {
    if (webhook.state === 'disabled') return;
    await set({ state: 'disabled', disabledReason: reason });
    for (const stop of alarms.values()) stop();
    alarms.clear();
    parts.onDisabled(webhook, failures);
  };

  const isStillOwned = async (): Promise<boolean> => {
    const owner = await parts.owner();
    if (owner?.permissions.has('webhooks.write') !== true) {
      await disable('its owner is not known any more, or may have no webhooks');
      return false;
    }
    const reader = readerOf(owner);
    if (!isDeepStrictEqual(reader, webhook.reader)) await set({ reader });
    return true;
  };

  /** One attempt, and what becomes of it. */
  const attempt = async (one: Pending): Promise<void> => {
    const answer = await deliver(one.id, one.body);
    if (isClosed) return;
    const attempts = one.attempts + 1;
    const at = { attempts, lastAt: timing.now(), status: answer.status, error: answer.error };
    if (answer.error === null) {
      if (pending.delete(one.id)) await store.drop(one.id);
      remember({ ...deliveryOf(one), seq: one.seq, ...at, state: 'delivered', nextAt: null });
      return;
    }
    const delay = delayAfter(attempts, timing.uniform());
    const next: Pending = {
      ...one,
      ...at,
      state: delay === null ? 'failed' : 'waiting',
      nextAt: delay === null ? null : timing.now() + delay,
    };
    pending.set(next.id, next);
    await store.keep(next);
    if (delay === null) await forgetFailed();
    else wakeFor(next);
  };

  /** Of what has failed for good the latest are kept. */
  const forgetFailed = async (): Promise<void> => {
    const failed = [...pending.values()].filter(({ state }) => state === 'failed').sort((a, b) => a.lastAt - b.lastAt);
    for (const { id } of failed.slice(0, Math.max(0, failed.length - MOST_FAILED))) {
      pending.delete(id);
      await store.drop(id);
    }
  };

  const wakeFor = (one: Pending): void => {
    alarms.get(one.id)?.();
    if (one.nextAt === null || !isEnabled()) return;
    const stop = timing.after(Math.max(0, one.nextAt - timing.now()), () => {
      alarms.delete(one.id);
      again(one.id);
    });
    alarms.set(one.id, stop);
  };

  const again = (id: string): void => {
    const one = pending.get(id);
    if (one !== undefined && isEnabled()) begin(one);
  };

  /** An attempt outside the order. */
  const begin = (one: Pending): void => {
    const done = isStillOwned()
      .then((isOwned) => (isOwned ? attempt(one) : undefined))
      .then(work)
      .catch(parts.onFault)
      .finally(() => underWay.delete(done));
    underWay.add(done);
  };

  const subscription = (): Subscription => ({
    principal: principalOf(webhook.reader),
    interest: { queues: webhook.queues, teams: webhook.teams, calls: [], types: webhook.types },
    shows: ['events'],
    frameMs: 0,
    wire: sseWire,
  });

  const messagesOf = async (item: Item): Promise<readonly Message[]> => {
    const wanted = subscription();
    const numbers = wanted.principal.permissions.has('numbers.read');
    const picked = await pick(wanted, item, theirs);
    return picked
      .filter(({ event }) => isWanted(wanted.interest, event.type))
      .map(({ event }) => ({ seq: item.seq, event: numbers ? event : withoutNumbers(event) }));
  };

  /** A message that has arrived, as it was sent: made again of what is kept of the event. Null where that is gone, or not for the receiver any more. */
  const messageOf = async ({ seq, eventId }: Arrived): Promise<Message | null> => {
    const [item] = await hub.past(seq - 1).next(1);
    const messages = item?.seq === seq ? await messagesOf(item) : [];
    return messages.find(({ event }) => event.id === eventId) ?? null;
  };

  const save = async (): Promise<void> => {
    savedAt = timing.now();
    if (arrivedSaved !== arrived) {
      const saved = arrived;
      await store.remember(webhook.id, saved);
      arrivedSaved = saved;
    }
    if (webhook.after !== after) await set({ after });
  };

  /** Takes what has happened, some at a time, for as long as the receiver takes it. */
  const takeOn = async (): Promise<void> => {
    while (takesNew() && (await isStillOwned())) {
      const recent = hub.recent(after);
      if (recent?.length === 0) break;
      past = recent === null ? (past ?? hub.past(after)) : null;
      const items = recent?.slice(0, PAGE) ?? (await past?.next(PAGE)) ?? [];
      if (items.length === 0) {
        // What came in between is not kept any more.
        after = hub.position;
        break;
      }
      await takeOver(items);
    }
    await save();
  };

  const takeOver = async (items: readonly Item[]): Promise<void> => {
    const began = generation;
    const last = items.at(-1);
    let batch: Message[] = [];
    for (const item of items) {
      batch.push(...(await messagesOf(item)));
      if (batch.length < ABREAST && item !== last) continue;
      await send(batch);
      batch = [];
      if (generation !== began || !isEnabled()) return;
      after = item.seq;
      if (takesNew()) continue;
      // The reader of the store is further than what was taken.
      past = null;
      return;
    }
    if (timing.now() - savedAt >= SAVED_EVERY_MS) await save();
  };

  const send = async (batch: readonly Message[]): Promise<void> => {
    const at = timing.now();
    await Promise.all(
      batch.map(({ seq, event }) => {
        const id = deliveryId(webhook.id, event.id);
        const none = {
          state: 'waiting',
          attempts: 0,
          firstAt: at,
          lastAt: at,
          nextAt: null,
          status: null,
          error: null,
        } as const;
        return attempt({
          id,
          webhook: webhook.id,
          eventId: event.id,
          type: event.type,
          ...none,
          seq,
          body: JSON.stringify(event),
        });
      }),
    );
  };

  const work = (): void => {
    if (working !== null || !isEnabled()) return;
    working = takeOn()
      .catch(parts.onFault)
      .finally(() => {
        working = null;
        // What came while the last was saved.
        if (takesNew() && hub.position > after) work();
      });
  };

  const listen = (): void => {
    stopListening = hub.listen({
      take: work,
      hear: () => undefined,
      // After a fault of the store what was missed is read from it.
      end: (reason) => {
        if (reason === 'fault') listen();
      },
    });
    work();
  };

  return {
    get webhook() {
      return { ...webhook, after };
    },
    start: () => {
      listen();
      for (const one of pending.values()) wakeFor(one);
    },
    deliveries: () =>
      [...[...pending.values()].map(deliveryOf), ...arrived.filter(({ id }) => !pending.has(id)).map(deliveryOf)].sort(
        (a, b) => b.lastAt - a.lastAt || (a.id < b.id ? -1 : 1),
      ),
    waiting: () => [...pending.values()].filter(({ state }) => state === 'waiting').length,
    change: async (change) => {
      const comesBack = change.state === 'enabled' && webhook.state === 'disabled';
      const before = webhook;
      try {
        await set(comesBack ? { ...change, disabledReason: null, failingSince: null } : change);
      } catch (fault) {
        // What is not kept is not so: whoever asked is told that nothing has come of it.
        webhook = { ...before, after: webhook.after };
        throw fault;
      }
      if (!comesBack) return;
      failures = 0;
      for (const one of pending.values()) wakeFor(one);
      work();
    },
    disable,
    test: (event) => {
      const body = JSON.stringify(event);
      const id = deliveryId(webhook.id, event.id);
      return post(
        { url: webhook.url, body, headers: signed(webhook.secrets, { id, at: timing.now(), body }) },
        stopping.signal,
      );
    },
    redeliver: async (id) => {
      const known = arrived.find((one) => one.id === id);
      if (!pending.has(id) && known === undefined) return 'gone';
      if (!isEnabled()) return 'disabled';
      if (pending.has(id) || known === undefined) {
        alarms.get(id)?.();
        alarms.delete(id);
        again(id);
        return 'sent';
      }
      const message = await messageOf(known);
      if (message === null) return 'gone';
      begin({ ...known, state: 'waiting', nextAt: null, body: JSON.stringify(message.event) });
      return 'sent';
    },
    rewind: async (to) => {
      generation += 1;
      after = to;
      past = null;
      await save();
      work();
    },
    settled: async () => {
      const isBusy = (): boolean => working !== null || underWay.size > 0;
      while (isBusy()) await Promise.all([working, ...underWay]);
    },
    close: async () => {
      if (isClosed) return;
      await save().catch(parts.onFault);
      isClosed = true;
      stopListening();
      for (const stop of alarms.values()) stop();
      stopping.abort();
      await Promise.all([working, ...underWay]);
    },
  };
};

const deliveryOf = ({
  id,
  webhook,
  eventId,
  type,
  state,
  attempts,
  firstAt,
  lastAt,
  nextAt,
  status,
  error,
}: Delivery): Delivery => ({
  id,
  webhook,
  eventId,
  type,
  state,
  attempts,
  firstAt,
  lastAt,
  nextAt,
  status,
  error,
});
