import type { AgentId, CallId, Fact, FactOf, Party, Publication, QueueId, SupervisorId } from '@legwork/core';
import type { Database } from 'better-sqlite3';
import type { CallRecord } from '../store/store.ts';

/** Call records: gathered from facts while a call goes on, and kept when it is closed. */
export interface CallRecords {
  /** Within the transaction of the batch. */
  apply(publications: readonly Publication[]): void;
  /** A transaction was undone: what is known is read again. */
  forget(): void;
}

/** What is known so far of a call that is not closed. */
interface OpenCall {
  readonly created: FactOf<'call.created'>;
  queue: QueueId | null;
  party: Party | null;
  talks: boolean;
  readonly agents: AgentId[];
  readonly supervisors: SupervisorId[];
}

export const createCallRecords = (db: Database): CallRecords => {
  const find = db.prepare<[CallId], { record: string }>('SELECT record FROM open_calls WHERE call = ?');
  const keep = db.prepare<[CallId, string]>(
    'INSERT INTO open_calls (call, record) VALUES (?, ?) ON CONFLICT (call) DO UPDATE SET record = excluded.record',
  );
  const giveUp = db.prepare<[CallId]>('DELETE FROM open_calls WHERE call = ?');
  const record = db.prepare<[number, CallId, number, QueueId | null, string]>(
    'INSERT INTO call_records (updated_seq, call, started_at, queue, record) VALUES (?, ?, ?, ?, ?)',
  );
  const recordAgent = db.prepare<[AgentId, number]>(
    'INSERT INTO call_record_agents (agent, updated_seq) VALUES (?, ?)',
  );
  const known = new Map<CallId, OpenCall>();

  const openCall = (id: CallId): OpenCall | undefined => {
    const before = known.get(id);
    if (before !== undefined) return before;
    const row = find.get(id);
    if (row === undefined) return undefined;
    const call = JSON.parse(row.record) as OpenCall;
    known.set(id, call);
    return call;
  };

  const close = (seq: number, fact: FactOf<'call.closed'>, call: OpenCall): void => {
    const closed = recordOf(seq, fact, call);
    record.run(seq, fact.call, closed.startedAt, closed.queue, JSON.stringify(closed));
    for (const agent of closed.agents) recordAgent.run(agent, seq);
    known.delete(fact.call);
    giveUp.run(fact.call);
  };

  return {
    apply: (publications) => {
      const touched = new Set<CallId>();
      for (const { seq, fact } of publications) {
        if (fact.type === 'call.created') {
          known.set(fact.call, newCall(fact));
          touched.add(fact.call);
          continue;
        }
        const id = changes(fact);
        const call = id === null ? undefined : openCall(id);
        if (id === null || call === undefined) continue;
        if (fact.type === 'call.closed') {
          close(seq, fact, call);
          touched.delete(id);
        } else if (learn(call, fact)) touched.add(id);
      }
      for (const id of touched) keep.run(id, JSON.stringify(known.get(id)));
    },
    forget: () => known.clear(),
  };
};

const newCall = (created: FactOf<'call.created'>): OpenCall => ({
  created,
  queue: null,
  party: null,
  talks: false,
  agents: [],
  supervisors: [],
});

/** The call of whose record the fact may change something. */
const changes = (fact: Fact): CallId | null => {
  if (fact.type === 'seat.changed') return fact.state === 'present' ? fact.call : null;
  const isOfRecord =
    fact.type === 'call.changed' ||
    fact.type === 'call.queued' ||
    fact.type === 'call.party' ||
    fact.type === 'call.closed';
  return isOfRecord ? fact.call : null;
};

/** True where the fact says something new. */
const learn = (call: OpenCall, fact: Fact): boolean => {
  if (fact.type === 'seat.changed') return addTo(call.supervisors, fact.supervisor);
  if (fact.type === 'call.queued') {
    const isNew = call.queue !== fact.queue;
    call.queue = fact.queue;
    return isNew;
  }
  if (fact.type === 'call.party') {
    call.party = fact.party;
    if (call.talks) addParty(call);
    return true;
  }
  if (fact.type !== 'call.changed' || call.talks === (fact.state === 'talking')) return false;
  call.talks = fact.state === 'talking';
  if (call.talks) addParty(call);
  return true;
};

const addParty = ({ party, agents, supervisors }: OpenCall): void => {
  if (party?.kind === 'agent') addTo(agents, party.agent);
  if (party?.kind === 'supervisor') addTo(supervisors, party.supervisor);
};

const addTo = <Id>(ids: Id[], id: Id): boolean => {
  if (ids.includes(id)) return false;
  ids.push(id);
  return true;
};

const recordOf = (
  seq: number,
  closed: FactOf<'call.closed'>,
  { created, queue, agents, supervisors }: OpenCall,
): CallRecord => ({
  call: created.call,
  direction: created.direction,
  customer: created.customer,
  hotline: created.hotline,
  switch: created.switch,
  ours: created.ours,
  ...(created.clientRef !== undefined && { clientRef: created.clientRef }),
  queue: closed.queue ?? queue,
  agents,
  supervisors,
  startedAt: created.at,
  endedAt: closed.at,
  end: closed.end,
  cause: closed.cause,
  served: closed.served,
  abandoned: closed.abandoned,
  waitMs: closed.waitMs,
  talkMs: closed.talkMs,
  holdMs: closed.holdMs,
  updatedSeq: seq,
});
