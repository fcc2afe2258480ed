import type { Database } from 'better-sqlite3';
import { Misfit } from './faults.ts';

/** Says in the file's header that it is a journal of Legwork: "Legw". */
const APPLICATION = 0x4c656777;

/** Each brings a journal from one version of the schema to the next. What was released is not changed any more. */
const migrations: readonly string[] = [
  `
  CREATE TABLE entries (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    published INTEGER NOT NULL,
    behaviour INTEGER NOT NULL,
    input TEXT NOT NULL
  );
  CREATE TABLE publications (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    call TEXT,
    fact TEXT NOT NULL
  );
  CREATE INDEX publications_by_call ON publications (call, seq) WHERE call IS NOT NULL;
  CREATE TABLE checkpoints (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    published INTEGER NOT NULL,
    behaviour INTEGER NOT NULL,
    config TEXT NOT NULL,
    engine TEXT NOT NULL,
    live TEXT NOT NULL,
    timers TEXT NOT NULL,
    unperformed TEXT NOT NULL
  );
  -- One row: how far everything is, whatever was given up since.
  CREATE TABLE progress (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    performed INTEGER NOT NULL,
    published INTEGER NOT NULL,
    tried INTEGER NOT NULL
  );
  INSERT INTO progress VALUES (1, 0, 0, 0);

  CREATE TABLE operations (
    id TEXT NOT NULL UNIQUE,
    what TEXT NOT NULL,
    role TEXT NOT NULL,
    actor TEXT NOT NULL,
    principal TEXT NOT NULL,
    reason TEXT,
    call TEXT,
    state TEXT NOT NULL,
    cause TEXT,
    refusal TEXT,
    allowed TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    resolved_at INTEGER
  );
  CREATE TABLE receipts (
    scope TEXT NOT NULL,
    key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    command TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (scope, key)
  ) WITHOUT ROWID;
  CREATE INDEX receipts_by_age ON receipts (at);
  CREATE TABLE audit (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    command TEXT NOT NULL,
    what TEXT NOT NULL,
    role TEXT NOT NULL,
    actor TEXT NOT NULL,
    principal TEXT NOT NULL,
    detail TEXT,
    reason TEXT,
    call TEXT,
    outcome TEXT NOT NULL,
    why TEXT
  );
  CREATE INDEX audit_by_principal ON audit (principal, seq);
  CREATE INDEX audit_by_call ON audit (call, seq) WHERE call IS NOT NULL;

  -- What is known so far of calls that are not closed.
  CREATE TABLE open_calls (call TEXT PRIMARY KEY, record TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE call_records (
    updated_seq INTEGER PRIMARY KEY,
    call TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    queue TEXT,
    record TEXT NOT NULL
  );
  CREATE INDEX call_records_by_start ON call_records (started_at);
  CREATE INDEX call_records_by_queue ON call_records (queue, updated_seq) WHERE queue IS NOT NULL;
  CREATE TABLE call_record_agents (
    agent TEXT NOT NULL,
    updated_seq INTEGER NOT NULL,
    PRIMARY KEY (agent, updated_seq)
  ) WITHOUT ROWID;

  CREATE TABLE documents (
    collection TEXT NOT NULL,
    id TEXT NOT NULL,
    doc TEXT NOT NULL,
    PRIMARY KEY (collection, id)
  ) WITHOUT ROWID;
  `,
  `
  -- The long texts of a checkpoint, piece by piece: each is a short transaction of its own, and the checkpoint counts when its row is there.
  CREATE TABLE checkpoint_pieces (
    checkpoint INTEGER NOT NULL,
    text TEXT NOT NULL,
    n INTEGER NOT NULL,
    piece TEXT NOT NULL,
    UNIQUE (checkpoint, text, n)
  );
  `,
];

/**
 * Brings the file to the present version of the schema, in one transaction.
 *
 * @throws Misfit `newer` where a newer version of Legwork has written it, `corrupt` where it is a database of something else.
 */
export const migrate = (db: Database): void => {
  const version = Number(db.pragma('user_version', { simple: true }));
  const application = Number(db.pragma('application_id', { simple: true }));
  const isOurs = application === APPLICATION || (application === 0 && version === 0 && isEmpty(db));
  if (!isOurs) throw new Misfit('corrupt', 'the file is a database, but no journal of Legwork');
  if (version > migrations.length) {
    throw new Misfit(
      'newer',
      `the journal has version ${version} of its schema, and this version of Legwork knows ${migrations.length}: run a newer one`,
    );
  }
  if (version === migrations.length) return;
  db.transaction(() => {
    for (const migration of migrations.slice(version)) db.exec(migration);
    db.pragma(`application_id = ${APPLICATION}`);
    db.pragma(`user_version = ${migrations.length}`);
  }).immediate();
};

const isEmpty = (db: Database): boolean => db.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
