import type { Queue } from '../flow/index.ts';
import type { AgentId, CallId, QueueId } from '../vocabulary/index.ts';
import { IdleAgents, type Place } from './idle.ts';
import { createRoster, type Roster } from './roster.ts';
import { isBefore, Line } from './line.ts';
import type { Waiting } from './line.ts';

/** What the distribution of calls needs to know of an agent. */
export interface Skilled {
  readonly id: AgentId;
  readonly skills: readonly string[];
}

/** A call as it is put into a queue. */
export interface Enqueued {
  readonly call: CallId;
  readonly queue: QueueId;
  /** Since when it waits, in milliseconds. */
  readonly atMs: number;
  /** Before all calls of the queue that were not put to the front. */
  readonly front: boolean;
}

/** Everything that changes, as JSON. Both lists are in the order in which they are to be told again. */
export interface AcdSnapshot {
  readonly idle: readonly { readonly agent: AgentId; readonly atMs: number }[];
  readonly waiting: readonly Enqueued[];
}

/**
 * Who waits and who is free: finds the agent for a call and the call for an agent. It decides and reserves nothing: whoever asks does, and says so
 * with `busy` and `leave`. Whoever asks `agentFor` each call that comes and `callFor` each agent that becomes idle has nothing else to match.
 *
 * An agent serves a queue if it has all of its skills. Agents and queues that it was not made with are a bug, and throw.
 */
export interface Acd {
  /** The agent can take a call from that time on. One that is idle already stays where it is. */
  idle(agent: AgentId, atMs: number): void;
  /** The agent can take no call, if it ever could. */
  busy(agent: AgentId): void;
  /** Puts a call that does not wait into a queue. */
  enqueue(enqueued: Enqueued): void;
  /** Takes a call out of its queue; false if it did not wait. */
  leave(call: CallId): boolean;
  /** Of the idle agents that serve the call's queue the one idle longest, among equals the one that was told first; null: none, or no such call. */
  agentFor(call: CallId): AgentId | null;
  /**
   * Of the calls in the queues that the agent serves: those of the highest priority, of these those put to the front, of these the one that has
   * waited longest, its queue's head start added, and of these the first that came. Calls that are not meant are passed over. Null: none waits.
   */
  callFor(agent: AgentId, isMeant?: (call: CallId) => boolean): CallId | null;
  /** How many calls wait. */
  size(queue: QueueId): number;
  /** Since when the call waits that has waited longest; null: none does. */
  longestSince(queue: QueueId): number | null;
  /** How many idle agents serve it. */
  idleCount(queue: QueueId): number;
  /** The calls that wait, in order. */
  waiting(queue: QueueId): readonly Enqueued[];
  /** Where the call waits; null if it does not. */
  queueOf(call: CallId): QueueId | null;
  /** The call's place in its queue: 1 is the next to be taken from it. Null if it does not wait. */
  position(call: CallId): number | null;
  snapshot(): AcdSnapshot;
}

/**
 * Nobody idle, nobody waiting. Asks of an agent cost a step for each queue that it serves; those of a call grow with the logarithm of its queue.
 * Whoever has the agents' roster already lends it.
 */
