import type { CallId } from '@legwork/core';
import type { Database } from 'better-sqlite3';
import { createCallRecords } from './call-records.ts';
import type { Columns, Projected } from './columns.ts';
import { openToWrite } from './files.ts';
import { createOperations } from './operations.ts';
import { longTexts, type LongText, type Piece, type Shortened } from './pieces.ts';
import { createSweep, type Retention } from './retention.ts';
import { migrate } from './schema.ts';

/** Everything that changes the file. Each method is one transaction, durable when it returns; SQLite's errors are thrown as they are. */
export interface Writer {
  append(columns: Columns, projected: Projected): void;
  /** One piece of one of a checkpoint's long texts, before the checkpoint itself. */
  putPiece(piece: Piece): void;
  /** Its long texts are those whose pieces were kept; `pieces` says of how many each is made. */
  save(checkpoint: Shortened, pieces: Readonly<Record<LongText, number>>): void;
  put(collection: string, id: string, doc: string): void;
  /** False where there was none. */
  remove(collection: string, id: string): boolean;
  /** Gives up some of what need not be kept any more. True where more is left to give up. */
  sweep(now: number): boolean;
  close(): void;
}

/** So many checkpoints are kept: the one before the last still leads to the present, should the last be damaged. */
const KEPT_CHECKPOINTS = 2;

export interface WriterOptions {
  readonly file: string;
  readonly mostBytes: number;
  readonly retention: Retention;
}

/** Opens the file, and brings it to the present version of the schema. */
export const openWriter = ({ file, mostBytes, retention }: WriterOptions): { db: Database; writer: Writer } => {
  const db = openToWrite(file, mostBytes);
  try {
    migrate(db);
    return { db, writer: createWriter(db, retention) };
  } catch (error) {
    db.close();
    throw error;
  }
};

const createWriter = (db: Database, retention: Retention): Writer => {
  const operations = createOperations(db);
  const records = createCallRecords(db);
  const sweep = createSweep(db, retention);
  const enter = db.prepare<[number, number, number, number, string]>(
    'INSERT INTO entries (seq, at, published, behaviour, input) VALUES (?, ?, ?, ?, ?)',
  );
  const publish = db.prepare<[number, number, CallId | null, string]>(
    'INSERT INTO publications (seq, at, call, fact) VALUES (?, ?, ?, ?)',
  );
  // It also writes where a batch is empty: whoever tries whether the journal can be written wants to know.
  const progress = db.prepare<[number, number]>(
    'UPDATE progress SET performed = max(performed, ?), published = max(published, ?), tried = tried + 1',
  );
  const keepPiece = db.prepare<[number, LongText, number, string]>(
    'INSERT OR REPLACE INTO checkpoint_pieces (checkpoint, text, n, piece) VALUES (?, ?, ?, ?)',
  );
  // An earlier attempt at the same checkpoint may have got further than this one.
  const trimPieces = db.prepare<[number, LongText, number]>(
    'DELETE FROM checkpoint_pieces WHERE checkpoint = ? AND text = ? AND n >= ?',
  );
  const saveCheckpoint = db.prepare(`
    INSERT OR REPLACE INTO checkpoints (seq, at, published, behaviour, config, engine, live, timers, unperformed)
    VALUES (?, ?, ?, ?, ?, '', '', ?, ?)`);
  const giveUpCheckpoints = db.prepare<[number]>(
    'DELETE FROM checkpoints WHERE seq NOT IN (SELECT seq FROM checkpoints ORDER BY seq DESC LIMIT ?)',
  );
  const put = db.prepare<[string, string, string]>(
    'INSERT INTO documents (collection, id, doc) VALUES (?, ?, ?) ON CONFLICT (collection, id) DO UPDATE SET doc = excluded.doc',
  );
  const remove = db.prepare<[string, string]>('DELETE FROM documents WHERE collection = ? AND id = ?');

  const append = db.transaction(({ entries, publications, performed }: Columns, projected: Projected) => {
    for (const [n, input] of entries.input.entries()) {
      enter.run(entries.seq[n] ?? 0, entries.at[n] ?? 0, entries.published[n] ?? 0, entries.behaviour[n] ?? 0, input);
    }
    for (const [n, fact] of publications.fact.entries()) {
      publish.run(publications.seq[n] ?? 0, publications.at[n] ?? 0, publications.call[n] ?? null, fact);
    }
    operations.apply(projected);
    records.apply(projected.told);
    progress.run(performed, publications.seq.at(-1) ?? 0);
  });
  const save = db.transaction((checkpoint: Shortened, pieces: Readonly<Record<LongText, number>>) => {
    const { seq, at, published, behaviour, config } = checkpoint;
    const [timers, unperformed] = [JSON.stringify(checkpoint.timers), JSON.stringify(checkpoint.unperformed)];
    for (const text of longTexts) trimPieces.run(seq, text, pieces[text]);
    saveCheckpoint.run(seq, at, published, behaviour, config, timers, unperformed);
    giveUpCheckpoints.run(KEPT_CHECKPOINTS);
  });

  return {
    append: (columns, projected) => {
      try {
        append.immediate(columns, projected);
      } catch (error) {
        records.forget();
        throw error;
      }
    },
    putPiece: ({ checkpoint, text, n, piece }) => void keepPiece.run(checkpoint, text, n, piece),
    save: (checkpoint, pieces) => save.immediate(checkpoint, pieces),
    put: (collection, id, doc) => void put.run(collection, id, doc),
    remove: (collection, id) => remove.run(collection, id).changes > 0,
    sweep,
    close: () => db.close(),
  };
};
