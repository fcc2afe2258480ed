import { assertNever, type CallId, type FactOf, type Publication } from '@legwork/core';
import type { Audience, Standing } from './audience.ts';
import type { EventData, EventType, LegworkEvent } from './event.ts';
import { createSeatBook, type SeatBook } from './seat-book.ts';
import { idOf, noteOfCall, tellOfCall, type Telling, type Told } from './tell.ts';
import { callOf, newThread, standingOf, type Teams, type Thread } from './thread.ts';

export interface TranslatorOptions {
  readonly teams: Teams;
  /** The publications of a call, in order, for a call whose beginning the translator has not seen. */
  readonly history: (call: CallId) => Promise<readonly Publication[]>;
  /** How many calls that are over are remembered, for what is told of them late. */
  readonly keepClosed?: number;
}

/** Turns publications into events. Wherever it begins to read, it tells the same. */
export interface Translator {
  /**
   * The events of a publication: at once where the call is known, otherwise when its past has been read. Publications are to be given in
   * order, each after the one before it was told.
   */
  translate(publication: Publication): Telling | Promise<Telling>;
  /** Takes in a publication that nobody is told. False where the past of its call has to be read first: then it is to be translated. */
  note(publication: Publication): boolean;
}

export const createTranslator = ({ teams, history, keepClosed = 1_000 }: TranslatorOptions): Translator => {
  const live = new Map<CallId, Thread>();
  const closed = new Map<CallId, Thread>();
  const seats = createSeatBook();

  const read = async (call: CallId, before: number): Promise<Thread> => {
    const thread = newThread(call);
    for (const earlier of await history(call)) if (earlier.seq < before) noteOfCall(thread, earlier, teams);
    return thread;
  };

  const standingAt = (call: CallId): Standing | null => {
    const thread = live.get(call);
    return thread === undefined ? null : standingOf(thread, teams);
  };

  const close = (thread: Thread): void => {
    live.delete(thread.call);
    closed.set(thread.call, thread);
    for (const oldest of closed.keys()) {
      if (closed.size <= keepClosed) break;
      closed.delete(oldest);
    }
  };

  const told = (thread: Thread, publication: Publication): Telling => {
    const left = seats.note(publication, standingOf(thread, teams));
    const telling = tellOfCall(thread, publication, teams);
    if (publication.fact.type === 'call.closed') close(thread);
    return leftBehind(telling, left, standingAt);
  };

  /** The thread of a call, where its beginning was seen. */
  const threadOf = (call: CallId, { fact }: Publication): Thread | undefined => {
    if (fact.type === 'call.created') live.set(call, newThread(call));
    return live.get(call) ?? closed.get(call);
  };

  return {
    note: (publication) => {
      const call = callOf(publication);
      if (call === null) {
        seats.note(publication, null);
        return true;
      }
      const thread = threadOf(call, publication);
      if (thread === undefined) return false;
      seats.note(publication, standingOf(thread, teams));
      noteOfCall(thread, publication, teams);
      if (publication.fact.type === 'call.closed') close(thread);
      return true;
    },
    translate: (publication) => {
      const call = callOf(publication);
      if (call === null) {
        const telling = tellOfNoCall(publication, teams, seats);
        return leftBehind(telling, seats.note(publication, null), standingAt);
      }
      const thread = threadOf(call, publication);
      if (thread !== undefined) return told(thread, publication);
      return read(call, publication.seq).then((found) => {
        // A call that is over is not taken for one that goes on.
        if (found.isOver) closed.set(call, found);
        else live.set(call, found);
        return told(found, publication);
      });
    },
  };
};

/** The call that a supervisor was at is touched, too, when they are seen elsewhere. */
const leftBehind = (telling: Telling, left: CallId | null, standingAt: (call: CallId) => Standing | null): Telling => {
  if (left === null || telling.touched.some(({ call }) => call === left)) return telling;
  const standing = standingAt(left);
  return { ...telling, touched: [...telling.touched, { call: left, before: standing, after: standing }] };
};

