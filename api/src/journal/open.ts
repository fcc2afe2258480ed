import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import type { Journal } from '@legwork/core';
import type { Documents, Store } from '../store/store.ts';
import { inThisThread, type Channel } from './channel.ts';
import { asFault } from './as-fault.ts';
import { IN_MEMORY, openToRead, own, type Release } from './files.ts';
import { longTexts, piecesOf } from './pieces.ts';
import { createReader, type Reader } from './reader.ts';
import { defaultRetention, type Retention } from './retention.ts';
import { inOwnThread } from './thread.ts';
import { openWriter, type WriterOptions } from './writer.ts';

export interface StoreOptions {
  /** A path, or `:memory:` for one that lasts as long as the process. */
  readonly file: string;
  readonly retention?: Partial<Retention>;
  /** How large the file may become, in bytes: beyond that it is full. Without limit, where nothing is said. */
  readonly mostBytes?: number;
  /**
   * Whether what is written is written in a thread of its own: then the disk makes no call wait, on a machine with more than one core. `auto`,
   * where nothing is said: where there is more than one core.
   */
  readonly thread?: 'auto' | 'on' | 'off';
}

/** A journal, and what can be looked at of what it holds: one file. Closing one closes both. */
export interface OpenStore extends Store {
  readonly journal: Journal;
}

/** So many entries are read at a time. */
const PAGE = 1_000;

/** So often some of what is too old is given up after a checkpoint. */
const MOST_SWEEPS = 100;

/**
 * Opens the journal in a file, which is made where there is none, for its owner alone to read.
 *
 * Rejects with a `JournalFault` where another process has it open, where it is damaged, was written by a newer version, or cannot be opened.
 */
export const openStore = async ({
  file,
  retention,
  mostBytes = Infinity,
  thread = 'auto',
}: StoreOptions): Promise<OpenStore> => {
  let release: Release = () => undefined;
  try {
    release = own(file);
    const { reader, closeReader, channel } = await begin(
      { file, mostBytes, retention: { ...defaultRetention, ...retention } },
      thread,
    );
    const close = async (): Promise<void> => {
      // Whoever closes last puts everything into the one file, and a reader may not.
      closeReader();
      await channel.close();
      release();
    };
    return { ...storeOn(reader, channel, close), journal: journalOn(reader, channel, close) };
  } catch (error) {
    release();
    throw asFault(error);
  }
};

const begin = async (
  options: WriterOptions,
  thread: 'auto' | 'on' | 'off',
): Promise<{ readonly reader: Reader; readonly channel: Channel; readonly closeReader: () => void }> => {
  const { file } = options;
  // What is in memory is in the memory of one thread.
  if (file !== IN_MEMORY && (thread === 'on' || (thread === 'auto' && availableParallelism() > 1))) {
    const channel = await inOwnThread(options);
    const db = openToRead(file);
    return { channel, reader: createReader(db), closeReader: () => db.close() };
  }
  const { db, writer } = openWriter(options);
  return { channel: inThisThread(writer), reader: createReader(db), closeReader: () => undefined };
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
    const { engine, live, ...shortened } = checkpoint;
    const pieces = { engine: piecesOf(engine), live: piecesOf(live) };
    for (const text of longTexts) {
      for (const [n, piece] of pieces[text].entries()) {
        await channel.putPiece({ checkpoint: checkpoint.seq, text, n, piece });
      }
    }
    await channel.save(shortened, { engine: pieces.engine.length, live: pieces.live.length });
    // Between two of them others get their turn.
    for (let n = 0; n < MOST_SWEEPS && (await channel.sweep(checkpoint.at)); n += 1) await setImmediate();
  },
  load: () => attempt(() => reader.checkpoint()),
  close,
});
