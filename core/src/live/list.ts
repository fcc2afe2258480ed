import { assertNever } from '../vocabulary/index.ts';
import type { AgentId, CallId, CommandId, Fact, FactOf, SeatId } from '../vocabulary/index.ts';
import type { LiveAgent, LiveCall } from './call.ts';
import { figuresOf } from './figures.ts';
import { Order, type InOrder, type LiveSort } from './order.ts';
import type { LiveFigures } from './figures.ts';
import { liveCallOf, newRow, rowAccepted, rowChanged, rowQueued, rowResolved, rowSeated, rowUnseated } from './row.ts';
import type { Row } from './row.ts';

/**
 * All calls in progress, told from facts alone: whoever reads the facts in order has the same list.
 *
 * A call is on the list from `call.created` to `call.closed`. Applying facts again that were applied before changes
 * nothing, if they come in their order; so a reader that starts over a little too early ends up right.
 */
export interface LiveList {
  /** Takes one fact in, in constant time. Facts come in the order in which they were published. */
  apply(fact: Fact): void;
  /** Every call at `nowMs`, the oldest first. */
  rows(nowMs: number): readonly LiveCall[];
  get(call: CallId, nowMs: number): LiveCall | undefined;
  /** Every call, the oldest first, without a look at any. */
  ids(): readonly CallId[];
  /**
   * Calls in the order of a value at `nowMs`, which is not before the last fact; good until the next fact. What is looked at costs what it costs, and
   * not what stands beyond it.
   */
  inOrder(sort: LiveSort, nowMs: number, which: InOrder): Iterable<CallId>;
  /** Greater whenever something of the call has changed; 0 for one that is not on the list. What was made of a call is good until then. */
  revision(call: CallId): number;
  figures(nowMs: number): LiveFigures;
  /** An agent, once a fact has been told about them. */
  agent(agent: AgentId): LiveAgent | undefined;
  /** How many calls are on the list. */
  readonly size: number;
  /** How many facts were left out: about a call that is not on the list, or older than what is known of it. */
  readonly ignored: number;
  /** Everything the list knows, as JSON can carry it; `createLiveList` reads it back. `ignored` begins anew. */
  snapshot(): LiveListSnapshot;
}

export interface LiveListSnapshot {
  readonly rows: readonly Readonly<Row>[];
  readonly agents: readonly AgentAt[];
}

/** With the time of the last fact that was applied. */
interface AgentAt extends LiveAgent {
  readonly atMs: number;
}

/** A list without calls, or the list that a snapshot was taken of. */
export function createLiveList(from: LiveListSnapshot = { rows: [], agents: [] }): LiveList {
  return new Projection(from);
}

class Projection implements LiveList {
  readonly #rows = new Map<CallId, Row>();
  readonly #revisions = new Map<CallId, number>();
  #edits = 0;
  /** Made when it is asked for. */
  #ids: readonly CallId[] | null = null;
  /** Those that somebody has asked for. */
  readonly #orders = new Map<LiveSort, Order>();
  readonly #agents = new Map<AgentId, AgentAt>();
  // Where seats sit and open commands act, for the facts that do not name the call they leave.
  readonly #callOfSeat = new Map<SeatId, CallId>();
  readonly #callOfCommand = new Map<CommandId, CallId>();
  #ignored = 0;

  constructor({ rows, agents }: LiveListSnapshot) {
    for (const saved of rows) {
      const { call } = saved.created;
      this.#add(call, { ...saved });
      for (const { seat } of saved.seats) this.#callOfSeat.set(seat, call);
      for (const { command } of saved.commands) this.#callOfCommand.set(command, call);
    }
    for (const agent of agents) this.#agents.set(agent.agent, agent);
  }

  get size(): number {
    return this.#rows.size;
  }

  get ignored(): number {
    return this.#ignored;
  }

