import type {
  Actor,
  CallId,
  Checkpoint,
  CommandId,
  CommandType,
  Fact,
  Input,
  Publication,
  Recorded,
} from '@legwork/core';
import type { Outcome, Refusal } from '@legwork/core';
import type { Database } from 'better-sqlite3';
import type {
  AuditQuery,
  AuditRow,
  CallRecord,
  CallRecordQuery,
  KeptReceipt,
  Operation,
  Page,
} from '../store/store.ts';
import { cursorAt, seqOf } from './cursor.ts';
import type { LongText } from './pieces.ts';

/** Everything that is read of the file. SQLite's errors are thrown as they are. */
export interface Reader {
  publications(after: number, limit: number): readonly Publication[];
  publicationsOf(call: CallId, limit: number): readonly Publication[];
  oldest(): number;
  operation(id: CommandId): Operation | null;
  receipt(scope: string, key: string): KeptReceipt | null;
  callRecords(query: CallRecordQuery): Page<CallRecord>;
  audit(query: AuditQuery): Page<AuditRow>;
  document(collection: string, id: string): string | null;
  documents(collection: string): readonly string[];
  /** Entries from `seq` on, `limit` at most. */
  recorded(seq: number, limit: number): readonly Recorded[];
  performed(): number;
  checkpoint(): Checkpoint | null;
}

interface PublicationRow {
  readonly seq: number;
  readonly fact: string;
}
interface EntryRow {
  readonly seq: number;
  readonly at: number;
  readonly published: number;
  readonly behaviour: number;
  readonly input: string;
}
interface AskedRow {
  readonly what: CommandType;
  readonly role: Actor['role'];
  readonly actor: string;
  readonly principal: string;
  readonly reason: string | null;
  readonly call: CallId | null;
}
interface OperationRow extends AskedRow {
  readonly id: CommandId;
  readonly state: Operation['state'];
  readonly cause: string | null;
  readonly refusal: string | null;
  readonly allowed: string;
  readonly asked_at: number;
  readonly resolved_at: number | null;
}
interface AuditedRow extends AskedRow {
  readonly seq: number;
  readonly at: number;
  readonly command: CommandId;
  readonly detail: string | null;
  readonly outcome: Outcome;
  readonly why: string | null;
}
type CheckpointRow = Omit<Checkpoint, 'timers' | 'unperformed'> & {
  readonly timers: string;
  readonly unperformed: string;
};

