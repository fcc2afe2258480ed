import type {
  Actor,
  AgentId,
  CallEnd,
  CallId,
  Cause,
  CommandId,
  CommandType,
  Direction,
  Endpoint,
  Outcome,
  Publication,
  QueueId,
  Refusal,
  SupervisorId,
  SwitchId,
} from '@legwork/core';

/** One page of a list. */
export interface Page<Row> {
  readonly data: readonly Row[];
  /** Opaque: where the next page begins; null where this is the last. */
  readonly next: string | null;
}

/** What became of a command that was asked for through the runtime. Times are milliseconds since the epoch. */
export interface Operation {
  readonly id: CommandId;
  readonly what: CommandType;
  readonly by: Actor;
  /** Who asked, as the API knows them; where nobody said, role and id of the actor. */
  readonly principal: string;
  readonly reason: string | null;
  readonly call: CallId | null;
  readonly state: 'pending' | Outcome;
  readonly cause: string | null;
  readonly refusal: Refusal | null;
  /** Where it was refused: what the call would have taken on instead. */
  readonly allowed: readonly CommandType[];
  readonly askedAt: number;
  readonly resolvedAt: number | null;
}

/** One closed call. Times are milliseconds since the epoch, durations milliseconds. */
export interface CallRecord {
  readonly call: CallId;
  readonly direction: Direction;
  readonly customer: Endpoint;
  readonly hotline: Endpoint | null;
  readonly switch: SwitchId;
  readonly ours: boolean;
  /** How whoever asked for it calls it, where they said so. */
  readonly clientRef?: string;
  /** The queue it was put into last. */
  readonly queue: QueueId | null;
  /** Everybody who talked with the customer, in the order in which they did. */
  readonly agents: readonly AgentId[];
  /** Everybody who was present, in the order in which they came. */
  readonly supervisors: readonly SupervisorId[];
  readonly startedAt: number;
  readonly endedAt: number;
  readonly end: CallEnd;
  readonly cause: Cause;
  readonly served: boolean;
  readonly abandoned: boolean;
  readonly waitMs: number;
  readonly talkMs: number;
  readonly holdMs: number;
  /** The publication that closed the call: records are ordered by it. */
  readonly updatedSeq: number;
}

/** One for each privileged command, refused ones included. */
export interface AuditRow {
  /** The publication that said so. */
  readonly seq: number;
  readonly at: number;
  readonly command: CommandId;
  readonly what: CommandType;
  readonly by: Actor;
  readonly principal: string;
  readonly detail: string | null;
  readonly reason: string | null;
  readonly call: CallId | null;
  readonly outcome: Outcome;
  readonly why: string | null;
}

/** What is kept of a request that carried a key. */
export interface KeptReceipt {
  readonly fingerprint: string;
  readonly command: CommandId;
  readonly at: number;
}

export interface CallRecordQuery {
  /** Only records with a greater `updatedSeq`, the oldest first, so that a reader goes on where it stopped. Without it: the newest first. */
  readonly updatedSince?: number;
  /** Calls that began at this moment or later. */
  readonly from?: number;
  /** Calls that began before this moment. */
  readonly to?: number;
  readonly queue?: QueueId;
  /** Calls on which the agent talked. */
  readonly agent?: AgentId;
  /** From 1. */
  readonly limit: number;
  /** What the page before gave as `next`. One that is none of ours is the beginning. */
  readonly cursor?: string;
}

export interface AuditQuery {
  readonly from?: number;
  readonly to?: number;
  readonly principal?: string;
  /** Who asked: an agent, a supervisor, a principal that is neither. */
  readonly by?: string;
  readonly call?: CallId;
  readonly what?: CommandType;
  readonly limit: number;
  readonly cursor?: string;
}

/** Small configuration documents: keys, webhooks, flows, saved views. A document is plain JSON. */
export interface Documents<Doc> {
  get(id: string): Promise<Doc | null>;
  /** By id. */
  list(): Promise<readonly Doc[]>;
  put(id: string, doc: Doc): Promise<void>;
  /** False where there was none. */
  remove(id: string): Promise<boolean>;
}

/** What was made durable, to be looked at. Everything outside the journal sees only this. Faults reject as a `JournalFault`. */
export interface Store {
  /** Publications after the given one, in order. */
  publications(after: number, limit: number): Promise<readonly Publication[]>;
  /** The timeline of a call: its publications, in order. */
  publicationsOf(call: CallId, limit: number): Promise<readonly Publication[]>;
  /** The number of the first publication that is still kept, or of the next one where none is: a cursor further back has expired. */
  oldest(): Promise<number>;
  operation(id: CommandId): Promise<Operation | null>;
  receipt(scope: string, key: string): Promise<KeptReceipt | null>;
  callRecords(query: CallRecordQuery): Promise<Page<CallRecord>>;
  /** The newest first. */
  audit(query: AuditQuery): Promise<Page<AuditRow>>;
  documents<Doc>(collection: string): Documents<Doc>;
  close(): Promise<void>;
}
