import { Worker } from 'node:worker_threads';
import type { Database } from 'better-sqlite3';

/**
 * Has SQLite's log copied into the file and begun anew, by a thread of its own that writes on while others write.
 *
 * SQLite itself copies it within the commit that makes it too long: whoever waits for that commit waits for a thousand pages and another two turns of the
 * disk, several times a second. The thread copies all but what is written meanwhile. That little is copied here, between two commits: the log begins anew
 * only where nothing of it is left.
 */
export interface LogKeeper {
  /** So many pages were written, about. */
  wrote(pages: number): void;
  /** Resolves when the thread has let go of the file: whoever closes last puts everything into it. */
  close(): Promise<void>;
}

/** As long as SQLite lets it become, in pages. */
const LONG = 1_000;

/** @param db the one that writes. */
export const keepLog = (db: Database, file: string): LogKeeper => {
  let copier: Copier | null = null;
  let pages = 0;
  let isCopying = false;
  db.pragma('wal_autocheckpoint = 0');

  const copyTheRest = (): void => {
    isCopying = false;
    try {
      db.pragma('wal_checkpoint(PASSIVE)');
    } catch {
      // Whoever writes next learns what is wrong with the disk; the log is copied the next time.
    }
  };
  // For good: the thread, which counts as copying from here on, is asked for nothing more.
  const leaveToSqlite = (): void => {
    isCopying = true;
    db.pragma(`wal_autocheckpoint = ${LONG}`);
  };
  const begin = (): Copier => {
    const thread = new Worker(new URL('./log-copier.ts', import.meta.url), { workerData: file });
    const gone = new Promise<void>((resolve) => thread.once('exit', () => resolve()));
    thread.on('message', copyTheRest);
    thread.on('error', leaveToSqlite);
    // A thread is no window: there is no origin to name.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    return { ask: (what) => thread.postMessage(what), gone };
  };

  return {
    wrote: (more) => {
      pages += more;
      if (pages < LONG || isCopying) return;
      [pages, isCopying] = [0, true];
      try {
        copier ??= begin();
        copier.ask('copy');
      } catch {
        // No thread is to be had.
        leaveToSqlite();
      }
    },
    close: async () => {
      copier?.ask('close');
      await copier?.gone;
    },
  };
};

interface Copier {
  ask(what: 'copy' | 'close'): void;
  readonly gone: Promise<void>;
}