export const createReader = (db: Database): Reader => {
  const publications = db.prepare<[number, number], PublicationRow>(
    'SELECT seq, fact FROM publications WHERE seq > ? ORDER BY seq LIMIT ?',
  );
  const publicationsOf = db.prepare<[CallId, number], PublicationRow>(
    'SELECT seq, fact FROM publications WHERE call = ? ORDER BY seq LIMIT ?',
  );
  const publicationsUpTo = db.prepare<[number, number], PublicationRow>(
    'SELECT seq, fact FROM publications WHERE seq > ? AND seq <= ? ORDER BY seq',
  );
  const oldest = db.prepare<[], { seq: number }>(
    'SELECT coalesce((SELECT min(seq) FROM publications), published + 1) AS seq FROM progress',
  );
  const operation = db.prepare<[CommandId], OperationRow>('SELECT * FROM operations WHERE id = ?');
  const receipt = db.prepare<[string, string], KeptReceipt>(
    'SELECT fingerprint, command, at FROM receipts WHERE scope = ? AND key = ?',
  );
  const document = db.prepare<[string, string], { doc: string }>(
    'SELECT doc FROM documents WHERE collection = ? AND id = ?',
  );
  const documents = db.prepare<[string], { doc: string }>('SELECT doc FROM documents WHERE collection = ? ORDER BY id');
  const entries = db.prepare<[number, number], EntryRow>('SELECT * FROM entries WHERE seq >= ? ORDER BY seq LIMIT ?');
  const publishedBefore = db.prepare<[number, number], { published: number }>(
    'SELECT max(published) AS published FROM (SELECT published FROM entries WHERE seq = ? UNION ALL SELECT published FROM checkpoints WHERE seq = ?)',
  );
  const performed = db.prepare<[], { performed: number }>('SELECT performed FROM progress');
  const checkpoint = db.prepare<[], CheckpointRow>('SELECT * FROM checkpoints ORDER BY seq DESC LIMIT 1');
  const pieces = db.prepare<[number, LongText], { piece: string }>(
    'SELECT piece FROM checkpoint_pieces WHERE checkpoint = ? AND text = ? ORDER BY n',
  );

  return {
    publications: (after, limit) => publications.all(after, limit).map(publicationOf),
    publicationsOf: (call, limit) => publicationsOf.all(call, limit).map(publicationOf),
    oldest: () => oldest.get()?.seq ?? 1,
    operation: (id) => {
      const row = operation.get(id);
      return row === undefined ? null : operationOf(row);
    },
    receipt: (scope, key) => receipt.get(scope, key) ?? null,
    callRecords: (query) => {
      const isForward = query.updatedSince !== undefined;
      const order = `ORDER BY updated_seq ${isForward ? '' : 'DESC'}`;
      const place: readonly Condition[] = [
        ['updated_seq > ?', query.updatedSince],
        [isForward ? 'updated_seq > ?' : 'updated_seq < ?', seqOf(query.cursor)],
      ];
      const time: readonly Condition[] = [
        ['started_at >= ?', query.from],
        ['started_at < ?', query.to],
      ];
      /** Which records they are is found first, of short rows: a year of whole ones, read to be put in order, would hold up everybody. */
      const read = (source: string, conditions: readonly Condition[], before: readonly unknown[] = []) => {
        const { where, values } = whereOf(conditions);
        const select = db.prepare<unknown[], { seq: number; record: string }>(
          `SELECT updated_seq AS seq, record FROM call_records
           WHERE updated_seq IN (SELECT updated_seq FROM ${source} ${where} ${order} LIMIT ?) ${order}`,
        );
        const rows = select.all(...before, ...values, query.limit + 1);
        return pageOf(rows, query.limit, ({ record }) => JSON.parse(record) as CallRecord);
      };
      const isByTime = (query.from ?? query.to) !== undefined && (query.queue ?? query.agent) === undefined;
      if (!isByTime) {
        const source =
          query.agent === undefined ? 'call_records' : 'call_record_agents JOIN call_records USING (updated_seq)';
        return read(source, [['agent = ?', query.agent], ['queue = ?', query.queue], ...time, ...place]);
      }
      const next = whereOf(place);
      const nearby = read(
        `(SELECT updated_seq, started_at FROM call_records ${next.where} ${order} LIMIT ${NEARBY})`,
        time,
        next.values,
      );
      return nearby.next === null ? read('call_records INDEXED BY call_records_by_start', [...time, ...place]) : nearby;
    },
    audit: (query) => {
      const { where, values } = whereOf([
        ['at >= ?', query.from],
        ['at < ?', query.to],
        ['principal = ?', query.principal],
        ['actor = ?', query.by],
        ['call = ?', query.call],
        ['what = ?', query.what],
        ['seq < ?', seqOf(query.cursor)],
      ]);
      const select = db.prepare<unknown[], AuditedRow>(`SELECT * FROM audit ${where} ORDER BY seq DESC LIMIT ?`);
      const rows = select.all(...values, query.limit + 1);
      return pageOf(rows, query.limit, auditOf);
    },
    document: (collection, id) => document.get(collection, id)?.doc ?? null,
    documents: (collection) => documents.all(collection).map(({ doc }) => doc),
    recorded: (seq, limit) => {
      let before = publishedBefore.get(seq - 1, seq - 1)?.published ?? 0;
      const found = entries.all(seq, limit);
      const facts = publicationsUpTo.all(before, found.at(-1)?.published ?? before);
      let next = 0;
      return found.map((row) => {
        const own = facts.slice(next, next + row.published - before);
        next += own.length;
        before = row.published;
        return { entry: { ...row, input: JSON.parse(row.input) as Input }, publications: own.map(publicationOf) };
      });
    },
    performed: () => performed.get()?.performed ?? 0,
    checkpoint: () => {
      const row = checkpoint.get();
      if (row === undefined) return null;
      // What an earlier version wrote stands in the row itself.
      const whole = (text: LongText): string =>
        row[text] === ''
          ? pieces
              .all(row.seq, text)
              .map(({ piece }) => piece)
              .join('')
          : row[text];
      return checkpointOf({ ...row, engine: whole('engine'), live: whole('live') });
    },
  };
};

/** So many records in their order are looked through for those of a time, before all of that time are put in order. */
const NEARBY = 2_000;

/** A condition, and what it compares with: left out where that is null or undefined. */
type Condition = readonly [sql: string, value: string | number | null | undefined];

const whereOf = (conditions: readonly Condition[]): { readonly where: string; readonly values: readonly unknown[] } => {
  const given = conditions.filter(([, value]) => value !== undefined && value !== null);
  const where = given.length === 0 ? '' : `WHERE ${given.map(([sql]) => sql).join(' AND ')}`;
  return { where, values: given.map(([, value]) => value) };
};

/** One row more than the page holds was asked for: it tells whether there is another page. */
const pageOf = <From extends { readonly seq: number }, To>(
  rows: readonly From[],
  limit: number,
  to: (row: From) => To,
): Page<To> => {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { data: page.map(to), next: rows.length > limit && last !== undefined ? cursorAt(last.seq) : null };
};

const publicationOf = ({ seq, fact }: PublicationRow): Publication => ({ seq, fact: JSON.parse(fact) as Fact });

const operationOf = (row: OperationRow): Operation => ({
  id: row.id,
  what: row.what,
  by: { role: row.role, id: row.actor },
  principal: row.principal,
  reason: row.reason,
  call: row.call,
  state: row.state,
  cause: row.cause,
  refusal: row.refusal === null ? null : (JSON.parse(row.refusal) as Refusal),
  allowed: JSON.parse(row.allowed) as readonly CommandType[],
  askedAt: row.asked_at,
  resolvedAt: row.resolved_at,
});

const auditOf = (row: AuditedRow): AuditRow => ({
  seq: row.seq,
  at: row.at,
  command: row.command,
  what: row.what,
  by: { role: row.role, id: row.actor },
  principal: row.principal,
  detail: row.detail,
  reason: row.reason,
  call: row.call,
  outcome: row.outcome,
  why: row.why,
});

const checkpointOf = (row: CheckpointRow): Checkpoint => ({
  ...row,
  timers: JSON.parse(row.timers) as Checkpoint['timers'],
  unperformed: JSON.parse(row.unperformed) as Checkpoint['unperformed'],
});