export function createAcd(
  queues: Iterable<Queue>,
  agents: readonly Skilled[],
  roster: Roster = createRoster(agents),
): Acd {
  const desks = byId(queues, (queue): Desk => ({ queue, line: new Line(), idle: new IdleAgents() }));
  const servedBy = rounds([...desks.values()], agents, roster);
  const idle = new Map<AgentId, Idle>();
  const calls = new Map<CallId, Waiting>();
  let arrivals = 0;
  let turns = 0;

  return {
    idle(agent, atMs) {
      const served = servedBy(agent);
      if (idle.has(agent)) return;
      turns += 1;
      idle.set(agent, { atMs, turn: turns, places: served.map((desk) => desk.idle.add(agent, atMs)) });
    },

    busy(agent) {
      servedBy(agent);
      for (const place of idle.get(agent)?.places ?? []) place.list.remove(place);
      idle.delete(agent);
    },

    enqueue({ call, queue, atMs, front }) {
      if (calls.has(call)) throw new Error(`${call} waits already`);
      const desk = known(desks, queue);
      arrivals += 1;
      const countsFromMs = atMs - desk.queue.headStartMs;
      const waiting = { call, queue, atMs, countsFromMs, front, arrival: arrivals };
      calls.set(call, waiting);
      desk.line.add(waiting);
    },

    leave(call) {
      const waiting = calls.get(call);
      if (waiting === undefined) return false;
      calls.delete(call);
      known(desks, waiting.queue).line.remove(waiting);
      return true;
    },

    agentFor(call) {
      const waiting = calls.get(call);
      return waiting === undefined ? null : known(desks, waiting.queue).idle.longest();
    },

    callFor(agent, isMeant) {
      let best: { readonly priority: number; readonly waiting: Waiting } | null = null;
      for (const desk of servedBy(agent)) {
        const { priority } = desk.queue;
        if (best !== null && best.priority > priority) break;
        const waiting = isMeant === undefined ? desk.line.first() : desk.line.firstOf(({ call }) => isMeant(call));
        if (waiting !== null && (best === null || isBefore(waiting, best.waiting))) best = { priority, waiting };
      }
      return best === null ? null : best.waiting.call;
    },

    size: (queue) => known(desks, queue).line.size,

    longestSince: (queue) => known(desks, queue).line.longestSince(),

    idleCount: (queue) => known(desks, queue).idle.size,

    waiting: (queue) => known(desks, queue).line.inOrder().map(enqueuedOf),

    queueOf: (call) => calls.get(call)?.queue ?? null,

    position(call) {
      const waiting = calls.get(call);
      return waiting === undefined ? null : known(desks, waiting.queue).line.countBefore(waiting) + 1;
    },

    snapshot() {
      const inOrder = [...idle].toSorted(([, one], [, other]) => one.turn - other.turn);
      return {
        idle: inOrder.map(([agent, { atMs }]) => ({ agent, atMs })),
        waiting: Array.from(calls.values(), enqueuedOf),
      };
    },
  };
}

/** An Acd that goes on where the one of the snapshot was, for the same queues and agents. */
export function restoreAcd(
  queues: Iterable<Queue>,
  agents: readonly Skilled[],
  snapshot: AcdSnapshot,
  roster: Roster = createRoster(agents),
): Acd {
  const acd = createAcd(queues, agents, roster);
  for (const { agent, atMs } of snapshot.idle) acd.idle(agent, atMs);
  for (const enqueued of snapshot.waiting) acd.enqueue(enqueued);
  return acd;
}

/** A queue with its two sides: the calls that wait in it and the idle agents that serve it. */
interface Desk {
  readonly queue: Queue;
  readonly line: Line;
  readonly idle: IdleAgents;
}

/** An agent who is idle: since when, which turn of becoming idle that was, and the agent's place in each queue. */
interface Idle {
  readonly atMs: number;
  readonly turn: number;
  readonly places: readonly Place[];
}

/** The desks that an agent serves, those of the highest priority first. Agents with the same skills share the list: of each only its number is kept. */
const rounds = (
  desks: readonly Desk[],
  agents: readonly Skilled[],
  roster: Roster,
): ((agent: AgentId) => readonly Desk[]) => {
  const numbers = new Map<string, number>();
  const lists: (readonly Desk[])[] = [];
  const listOf = ({ skills }: Skilled): number => {
    const key = JSON.stringify(skills);
    let number = numbers.get(key);
    if (number === undefined) {
      const has = new Set(skills);
      const served = desks
        .filter(({ queue }) => queue.skills.every((skill) => has.has(skill)))
        .toSorted((one, other) => other.queue.priority - one.queue.priority);
      number = lists.push(served) - 1;
      numbers.set(key, number);
    }
    return number;
  };
  const served = Uint32Array.from(agents, listOf);
  return (agent) => {
    const place = roster.get(agent);
    if (place === undefined) throw new Error(`the acd was made without ${agent}`);
    return lists[served[place] as number] as readonly Desk[];
  };
};

const enqueuedOf = ({ call, queue, atMs, front }: Waiting): Enqueued => ({ call, queue, atMs, front });

function byId<Id extends string, Item extends { readonly id: Id }, Made>(
  items: Iterable<Item>,
  make: (item: Item) => Made,
): ReadonlyMap<Id, Made> {
  const made = new Map<Id, Made>();
  for (const item of items) {
    if (made.has(item.id)) throw new Error(`${item.id} is there twice`);
    made.set(item.id, make(item));
  }
  return made;
}

function known<Id extends string, Item>(items: ReadonlyMap<Id, Item>, id: Id): Item {
  const item = items.get(id);
  if (item === undefined) throw new Error(`the acd was made without ${id}`);
  return item;
}
