import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';

/** One table in a file: the least that durable can be. */
export interface BareRows {
  /** In one commit; on the disk when it returns. */
  write(texts: readonly string[]): void;
  close(): void;
}

export const openBareRows = (file: string): BareRows => {
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec('CREATE TABLE rows (seq INTEGER PRIMARY KEY, text TEXT NOT NULL)');
  const insert = db.prepare<[string]>('INSERT INTO rows (text) VALUES (?)');
  return {
    write: db.transaction((texts: readonly string[]) => {
      for (const text of texts) insert.run(text);
    }),
    close: () => db.close(),
  };
};

/** The same, with one commit for each turn of the event loop. */
export interface BareJournal {
  /** Resolves when the text is on the disk. */
  append(text: string): Promise<void>;
  close(): void;
}

export const openBareJournal = (): BareJournal => {
  const folder = mkdtempSync(join(tmpdir(), 'legwork-bare-'));
  const rows = openBareRows(join(folder, 'bare.db'));
  let turn: { readonly text: string; readonly done: () => void }[] = [];
  const flush = (): void => {
    const all = turn;
    turn = [];
    rows.write(all.map(({ text }) => text));
    for (const { done } of all) done();
  };
  return {
    append: (text) =>
      new Promise((done) => {
        if (turn.length === 0) setImmediate(flush);
        turn.push({ text, done });
      }),
    close: () => {
      rows.close();
      rmSync(folder, { recursive: true });
    },
  };
};
