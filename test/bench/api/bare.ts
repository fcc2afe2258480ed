import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';

/** One table in a file, and one commit that the disk has for each turn of the event loop: the least that durable can be. */
export interface BareJournal {
  /** Resolves when the text is on the disk. */
  append(text: string): Promise<void>;
  /** How long each commit took, in ms. */
  readonly commitsMs: readonly number[];
  close(): void;
}

export const openBare = (): BareJournal => {
  const folder = mkdtempSync(join(tmpdir(), 'legwork-bare-'));
  const db = new Database(join(folder, 'bare.db'));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec('CREATE TABLE inputs (seq INTEGER PRIMARY KEY, text TEXT NOT NULL)');
  const insert = db.prepare<[string]>('INSERT INTO inputs (text) VALUES (?)');
  const write = db.transaction((texts: readonly string[]) => {
    for (const text of texts) insert.run(text);
  });
  const commitsMs: number[] = [];
  let turn: { readonly text: string; readonly done: () => void }[] = [];
  const flush = (): void => {
    const all = turn;
    turn = [];
    const began = performance.now();
    write(all.map(({ text }) => text));
    commitsMs.push(performance.now() - began);
    for (const { done } of all) done();
  };
  return {
    append: (text) =>
      new Promise((done) => {
        if (turn.length === 0) setImmediate(flush);
        turn.push({ text, done });
      }),
    commitsMs,
    close: () => {
      db.close();
      rmSync(folder, { recursive: true });
    },
  };
};
