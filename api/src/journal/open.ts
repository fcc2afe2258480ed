import type { Journal } from '@legwork/core';
import type { Documents, Store } from '../store/store.ts';
import { inThisThread, type Channel } from './channel.ts';
import { asFault } from './faults.ts';
import { openToWrite, own } from './files.ts';
import { createReader, type Reader } from './reader.ts';
import { defaultRetention, type Retention } from './retention.ts';
import { migrate } from './schema.ts';
import { createWriter } from './writer.ts';

export interface StoreOptions {
  /** A path, or `:memory:` for one that lasts as long as the process. */
  readonly file: string;
  readonly retention?: Partial<Retention>;
}

/** A journal, and what can be looked at of what it holds: one file. Closing one closes both. */
export interface OpenStore extends Store {
  readonly journal: Journal;
}

/** So many entries are read at a time. */
const PAGE = 1_000;

/**
 * Opens the journal in a file, which is made where there is none, for its owner alone to read.
 *
 * Rejects with a `JournalFault` where another process has it open, where it is damaged, was written by a newer version, or cannot be opened.
 */
export const openStore = (options: StoreOptions): Promise<OpenStore> => attempt(() => open(options));

const open = ({ file, retention }: StoreOptions): OpenStore => {
  const release = own(file);
  try {
    const db = openToWrite(file);
    migrate(db);
    const channel = inThisThread(createWriter(db, { ...defaultRetention, ...retention }));
    const reader = createReader(db);
    const close = async (): Promise<void> => {
      await channel.close();
      release();
    };
    return { ...storeOn(reader, channel, close), journal: journalOn(reader, channel, close) };
  } catch (error) {
    release();
    throw error;
  }
};

const attempt = async <Result>(act: () => Result): Promise<Result> => {
  try {
    return await Promise.resolve(act());
  } catch (error) {
    throw asFault(error);
  }
};

const storeOn = (reader: Reader, channel: Channel, close: () => Promise<void>): Store => ({
  publications: (after, limit) => attempt(() => reader.publications(after, limit)),
  publicationsOf: (call, limit) => attempt(() => reader.publicationsOf(call, limit)),
  oldest: () => attempt(() => reader.oldest()),
  operation: (id) => attempt(() => reader.operation(id)),
  receipt: (scope, key) => attempt(() => reader.receipt(scope, key)),
  callRecords: (query) => attempt(() => reader.callRecords(query)),
  audit: (query) => attempt(() => reader.audit(query)),
  documents: <Doc>(collection: string): Documents<Doc> => ({
    get: (id) =>
      attempt(() => {
        const doc = reader.document(collection, id);
        return doc === null ? null : (JSON.parse(doc) as Doc);
      }),
    list: () => attempt(() => reader.documents(collection).map((doc) => JSON.parse(doc) as Doc)),
    put: (id, doc) => channel.put(collection, id, JSON.stringify(doc)),
    remove: (id) => channel.remove(collection, id),
  }),
  close,
});

const journalOn = (reader: Reader, channel: Channel, close: () => Promise<void>): Journal => ({
  append: (batch) => channel.append(batch),
  read: async function* read(from) {
    let seq = from;
    for (;;) {
      const page = await attempt(() => reader.recorded(seq, PAGE));
      yield* page;
      if (page.length < PAGE) return;
      seq += page.length;
    }
  },
  performed: () => attempt(() => reader.performed()),
  save: async (checkpoint) => {
    await channel.save(checkpoint);
    while (await channel.sweep(checkpoint.at));
  },
  load: () => attempt(() => reader.checkpoint()),
  close,
});
