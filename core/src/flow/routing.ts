import type { Branded, Cause, Endpoint, QueueId } from '../vocabulary/index.ts';

/** Names a node of the flow, as whoever wrote the routing chose to. */
export type NodeId = Branded<'NodeId'>;

/**
 * What happens to a call that comes in, as data: a number leads to a node, a node to others, and each way ends in a conversation or a hang-up.
 * Made by `loadRouting` alone, which proves that every reference leads somewhere and no way leads back.
 */
export interface Routing {
  readonly hotlines: readonly Hotline[];
  /** The same hotlines by number; prepared, and no part of the data. */
  readonly byNumber: ReadonlyMap<Endpoint, Hotline>;
  readonly nodes: Readonly<Record<NodeId, FlowNode>>;
  readonly queues: Readonly<Record<QueueId, Queue>>;
}

/** A number that customers call. */
export interface Hotline {
  readonly number: Endpoint;
  readonly name: string;
  readonly entry: NodeId;
  /** Answered at once, or not before a command says so; at once where the data does not say. */
  readonly answer: 'atOnce' | 'onCommand';
}

/** One thing that is decided or done. A menu and voicemail are to join here. */
export type FlowNode = HoursNode | QueueNode | AnnounceNode | NumberNode | HangUpNode;

/** Where the call goes depends on the time. */
export interface HoursNode {
  readonly kind: 'hours';
  /** Local time minus UTC, -720 to 840. It is fixed: there is no daylight saving. */
  readonly utcOffsetMinutes: number;
  readonly open: readonly Opening[];
  /** Local dates, `YYYY-MM-DD`, closed from midnight to midnight whatever `open` says. */
  readonly closedOn: readonly string[];
  readonly inside: NodeId;
  readonly outside: NodeId;
}

/** Open from `from`, included, to `to`, excluded: local times `HH:MM`, of which `24:00` ends the day. */
export interface Opening {
  readonly days: readonly Day[];
  readonly from: string;
  readonly to: string;
}

/** The days of the week, in order. */
export const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Day = (typeof days)[number];

/** Wait for an agent; go to `overflow` where the queue is full or the wait too long. */
export interface QueueNode {
  readonly kind: 'queue';
  readonly queue: QueueId;
  readonly overflow: NodeId;
}

/** Play a prompt to the end, then go on. */
export interface AnnounceNode {
  readonly kind: 'announce';
  readonly prompt: string;
  readonly next: NodeId;
}

/** Connect to a number outside; go to `failed` where nobody answers within the time, 1 ms to 10 minutes. */
export interface NumberNode {
  readonly kind: 'number';
  readonly to: Endpoint;
  readonly ringTimeoutMs: number;
  readonly failed: NodeId;
}

export interface HangUpNode {
  readonly kind: 'hangUp';
  readonly cause: Cause;
}

/** Calls that wait for the same agents. Times are in milliseconds, at most a day. */
export interface Queue {
  readonly id: QueueId;
  readonly name: string;
  /** What an agent must have, all of it, to serve this queue; nothing: every agent does. */
  readonly skills: readonly string[];
  /** 0 to 9; a call of a higher one is taken first, however long another has waited. */
  readonly priority: number;
  /** Its callers count as having waited that much longer than they have; 0 where the data does not say. */
  readonly headStartMs: number;
  /** How long an agent is rung, 1 ms to 10 minutes. */
  readonly ringTimeoutMs: number;
  /** How many calls may wait, 0 to 100,000; with 0 nobody waits. */
  readonly maxSize: number;
  /** How long a call may wait; 0: without limit. */
  readonly maxWaitMs: number;
  readonly wrapUpMs: number;
  /** A call answered within that time counts towards the service level. */
  readonly serviceLevelMs: number;
  /** When it is told to be in trouble; never, where the data does not say. */
  readonly thresholds?: Thresholds | undefined;
}

/** What a queue is watched for: its figures, as `endsWaiting` defines them. */
export interface Thresholds {
  /** How many calls wait. */
  readonly waiting?: Threshold | undefined;
  /** How long the one has waited that has waited longest. */
  readonly longestWaitMs?: Threshold | undefined;
}

/** Crossed upwards when the figure is greater than `over`, and back when it is `clear` or less: in between it stays what it was. */
export interface Threshold {
  readonly over: number;
  /** At most `over`; four fifths of it where the data does not say. */
  readonly clear: number;
}
