import { randomBytes } from 'node:crypto';
import type { CommandId } from '@legwork/core';
import type { EndedBy } from '../auth/ended.ts';
import type { Principal } from '../auth/principal.ts';
import type { Directory } from '../directory/directory.ts';
import type { Service } from '../service.ts';
import type { Store } from '../store/store.ts';
import type { Timing } from '../timing.ts';
import { createChannel, type Channel, type ChannelParts } from './channel.ts';
import { createCursors, CURSOR_KEY_BYTES, type Cursor, type Cursors } from './cursor.ts';
import { createFloor } from './floor.ts';
import { follow } from './follow.ts';
import { createHub, type Hub } from './hub.ts';
import type { Outlet } from './outlet.ts';
import { keyOf, type Subscription, type Theirs } from './subscription.ts';
import { createTickets, type Tickets } from './tickets.ts';

/** Everybody who is told what happens, while it happens. */
export interface Streams {
  readonly hub: Hub;
  /** Resolves when cursors can be read and written: to be waited for before anything else. */
  begin(): Promise<void>;
  readonly cursors: Cursors;
  readonly tickets: Tickets;
  readonly theirs: Theirs;
  readonly limits: StreamLimits;
  /** The last event that has happened, as lists tell it to that principal. */
  asOf(principal: Principal): number | string;
  /** The number of an event as it is told to that principal. */
  toldAs(principal: Principal, seq: number): number | string;
  /** False where the principal has as many streams open as one may. */
  mayOpen(principal: string): boolean;
  /** Where a cursor cannot be gone on from: `expired` by what is kept, or `ahead` of all that has happened. */
  problemOf(cursor: Cursor): Promise<'expired' | 'ahead' | null>;
  /** Tells a subscriber everything from the cursor on, until the outlet is closed. */
  open(subscription: Subscription, cursor: Cursor, outlet: Outlet): void;
  /** Ends the streams of a session, or of a principal, that is over: nobody opens one any more, with a ticket that was theirs or in a request under way. */
  endOf(name: string, by: EndedBy): void;
  /** How many are open. */
  readonly count: number;
  /** How many were cut because they did not read. */
  readonly cut: number;
  close(): void;
}

export interface StreamLimits {
  /** Streams that one principal can have open. */
  readonly streams: number;
  /** What a stream holds at most for a client that does not read, in bytes. */
  readonly bufferBytes: number;
  /** How long a client that was cut may take to read the rest, in ms. */
  readonly lingerMs: number;
  /** How often a stream says that it lives, in ms. */
  readonly beatMs: number;
  readonly figuresMs: number;
}

export const streamLimits: StreamLimits = {
  streams: 10,
  bufferBytes: 1_048_576,
  lingerMs: 10_000,
  beatMs: 15_000,
  figuresMs: 1_000,
};

export type StreamParts = Pick<Service, 'runtime' | 'store' | 'directory' | 'callTexts' | 'log' | 'timing' | 'ended'>;