  rows(nowMs: number): readonly LiveCall[] {
    return Array.from(this.#rows.values(), (row) => liveCallOf(row, nowMs));
  }

  get(call: CallId, nowMs: number): LiveCall | undefined {
    const row = this.#rows.get(call);
    return row && liveCallOf(row, nowMs);
  }

  ids(): readonly CallId[] {
    this.#ids ??= [...this.#rows.keys()];
    return this.#ids;
  }

  inOrder(sort: LiveSort, nowMs: number, which: InOrder): Iterable<CallId> {
    const order = this.#orders.get(sort) ?? new Order(sort, this.#rows);
    this.#orders.set(sort, order);
    return order.read(this.#rows, nowMs, which);
  }

  revision(call: CallId): number {
    return this.#revisions.get(call) ?? 0;
  }

  figures(nowMs: number): LiveFigures {
    const states = Array.from(this.#agents.values(), ({ state }) => state);
    return figuresOf(this.#rows.values(), states, nowMs);
  }

  agent(agent: AgentId): LiveAgent | undefined {
    const known = this.#agents.get(agent);
    if (known === undefined) return undefined;
    const { state, reason, call, sinceMs } = known;
    return { agent, state, reason, call, sinceMs };
  }

  snapshot(): LiveListSnapshot {
    return { rows: Array.from(this.#rows.values(), (row) => ({ ...row })), agents: [...this.#agents.values()] };
  }

  apply(fact: Fact): void {
    switch (fact.type) {
      case 'call.created':
        this.#create(fact);
        break;
      case 'call.changed':
        this.#edit(fact, (row) => rowChanged(row, fact));
        break;
      case 'call.queued':
        this.#edit(fact, (row) => rowQueued(row, fact));
        break;
      case 'call.party':
        this.#edit(fact, (row) => {
          row.party = fact.party;
        });
        break;
      case 'call.confirmed':
        this.#edit(fact, (row) => {
          row.confirmed = fact.confirmed;
          if (fact.confirmed) row.seenMs = fact.at;
        });
        break;
      case 'call.closed':
        this.#close(fact);
        break;
      case 'leg.ringing':
      case 'leg.answered':
      case 'leg.placed':
      case 'leg.muted':
        this.#edit(fact, (row) => {
          if (fact.basis === 'seen') row.seenMs = fact.at;
        });
        break;
      case 'seat.changed':
        this.#seat(fact);
        break;
      case 'agent.changed':
        this.#agent(fact);
        break;
      case 'command.accepted':
        this.#accept(fact);
        break;
      case 'command.resolved':
        this.#resolve(fact);
        break;
      case 'leg.created':
      case 'leg.ended':
      case 'leg.orphaned':
      case 'audit':
      case 'switch.reachable':
      case 'flow.activated':
      case 'queue.crossed':
        break;
      default:
        assertNever(fact);
    }
  }

  #create(fact: FactOf<'call.created'>): void {
    if (this.#rows.has(fact.call)) this.#ignored += 1;
    else this.#add(fact.call, newRow(fact));
  }

  #add(call: CallId, row: Row): void {
    this.#rows.set(call, row);
    this.#touch(call);
    this.#ids = null;
  }

  #touch(call: CallId): void {
    this.#edits += 1;
    this.#revisions.set(call, this.#edits);
    for (const [sort, order] of this.#orders) if (!order.touch(call)) this.#orders.delete(sort);
  }

  #close(fact: FactOf<'call.closed'>): void {
    this.#edit(fact, (row) => {
      for (const { seat } of row.seats) this.#callOfSeat.delete(seat);
      for (const { command } of row.commands) this.#callOfCommand.delete(command);
      this.#rows.delete(fact.call);
      this.#revisions.delete(fact.call);
      this.#ids = null;
    });
  }

  /** A supervisor came, changed, went on to another call, or left. */
  #seat(fact: FactOf<'seat.changed'>): void {
    const call = fact.state === 'gone' ? null : fact.call;
    const before = this.#callOfSeat.get(fact.seat);
    if (before !== undefined && before !== call) {
      this.#edit({ call: before, at: fact.at }, (row) => {
        rowUnseated(row, fact.seat);
        this.#callOfSeat.delete(fact.seat);
      });
    }
    this.#edit({ call, at: fact.at }, (row) => {
      rowSeated(row, fact);
      this.#callOfSeat.set(fact.seat, row.created.call);
    });
  }

  #accept(fact: FactOf<'command.accepted'>): void {
    this.#edit(fact, (row) => {
      rowAccepted(row, fact);
      this.#callOfCommand.set(fact.command, row.created.call);
    });
  }

  /** A command that was refused at once was never open, so there is nothing to find. */
  #resolve(fact: FactOf<'command.resolved'>): void {
    const call = this.#callOfCommand.get(fact.command);
    if (call === undefined) return;
    this.#edit({ call, at: fact.at }, (row) => {
      rowResolved(row, fact);
      this.#callOfCommand.delete(fact.command);
    });
  }

  #agent({ agent, state, reason, call, at }: FactOf<'agent.changed'>): void {
    const known = this.#agents.get(agent);
    if (known !== undefined && at < known.atMs) {
      this.#ignored += 1;
      return;
    }
    const sinceMs = known?.state === state ? known.sinceMs : at;
    this.#agents.set(agent, { agent, state, reason, call, sinceMs, atMs: at });
  }

  /** Hands over the row that a fact is about, unless the fact is about no call, an unknown one, or is out of date. */
  #edit({ call, at }: { readonly call: CallId | null; readonly at: number }, edit: (row: Row) => void): void {
    if (call === null) return;
    const row = this.#rows.get(call);
    if (row === undefined || at < row.asOfMs) {
      this.#ignored += 1;
      return;
    }
    row.asOfMs = at;
    this.#touch(call);
    edit(row);
  }
}
