import { closeSync, existsSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';

/** A journal that lasts as long as the process. */
export const IN_MEMORY = ':memory:';

/** How long a short transaction of somebody else is waited for, in milliseconds. */
const PATIENCE_MS = 250;

/** A page of a file that SQLite makes. */
const PAGE_BYTES = 4_096;

/** Gives the journal up. */
export type Release = () => void;

/**
 * Makes this process the one that writes the journal, until it ends, however it ends: two engines on one journal would decide twice. The
 * system itself gives the lock back where a process is killed.
 *
 * @throws SqliteError `SQLITE_BUSY` where another process has it.
 */
export const own = (file: string): Release => {
  if (file === IN_MEMORY) return () => undefined;
  const lock = new Database(privately(`${file}-owner`), { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    throw error;
  }
  return () => lock.close();
};

/** Opened for writing: a commit returns when the disk has it. */
export const openToWrite = (file: string, mostBytes: number): Database.Database => {
  const db = new Database(file === IN_MEMORY ? file : privately(file), { timeout: PATIENCE_MS });
  try {
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    if (mostBytes < Infinity) db.pragma(`max_page_count = ${Math.max(1, Math.floor(mostBytes / PAGE_BYTES))}`);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
};

/** Beside a writer in another thread: sees what was committed, and never makes it wait. */
export const openToRead = (file: string): Database.Database =>
  new Database(file, { readonly: true, timeout: PATIENCE_MS });

/**
 * What a file holds of calls and numbers is its owner's alone to read. One that is there is not opened: closing it would give up every lock that this
 * process has on it (POSIX), SQLite's too.
 */
const privately = (file: string): string => {
  if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600));
  return file;
};
