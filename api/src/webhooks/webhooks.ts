import { randomUUID } from 'node:crypto';
import { covers } from '../auth/covers.ts';
import type { Principal } from '../auth/principal.ts';
import type { Told } from '../events/index.ts';
import type { Service } from '../service.ts';
import { createAddressGuard } from './address-guard.ts';
import { createCourier, type Before, type Courier } from './courier.ts';
import { createPost, type Answer } from './post.ts';
import { newSecret } from './signature.ts';
import { principalOf, readerOf, type Arrived, type Pending, type Webhook } from './webhook.ts';

/** What somebody asks for who wants to be told. */
export type Order = Pick<Webhook, 'url' | 'description' | 'types' | 'queues' | 'teams'>;

/** Receivers outside that are told what happens. */
export interface Webhooks {
  /** Resolves when those that there were before are being told again. */
  readonly ready: Promise<void>;
  /** Those that the principal may see: their own, an admin also those of whoever may no more than they. */
  list(principal: Principal): readonly Courier[];
  /** All that there are, for figures. */
  all(): readonly Courier[];
  find(principal: Principal, id: string): Courier | undefined;
  /** Null where there are as many as there can be. The secret is told once. */
  create(principal: Principal, order: Order): Promise<{ readonly courier: Courier; readonly secret: string } | null>;
  /** Sends a message that says nothing, and gives what it was answered. */
  test(courier: Courier): Promise<Answer>;
  /** A new secret, told once. The one before signs as well for so many milliseconds. */
  rotate(courier: Courier, keepMs: number): Promise<string>;
  remove(courier: Courier): Promise<void>;
  /** Tells nothing more to those of somebody who may know nothing more. */
  disableOf(principal: string, reason: string): Promise<void>;
  settled(): Promise<void>;
  close(): Promise<void>;
}

export interface WebhookLimits {
  readonly most: number;
  /** For one attempt, in ms. */
  readonly timeoutMs: number;
  /** Ranges that may be called although they are not public, as CIDR. */
  readonly allowAddresses: readonly string[];
}

export type WebhookParts = Pick<Service, 'store' | 'log' | 'directory' | 'owners' | 'streams' | 'timing'>;

export const createWebhooks = (
  { store, log, directory, owners, streams, timing }: WebhookParts,
  limits: WebhookLimits,
): Webhooks => {
  const documents = store.documents<Webhook>('webhooks');
  const waiting = store.documents<Pending>('webhook-deliveries');
  const arrived = store.documents<readonly Arrived[]>('webhook-arrived');
  const couriers = new Map<string, Courier>();
  const post = createPost(createAddressGuard(limits.allowAddresses), limits.timeoutMs);

  const start = (webhook: Webhook, before: Before): Courier => {
    const courier = createCourier(
      {
        hub: streams.hub,
        theirs: streams.theirs,
        post,
        timing,
        store: {
          save: (saved) => (couriers.has(saved.id) ? documents.put(saved.id, saved) : Promise.resolve()),
          keep: (pending) => waiting.put(pending.id, pending),
          drop: async (id) => {
            await waiting.remove(id);
          },
          remember: (id, latest) => (couriers.has(id) ? arrived.put(id, latest) : Promise.resolve()),
        },
        owner: () => owners(webhook.reader.id),
        onDisabled: ({ id, disabledReason }, failures) => {
          log.warn({ webhook: id, failures }, 'a webhook was disabled');
          streams.hub.announce(disabled(id, disabledReason ?? '', failures, timing.now()));
        },
        onFault: (fault) => log.error({ err: fault, webhook: webhook.id }, 'a webhook could not be taken care of'),
      },
      webhook,
      before,
    );
    couriers.set(webhook.id, courier);
    courier.start();
    return courier;
  };

  const ready = (async () => {
    await streams.begin();
    const pending = Map.groupBy(await waiting.list(), ({ webhook }) => webhook);
    for (const webhook of await documents.list()) {
      start(webhook, { waiting: pending.get(webhook.id) ?? [], arrived: (await arrived.get(webhook.id)) ?? [] });
    }
  })();
  ready.catch((fault: unknown) => log.error({ err: fault }, 'webhooks could not be read'));

  const maySee = (principal: Principal, { webhook }: Courier): boolean =>
    webhook.reader.id === principal.id ||
    (principal.role === 'admin' && covers(directory, principal, principalOf(webhook.reader)));

  return {
    ready,
    list: (principal) => [...couriers.values()].filter((courier) => maySee(principal, courier)),
    all: () => [...couriers.values()],
    find: (principal, id) => {
      const courier = couriers.get(id);
      return courier !== undefined && maySee(principal, courier) ? courier : undefined;
    },
    create: async (principal, order) => {
      if (couriers.size >= limits.most) return null;
      const secret = newSecret();
      const webhook: Webhook = {
        ...order,
        id: `wh_${randomUUID().replaceAll('-', '')}`,
        state: 'enabled',
        disabledReason: null,
        createdAt: timing.now(),
        failingSince: null,
        reader: readerOf(principal),
        secrets: [{ secret, expiresAt: null }],
        after: streams.hub.position,
      };
      await documents.put(webhook.id, webhook);
      return { courier: start(webhook, { waiting: [], arrived: [] }), secret };
    },
    test: (courier) => {
      const { id } = courier.webhook;
      const at = timing.now();
      const envelope = { at, callId: null, callSeq: null, basis: null } as const;
      return courier.test({ id: `evt_test_${at}`, type: 'webhook.tested', ...envelope, data: { webhookId: id } });
    },
    rotate: async (courier, keepMs) => {
      const secret = newSecret();
      const now = timing.now();
      const before = courier.webhook.secrets
        .filter(({ expiresAt }) => expiresAt === null || expiresAt > now)
        .map((one) => ({ ...one, expiresAt: Math.min(one.expiresAt ?? Infinity, now + keepMs) }));
      await courier.change({ secrets: [{ secret, expiresAt: null }, ...before.slice(0, 3)] });
      return secret;
    },
    remove: async (courier) => {
      const { id } = courier.webhook;
      couriers.delete(id);
      await courier.close();
      await documents.remove(id);
      await arrived.remove(id);
      for (const delivery of courier.deliveries()) await waiting.remove(delivery.id);
    },
    disableOf: async (principal, reason) => {
      await ready;
      const own = [...couriers.values()].filter(({ webhook }) => webhook.reader.id === principal);
      await Promise.all(own.map((courier) => courier.disable(reason)));
    },
    settled: async () => {
      await ready;
      await Promise.all([...couriers.values()].map((courier) => courier.settled()));
    },
    close: async () => {
      await ready.catch(() => undefined);
      await Promise.all([...couriers.values()].map((courier) => courier.close()));
    },
  };
};

const disabled = (webhookId: string, reason: string, failures: number, at: number): Told => ({
  event: {
    id: `evt_disabled_${webhookId}_${at}`,
    type: 'webhook.disabled',
    at,
    callId: null,
    callSeq: null,
    basis: null,
    data: { webhookId, reason, failures },
  },
  audience: { needs: 'webhooks.write', standing: null, agents: [], operation: null },
});
