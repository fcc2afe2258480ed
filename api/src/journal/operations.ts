import type {
  Actor,
  Command,
  CommandId,
  CommandType,
  FactOf,
  JournalEntry,
  Note,
  Outcome,
  Refusal,
} from '@legwork/core';
import type { Database } from 'better-sqlite3';
import type { Projected } from './columns.ts';

/** Operations, receipts and the audit: what became of each command, and who asked for it. */
export interface Operations {
  /** Within the transaction of the batch. */
  apply(batch: Projected): void;
}

interface Asker {
  readonly principal: string;
  readonly reason: string | null;
}

/** A command that is asked for in this batch. */
interface Draft extends Asker {
  readonly id: CommandId;
  readonly what: CommandType;
  readonly by: Actor;
  readonly askedAt: number;
  isAccepted: boolean;
  call: string | null;
  state: 'pending' | Outcome;
  cause: string | null;
  refusal: Refusal | null;
  allowed: readonly CommandType[];
  resolvedAt: number | null;
}

type Drafts = ReadonlyMap<CommandId, Draft>;

export const createOperations = (db: Database): Operations => {
  // The id of a command that is still open stays with it: whoever asked for another by the same id was refused.
  const insert = db.prepare(`
    INSERT INTO operations (id, what, role, actor, principal, reason, call, state, cause, refusal, allowed, asked_at, resolved_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET
      what = excluded.what, role = excluded.role, actor = excluded.actor, principal = excluded.principal,
      reason = excluded.reason, call = excluded.call, state = excluded.state, cause = excluded.cause,
      refusal = excluded.refusal, allowed = excluded.allowed, asked_at = excluded.asked_at, resolved_at = excluded.resolved_at
    WHERE operations.state <> 'pending'`);
  const resolve = db.prepare<[Outcome, string | null, string | null, number, CommandId]>(
    'UPDATE operations SET state = ?, cause = ?, call = coalesce(?, call), resolved_at = ? WHERE id = ?',
  );
  const askerOf = db.prepare<[CommandId], Asker>('SELECT principal, reason FROM operations WHERE id = ?');
  const audit = db.prepare(`
    INSERT INTO audit (seq, at, command, what, role, actor, principal, detail, reason, call, outcome, why)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const receive = db.prepare<[string, string, string, CommandId, number]>(`
    INSERT INTO receipts (scope, key, fingerprint, command, at) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (scope, key) DO UPDATE SET fingerprint = excluded.fingerprint, command = excluded.command, at = excluded.at`);

  const write = (draft: Draft): void => {
    const { id, what, by, principal, reason, call, state, cause, refusal, allowed, askedAt, resolvedAt } = draft;
    const why = refusal === null ? null : JSON.stringify(refusal);
    const instead = JSON.stringify(allowed);
    insert.run(id, what, by.role, by.id, principal, reason, call, state, cause, why, instead, askedAt, resolvedAt);
  };

  const writeAudit = (seq: number, fact: FactOf<'audit'>, { principal, reason }: Asker): void => {
    const { at, command, what, by, detail, call, outcome, why } = fact;
    audit.run(seq, at, command, what, by.role, by.id, principal, detail, reason, call, outcome, why);
  };

  return {
    apply: ({ commands, told, notes }) => {
      const drafts = draftsOf(commands, notes);
      for (const { seq, fact } of told) {
        if (fact.type === 'command.accepted') accept(drafts, fact);
        else if (fact.type === 'command.resolved') {
          if (!settle(drafts, fact)) resolve.run(fact.outcome, fact.cause, fact.call, fact.at, fact.command);
        } else if (fact.type === 'audit') {
          writeAudit(seq, fact, drafts.get(fact.command) ?? askerOf.get(fact.command) ?? asActor(fact.by));
        }
      }
      for (const draft of drafts.values()) write(draft);
      for (const { command, at, receipt } of notes) {
        if (receipt !== null) receive.run(receipt.scope, receipt.key, receipt.fingerprint, command, at);
      }
    },
  };
};

/** Who asked, where nobody left a note. */
const asActor = ({ role, id }: Actor): Asker => ({ principal: `${role}:${id}`, reason: null });

const draftsOf = (commands: readonly JournalEntry[], notes: readonly Note[]): Drafts => {
  const askers = new Map(notes.map((note) => [note.command, note]));
  const drafts = new Map<CommandId, Draft>();
  for (const { at, input } of commands) {
    // Everything here is one.
    const command = input as Command;
    if (drafts.has(command.id)) continue;
    const { id, type: what, by } = command;
    const note = askers.get(id);
    const asker = note ?? asActor(by);
    drafts.set(id, {
      id,
      what,
      by,
      principal: asker.principal,
      reason: asker.reason ?? ('reason' in command ? command.reason : null),
      askedAt: at,
      isAccepted: false,
      call: null,
      state: 'pending',
      cause: null,
      refusal: null,
      allowed: [],
      resolvedAt: null,
    });
  }
  return drafts;
};

const accept = (drafts: Drafts, { command, call }: FactOf<'command.accepted'>): void => {
  const draft = drafts.get(command);
  if (draft === undefined) return;
  draft.isAccepted = true;
  draft.call = call;
};

/** False where the command was asked for in an earlier batch. */
const settle = (drafts: Drafts, fact: FactOf<'command.resolved'>): boolean => {
  const draft = drafts.get(fact.command);
  if (draft === undefined) return false;
  // Of a second command with the id of an open one nothing is kept: the id is the first one's.
  if (draft.isAccepted && fact.outcome === 'refused') return true;
  draft.call = fact.call ?? draft.call;
  draft.state = fact.outcome;
  draft.cause = fact.cause;
  draft.refusal = fact.refusal;
  draft.allowed = fact.allowed;
  draft.resolvedAt = fact.at;
  return true;
};