export const createStreams = (parts: StreamParts, limits: StreamLimits = streamLimits): Streams => {
  const { runtime, store, directory, log, timing, ended } = parts;
  const hub = createHub({
    runtime,
    store,
    teams: teamsOf(directory),
    onFault: (fault) => {
      log.error({ err: fault }, 'the past of a call could not be read; streams begin anew');
    },
  });
  let cursorKey: Uint8Array | null = null;
  let begun: Promise<void> | null = null;
  const begin = (): Promise<void> => {
    begun ??= (async () => {
      try {
        cursorKey = await cursorKeyOf(store);
      } catch (fault) {
        // Whoever asks next tries again.
        begun = null;
        throw fault;
      }
    })();
    return begun;
  };
  const cursors = createCursors(() => {
    if (cursorKey === null) throw new Error('bug: a cursor before its key');
    return cursorKey;
  });
  const theirs = operationsOf(store);
  const channelParts: ChannelParts = { hub, floor: createFloor(parts), cursors, directory, theirs, ...limits };
  const channels = new Map<string, Shared>();
  const tickets = createTickets({ now: () => runtime.now() });
  /** By principal, each with who opened it, by which session. */
  const open = new Map<string, Map<Outlet, Principal>>();
  let cut = 0;

  const toldAs: Streams['toldAs'] = (principal, seq) =>
    principal.role === 'agent' ? cursors.write(principal, { after: seq, skip: 0 }) : seq;

  const join = (key: string, subscription: Subscription): Shared => {
    const known = channels.get(key);
    const entry =
      known === undefined || known.channel.isOver
        ? { channel: createChannel(channelParts, subscription), users: 0 }
        : known;
    channels.set(key, entry);
    entry.users += 1;
    return entry;
  };
  const leave = (key: string, entry: Shared): void => {
    entry.users -= 1;
    if (entry.users > 0) return;
    entry.channel.end();
    if (channels.get(key) === entry) channels.delete(key);
  };

  return {
    hub,
    begin,
    cursors,
    theirs,
    limits,
    tickets,
    asOf: (principal) => toldAs(principal, runtime.published()),
    toldAs,
    mayOpen: (principal) => (open.get(principal)?.size ?? 0) < limits.streams,
    problemOf: async ({ after }) => {
      if (after > runtime.published()) return 'ahead';
      return after + 1 < (await store.oldest()) ? 'expired' : null;
    },
    open: (subscription, cursor, outlet) => {
      const { principal } = subscription;
      const endedBy = ended.of(principal);
      if (endedBy !== null) {
        outlet.close(endedBy);
        return;
      }
      const { id, expiresAt } = principal;
      const own = open.get(id) ?? new Map<Outlet, Principal>();
      open.set(id, own.set(outlet, principal));
      const key = keyOf(subscription);
      const shared = join(key, subscription);
      outlet.onClosed((reason) => {
        if (reason === 'slow') cut += 1;
        own.delete(outlet);
        if (own.size === 0) open.delete(id);
        leave(key, shared);
      });
      if (expiresAt !== null) closeAt(expiresAt, outlet, timing);
      follow(hub, shared.channel, subscription.wire, outlet, cursor).catch((fault: unknown) => {
        log.error({ err: fault }, 'a stream could not catch up');
        outlet.close('fault');
      });
    },
    endOf: (name, by) => {
      ended.note(name, by);
      const isTheirs = ({ id, session }: Principal): boolean => id === name || session === name;
      tickets.forget(isTheirs);
      for (const own of open.values()) for (const [outlet, principal] of own) if (isTheirs(principal)) outlet.close(by);
    },
    get count() {
      let count = 0;
      for (const own of open.values()) count += own.size;
      return count;
    },
    get cut() {
      return cut;
    },
    close: () => {
      hub.close('shutdown');
      for (const own of open.values()) for (const outlet of own.keys()) outlet.close('shutdown');
    },
  };
};

/** A channel, and how many streams there are on it. */
interface Shared {
  readonly channel: Channel;
  users: number;
}

/** So long one timer runs at most; then it is looked again. */
const LONGEST_MS = 86_400_000;

/** Ends a stream when its reader is not known any more by what they have shown. */
const closeAt = (expiresAt: number, outlet: Outlet, { now, after }: Pick<Timing, 'now' | 'after'>): void => {
  let stop = (): void => undefined;
  const look = (): void => {
    const leftMs = expiresAt - now();
    if (leftMs <= 0) outlet.close('unauthenticated');
    else stop = after(Math.min(leftMs, LONGEST_MS), look);
  };
  outlet.onClosed(() => stop());
  look();
};

export const teamsOf = (directory: Directory) => ({
  teamOfAgent: (agent: Parameters<Directory['agent']>[0]) => directory.agent(agent)?.team ?? null,
  teamOfQueue: (queue: Parameters<Directory['teamOfQueue']>[0]) => directory.teamOfQueue(queue),
});

/** The same after a restart, so that agents go on where they were. */
const cursorKeyOf = async (store: Store): Promise<Uint8Array> => {
  const documents = store.documents<{ readonly key: string }>('cursors');
  const kept = await documents.get('key');
  if (kept !== null) return Buffer.from(kept.key, 'base64url');
  const key = randomBytes(CURSOR_KEY_BYTES);
  await documents.put('key', { key: key.toString('base64url') });
  return key;
};

/** How many operations are remembered; older ones are looked up again. */
const MOST_REMEMBERED = 2_000;

/** Whose an operation is never changes, so that it is looked up once. */
const operationsOf = (store: Store): Theirs => {
  const known = new Map<string, Promise<string | null>>();
  return async (principal, operation) => {
    let owner = known.get(operation);
    if (owner === undefined) {
      owner = store.operation(operation as CommandId).then((found) => found?.principal ?? null);
      known.set(operation, owner);
      // Looked up again, where it could not be.
      owner.catch(() => known.delete(operation));
      for (const oldest of known.keys()) {
        if (known.size <= MOST_REMEMBERED) break;
        known.delete(oldest);
      }
    }
    return (await owner) === principal;
  };
};
