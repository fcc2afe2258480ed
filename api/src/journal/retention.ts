import type { Database } from 'better-sqlite3';
import type { CallRecord } from '../store/store.ts';

/** How long what is kept, in milliseconds. Inputs are kept as long as a checkpoint needs them. */
export interface Retention {
  /** Publications: how far back a stream can be taken up, and timelines be read. */
  readonly publicationsMs: number;
  readonly operationsMs: number;
  readonly receiptsMs: number;
  readonly callRecordsMs: number;
  readonly auditMs: number;
}

const DAY_MS = 86_400_000;

export const defaultRetention: Retention = {
  publicationsMs: 7 * DAY_MS,
  operationsMs: 30 * DAY_MS,
  receiptsMs: DAY_MS,
  callRecordsMs: 400 * DAY_MS,
  auditMs: 400 * DAY_MS,
};

/** So many rows of a table are given up in one transaction: whoever waits for theirs waits a few milliseconds. */
const AT_ONCE = 2_000;
/** They are long. */
const PIECES_AT_ONCE = 4;

/**
 * Gives up what is older than is to be kept, some of each table at a time. Gives true where there may be more.
 *
 * Entries and publications that replaying from the older of the kept checkpoints needs stay, however old they are.
 */
export const createSweep = (db: Database, retention: Retention): ((now: number) => boolean) => {
  const needed = db.prepare<[], { seq: number; published: number }>(
    'SELECT seq, published FROM checkpoints ORDER BY seq LIMIT 1',
  );
  // Rows stand in the order of their time: where the first is not too old none is, so that a sweep that finds nothing costs nothing.
  const oldest = (table: string, key: string, at: string): ((before: number) => boolean) => {
    const find = db.prepare<[], { at: number }>(`SELECT ${at} AS at FROM ${table} ORDER BY ${key} LIMIT 1`);
    return (before) => (find.get()?.at ?? Infinity) < before;
  };
  const isOld = {
    publications: oldest('publications', 'seq', 'at'),
    operations: oldest('operations', 'rowid', 'asked_at'),
    audit: oldest('audit', 'seq', 'at'),
  };
  const first = (table: string, key: string): string =>
    `${key} IN (SELECT ${key} FROM ${table} ORDER BY ${key} LIMIT ?)`;
  const entries = db.prepare<[number, number]>(
    'DELETE FROM entries WHERE seq < (SELECT min(seq) FROM entries) + ? AND seq <= ?',
  );
  const publications = db.prepare<[number, number, number]>(
    `DELETE FROM publications WHERE ${first('publications', 'seq')} AND seq <= ? AND at < ?`,
  );
  const operations = db.prepare<[number, number]>(
    `DELETE FROM operations WHERE ${first('operations', 'rowid')} AND asked_at < ? AND resolved_at IS NOT NULL`,
  );
  const audit = db.prepare<[number, number]>(`DELETE FROM audit WHERE ${first('audit', 'seq')} AND at < ?`);
  const receipts = db.prepare<[number, number]>(
    'DELETE FROM receipts WHERE (scope, key) IN (SELECT scope, key FROM receipts WHERE at < ? ORDER BY at LIMIT ?)',
  );
  const oldRecords = db.prepare<[number, number], { updated_seq: number; record: string }>(
    'SELECT updated_seq, record FROM call_records WHERE started_at < ? ORDER BY started_at LIMIT ?',
  );
  const giveUpRecord = db.prepare<[number]>('DELETE FROM call_records WHERE updated_seq = ?');
  const giveUpAgent = db.prepare<[string, number]>(
    'DELETE FROM call_record_agents WHERE agent = ? AND updated_seq = ?',
  );
  // The pieces of checkpoints that were given up, or never came to be. Those of one that is being written are newer than all.
  const pieces = db.prepare<[number]>(`
    DELETE FROM checkpoint_pieces WHERE rowid IN (
      SELECT rowid FROM checkpoint_pieces
      WHERE checkpoint NOT IN (SELECT seq FROM checkpoints) AND checkpoint < (SELECT max(seq) FROM checkpoints)
      LIMIT ?)`);
  const records = (before: number): number => {
    const old = oldRecords.all(before, AT_ONCE);
    for (const { updated_seq: seq, record } of old) {
      for (const agent of (JSON.parse(record) as CallRecord).agents) giveUpAgent.run(agent, seq);
      giveUpRecord.run(seq);
    }
    return old.length;
  };

  const sweep = db.transaction((now: number) => {
    const { seq, published } = needed.get() ?? { seq: 0, published: 0 };
    const before = {
      publications: now - retention.publicationsMs,
      operations: now - retention.operationsMs,
      audit: now - retention.auditMs,
    };
    const gone = [
      entries.run(AT_ONCE, seq).changes,
      isOld.publications(before.publications) ? publications.run(AT_ONCE, published, before.publications).changes : 0,
      isOld.operations(before.operations) ? operations.run(AT_ONCE, before.operations).changes : 0,
      isOld.audit(before.audit) ? audit.run(AT_ONCE, before.audit).changes : 0,
      receipts.run(now - retention.receiptsMs, AT_ONCE).changes,
      records(now - retention.callRecordsMs),
    ];
    const isPieceLeft = pieces.run(PIECES_AT_ONCE).changes === PIECES_AT_ONCE;
    return isPieceLeft || gone.some((count) => count === AT_ONCE);
  });
  return (now) => sweep.immediate(now);
};
