import type { Principal } from '../auth/principal.ts';
import type { EventType } from '../events/index.ts';
import type { Secret } from './signature.ts';

/** A receiver outside, and what it is told. */
export interface Webhook {
  readonly id: string;
  readonly url: string;
  readonly description: string;
  /** Empty: all. */
  readonly types: readonly EventType[];
  readonly queues: readonly string[];
  readonly teams: readonly string[];
  readonly state: 'enabled' | 'disabled';
  /** Why it was disabled, where Legwork did it. */
  readonly disabledReason: string | null;
  readonly createdAt: number;
  /** Since when every attempt has failed. */
  readonly failingSince: number | null;
  /** Whose it is, as they were known last: it is told what they may know. */
  readonly reader: Reader;
  readonly secrets: readonly Secret[];
  /** The last publication that is taken care of: delivered, or waiting for its next attempt. */
  readonly after: number;
}

/** A principal as a document. */
export type Reader = Omit<Principal, 'permissions' | 'expiresAt' | 'session'> & {
  readonly permissions: readonly string[];
};

export const readerOf = ({ expiresAt: _expiresAt, session: _session, ...principal }: Principal): Reader => ({
  ...principal,
  permissions: [...principal.permissions],
});
export const principalOf = (reader: Reader): Principal => ({
  ...reader,
  expiresAt: null,
  session: null,
  permissions: new Set(reader.permissions as readonly never[]),
});

/** One event on its way to one receiver. */
export interface Delivery {
  readonly id: string;
  readonly webhook: string;
  readonly eventId: string;
  readonly type: string;
  readonly state: 'delivered' | 'waiting' | 'failed';
  readonly attempts: number;
  readonly firstAt: number;
  readonly lastAt: number;
  /** When it is tried again; null where it is not. */
  readonly nextAt: number | null;
  /** What the last attempt was answered. */
  readonly status: number | null;
  readonly error: string | null;
}

/** What is kept of a delivery that has arrived: what was sent can be made again of the publication. */
export interface Arrived extends Delivery {
  /** The publication that it comes of. */
  readonly seq: number;
}

/** What is kept of a delivery until it has arrived. */
export interface Pending extends Arrived {
  readonly body: string;
}

/** The id of a delivery is that of the message: the same event is the same message, however often it is sent. */
export const deliveryId = (webhook: string, eventId: string): string => `msg_${webhook.slice(3)}_${eventId.slice(4)}`;