/** What is told of agents, switches, and of seats between two calls. */
const tellOfNoCall = ({ seq, fact }: Publication, teams: Teams, seats: SeatBook): Telling => {
  const told: Told[] = [];
  const put = <Type extends EventType>(type: Type, data: EventData[Type], audience: Partial<Audience>): void => {
    const event = {
      id: idOf(type, audience.operation ?? null, seq, told.length),
      type,
      at: fact.at,
      callId: null,
      callSeq: null,
      basis: null,
      data,
    };
    told.push({
      event: event as LegworkEvent,
      audience: { needs: 'calls.read', standing: everybodys, agents: [], operation: null, ...audience },
    });
  };
  switch (fact.type) {
    case 'agent.changed':
      told.push(toldOfAgent(fact, teams));
      break;
    case 'switch.reachable':
      put(fact.reachable ? 'switch.reached' : 'switch.lost', { switch: fact.switch }, {});
      break;
    case 'queue.crossed': {
      const { queue, measure, isOver, value, over, clear } = fact;
      const standing = { agent: null, queue, team: teams.teamOfQueue(queue) };
      put(
        'queue.thresholdCrossed',
        { queueId: queue, measure, isOver, value, over, clear },
        { needs: 'queues.read', standing },
      );
      break;
    }
    case 'flow.activated':
      put('flow.activated', { flowId: fact.flow }, { needs: 'flows.read' });
      break;
    case 'seat.changed': {
      const { seat, supervisor, scope, state, mode, wanted } = fact;
      const type = state === 'gone' ? 'supervision.ended' : 'supervision.stateChanged';
      const data = { supervisionId: seat, supervisorId: supervisor, scope, state, mode, wanted };
      put(type, data, { standing: seats.standingOf(seat) });
      break;
    }
    case 'leg.placed':
      put(
        'leg.placed',
        { legId: fact.leg, place: fact.place, target: fact.target, mode: fact.mode },
        { standing: seats.standingOf(fact.leg) },
      );
      break;
    case 'leg.ended':
      put('leg.ended', { legId: fact.leg, cause: fact.cause }, { standing: seats.standingOf(fact.leg) });
      break;
    case 'command.accepted':
      put(
        'operation.accepted',
        { operationId: fact.command, what: fact.what },
        { ...whoeverAsked, operation: fact.command },
      );
      break;
    case 'command.resolved': {
      const { command, what, outcome, cause, refusal, allowed } = fact;
      const data = { operationId: command, what, outcome, cause, refusal, allowed };
      put('operation.resolved', data, { ...whoeverAsked, operation: command });
      break;
    }
    case 'audit': {
      const { command, what, by, detail, outcome, why } = fact;
      put(
        'audit.recorded',
        { operationId: command, what, by, detail, outcome, why },
        { needs: 'audit.read', standing: null },
      );
      break;
    }
    // Of a seat between two calls: nobody waits for the rest of its leg.
    case 'leg.created':
    case 'leg.ringing':
    case 'leg.answered':
    case 'leg.muted':
    case 'leg.orphaned':
      break;
    // These name their call.
    case 'call.created':
    case 'call.changed':
    case 'call.queued':
    case 'call.party':
    case 'call.confirmed':
    case 'call.closed':
      break;
    default:
      assertNever(fact);
  }
  return { seq, at: fact.at, told, touched: [] };
};

const everybodys: Standing = { agent: null, queue: null, team: null };
const whoeverAsked = { standing: null, agents: 'whoeverAsked' } as const;

const toldOfAgent = (fact: FactOf<'agent.changed'>, teams: Teams): Told => ({
  event: {
    // Without a number of the whole house, which would tell an agent how much goes on elsewhere.
    id: `evt_agent_${fact.agent}_${fact.at}_${fact.state}`,
    type: 'agent.presenceChanged',
    at: fact.at,
    callId: fact.call,
    callSeq: null,
    basis: null,
    data: { agentId: fact.agent, state: fact.state, reason: fact.reason },
  },
  audience: {
    needs: 'agents.read',
    standing: { agent: fact.agent, queue: null, team: teams.teamOfAgent(fact.agent) },
    agents: [fact.agent],
    operation: null,
  },
});
