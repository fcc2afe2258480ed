import {
  assertNever,
  type AgentId,
  type Basis,
  type CallId,
  type CommandId,
  type CommandType,
  type Fact,
  type FactOf,
  type LegId,
  type Publication,
} from '@legwork/core';
import type { Audience, Reading, Standing } from './audience.ts';
import type { EventData, EventType, LegworkEvent } from './event.ts';
import { firstStateOf, standingOf, type Moving, type Teams, type Thread } from './thread.ts';

/** An event, and who may know of it. */
export interface Told {
  readonly event: LegworkEvent;
  readonly audience: Audience;
}

/** A publication as events: none where nobody outside has to know. */
export interface Telling {
  readonly seq: number;
  readonly at: number;
  readonly told: readonly Told[];
  /** The calls of which something may look different from now on. */
  readonly touched: readonly Touched[];
}

/** A call, and where it stood before and after: null where it did not exist. */
export interface Touched {
  readonly call: CallId;
  readonly before: Standing | null;
  readonly after: Standing | null;
}

/** Remembers in the thread what the next fact about the call needs; nobody is told this one. */
export const noteOfCall = (thread: Thread, publication: Publication, teams: Teams): void => {
  tell(thread, publication.fact, new Say(thread, publication, teams, false));
};

/** Tells a fact about a call, and remembers in the thread what the next one needs. */
export const tellOfCall = (thread: Thread, publication: Publication, teams: Teams): Telling => {
  const { seq, fact } = publication;
  const standing = (): Standing | null => (thread.isOver ? null : standingOf(thread, teams));
  const before = fact.type === 'call.created' ? null : standing();
  const say = new Say(thread, publication, teams, true);
  tell(thread, fact, say);
  return { seq, at: fact.at, told: say.told, touched: [{ call: thread.call, before, after: standing() }] };
};

/** Gathers events: `known` to everybody at the call, to `staff` alone, or to staff and whoever asked for the operation. */
class Say {
  readonly told: Told[] = [];
  readonly #thread: Thread;
  readonly #publication: Publication;
  readonly #teams: Teams;
  /** Where nobody hears, events are counted and not made. */
  readonly #isHeard: boolean;

  constructor(thread: Thread, publication: Publication, teams: Teams, isHeard: boolean) {
    this.#thread = thread;
    this.#publication = publication;
    this.#teams = teams;
    this.#isHeard = isHeard;
  }

  known<Type extends EventType>(
    type: Type,
    data: EventData[Type],
    basis: Basis | null = null,
    before: AgentId | null = null,
  ): void {
    this.#thread.told += 1;
    if (!this.#isHeard) return;
    const own = this.#own();
    const agents = before === null || before === this.#thread.agent ? own : [...own, before];
    this.#put(type, data, this.#thread.told, { basis, needs: 'calls.read', agents, operation: null });
  }

  staff<Type extends EventType>(
    type: Type,
    data: EventData[Type],
    basis: Basis | null = null,
    needs: Reading = 'calls.read',
  ): void {
    this.#put(type, data, null, { basis, needs, agents: nobody, operation: null });
  }

  asker<Type extends EventType>(type: Type, data: EventData[Type], operation: Audience['operation']): void {
    this.#put(type, data, null, { basis: null, needs: 'calls.read', agents: this.#own(), operation });
  }

  #own(): readonly AgentId[] {
    const { agent } = this.#thread;
    return agent === null ? nobody : [agent];
  }

  #put<Type extends EventType>(
    type: Type,
    data: EventData[Type],
    callSeq: number | null,
    { basis, ...to }: Omit<Audience, 'standing'> & { readonly basis: Basis | null },
  ): void {
    if (!this.#isHeard) return;
    const { seq, fact } = this.#publication;
    const { call } = this.#thread;
    const id = callSeq === null ? idOf(type, to.operation, seq, this.told.length) : `evt_${call}_${callSeq}`;
    const event = { id, type, at: fact.at, callId: call, callSeq, basis, data } as LegworkEvent;
    this.told.push({ event, audience: { ...to, standing: standingOf(this.#thread, this.#teams) } });
  }
}
const nobody: readonly AgentId[] = [];

/** Of an operation an agent is told, too: by its own name, and not by a number that would count what they may not see, who listens not least. */
export const idOf = (type: EventType, operation: CommandId | null, seq: number, index: number): string =>
  operation === null ? `evt_${seq}_${index}` : `evt_${operation}_${type}`;

const tell = (thread: Thread, fact: Fact, say: Say): void => {
  switch (fact.type) {
    case 'call.created': {
      thread.state = firstStateOf(fact);
      const { direction, customer, hotline, switch: on, ours, clientRef = null } = fact;
      thread.clientRef = clientRef;
      say.known('call.created', { direction, customer, hotline, switch: on, ours, clientRef });
      return;
    }
    case 'call.changed':
      tellChanged(thread, fact, say);
      return;
    case 'call.queued':
      thread.queue = fact.queue;
      say.known('call.queued', { queueId: fact.queue, front: fact.front });
      return;
    case 'call.party': {
      const before = thread.agent;
      thread.agent = fact.party?.kind === 'agent' ? fact.party.agent : null;
      say.known('call.partyChanged', { party: fact.party }, undefined, before);
      return;
    }
    case 'call.confirmed':
      say.known(fact.confirmed ? 'call.confirmed' : 'call.unconfirmed', {});
      return;
    case 'call.closed': {
      thread.isOver = true;
      if (thread.moving !== null) tellFailed(thread, thread.moving, { outcome: 'callGone', cause: null }, say);
      const { end, cause, queue, served, abandoned, waitMs, talkMs, holdMs } = fact;
      say.known('call.ended', { end, cause });
      tellReady(thread, fact.at, say);
      say.staff(
        'callRecord.closed',
        { clientRef: thread.clientRef, queueId: queue, end, cause, served, abandoned, waitMs, talkMs, holdMs },
        undefined,
        'records.read',
      );
      return;
    }
    case 'leg.created': {
      // Whoever takes over is not heard before they have: until then their leg would tell that they are coming.
      if (fact.slot === 'target' && thread.moving?.kind === 'takeover') thread.hidden.add(fact.leg);
      ofLeg(thread, say, 'leg.created', { legId: fact.leg, endpoint: fact.endpoint, slot: fact.slot });
      return;
    }
    case 'leg.ringing':
      ofLeg(thread, say, 'leg.rang', { legId: fact.leg }, fact.basis);
      return;
    case 'leg.answered':
      ofLeg(thread, say, 'leg.answered', { legId: fact.leg }, fact.basis);
      return;
    case 'leg.placed': {
      const { leg, place, target, mode, basis } = fact;
      ofLeg(thread, say, 'leg.placed', { legId: leg, place, target, mode }, basis);
      return;
    }
    case 'leg.muted':
      ofLeg(thread, say, 'leg.muted', { legId: fact.leg, muted: fact.on }, fact.basis);
      return;
    case 'leg.ended':
      ofLeg(thread, say, 'leg.ended', { legId: fact.leg, cause: fact.cause });
      thread.hidden.delete(fact.leg);
      return;
    case 'leg.orphaned':
      ofLeg(thread, say, 'leg.orphaned', { legId: fact.leg });
      return;
    case 'seat.changed':
      tellSeat(thread, fact, say);
      return;
    case 'command.accepted':
      say.asker('operation.accepted', { operationId: fact.command, what: fact.what }, fact.command);
      tellBegun(thread, fact, say);
      return;
    case 'command.resolved': {
      const { command, what, outcome, cause, refusal, allowed } = fact;
      say.asker('operation.resolved', { operationId: command, what, outcome, cause, refusal, allowed }, command);
      tellResolved(thread, fact, say);
      return;
    }
    case 'audit': {
      const { command, what, by, detail, outcome, why } = fact;
      say.staff('audit.recorded', { operationId: command, what, by, detail, outcome, why }, undefined, 'audit.read');
      return;
    }
    case 'agent.changed':
    case 'switch.reachable':
    case 'flow.activated':
    case 'queue.crossed':
      return;
    default:
      assertNever(fact);
  }
};

type LegEventType = Extract<EventType, `leg.${string}`>;

const ofLeg = <Type extends LegEventType>(
  thread: Thread,
  say: Say,
  type: Type,
  data: EventData[Type] & { readonly legId: LegId },
  basis?: Basis,
): void => {
  // A seat's leg is named after the seat, and goes with it from call to call.
  const isSeats = !data.legId.startsWith(`${thread.call}.`);
  if (isSeats || thread.hidden.has(data.legId)) say.staff(type, data, basis);
  else say.known(type, data, basis);
};

const tellChanged = (thread: Thread, fact: FactOf<'call.changed'>, say: Say): void => {
  const { state, hold, handover } = thread;
  if (fact.state !== state) say.known('call.stateChanged', { state: fact.state, before: state });
  if (fact.hold === 'held' && hold !== 'held') say.known('call.held', {});
  // A hold that was undone before anybody was held is no event.
  if (fact.hold === 'open' && (hold === 'held' || hold === 'resuming')) say.known('call.resumed', {});
  tellRecording(thread, fact, say);
  thread.state = fact.state;
  thread.hold = fact.hold;
  thread.handover = fact.handover;
  // The agent may hang up while consulting, or the new party may: nobody asked, and the handover ends all the same.
  const { moving } = thread;
  if (fact.handover !== 'idle' || handover === 'idle' || moving?.consulted !== true || moving.ending !== null) return;
  if (handover === 'releasing') tellCompleted(thread, moving, say);
  else tellFailed(thread, moving, { outcome: 'failed', cause: null }, say);
};

/** A recording begins where the switch says so, asked or not; a call that begins to be stopped from recording is still recorded. */
const tellRecording = (
  thread: Thread,
  { recording, at }: Pick<FactOf<'call.changed'>, 'recording' | 'at'>,
  say: Say,
): void => {
  if (recording === 'on' && thread.recorded === null) {
    thread.recordings += 1;
    thread.recorded = { id: `${thread.call}.r${thread.recordings}`, startedAt: at };
    say.known('recording.started', { recordingId: thread.recorded.id });
  }
  if (recording !== 'off' || thread.recorded === null) return;
  say.known('recording.stopped', { recordingId: thread.recorded.id });
  tellReady(thread, at, say);
};

const tellReady = (thread: Thread, endedAt: number, say: Say): void => {
  if (thread.recorded === null) return;
  const { id: recordingId, startedAt } = thread.recorded;
  thread.recorded = null;
  say.known('recording.ready', { recordingId, startedAt, endedAt });
};

const begins: Readonly<Partial<Record<CommandType, Moving['kind']>>> = {
  'cmd.transfer': 'blind',
  'cmd.consult': 'attended',
  'cmd.takeover': 'takeover',
};

const tellBegun = (thread: Thread, { command, what }: FactOf<'command.accepted'>, say: Say): void => {
  const kind = begins[what];
  if (kind !== undefined) {
    thread.moving = { kind, operation: command, consulted: false, ending: null };
    if (kind === 'takeover') say.staff('takeover.started', { operationId: command });
    else say.asker('transfer.started', { operationId: command, kind }, command);
    return;
  }
  const ends = what === 'cmd.complete' || what === 'cmd.cancel';
  if (ends && thread.moving !== null) thread.moving = { ...thread.moving, ending: command };
};

const tellResolved = (thread: Thread, fact: FactOf<'command.resolved'>, say: Say): void => {
  const { moving } = thread;
  if (moving === null) return;
  const { command, what, outcome, cause } = fact;
  if (command === moving.operation) {
    if (outcome !== 'done') tellFailed(thread, moving, { outcome, cause }, say);
    else if (moving.kind !== 'attended') tellCompleted(thread, moving, say);
    else {
      thread.moving = { ...moving, consulted: true };
      say.asker('transfer.consulted', { operationId: command }, command);
    }
    return;
  }
  if (command !== moving.ending) return;
  if (outcome !== 'done') {
    if (thread.handover === 'idle') tellFailed(thread, moving, { outcome, cause }, say);
    else thread.moving = { ...moving, ending: null };
  } else if (what === 'cmd.complete') tellCompleted(thread, moving, say);
  else tellFailed(thread, moving, { outcome: 'cancelled', cause: null }, say);
};

const tellCompleted = (thread: Thread, { kind, operation }: Moving, say: Say): void => {
  thread.moving = null;
  if (kind === 'takeover') say.staff('takeover.completed', { operationId: operation });
  else say.asker('transfer.completed', { operationId: operation, kind }, operation);
};

const tellFailed = (
  thread: Thread,
  { kind, operation }: Moving,
  how: Omit<EventData['takeover.failed'], 'operationId'>,
  say: Say,
): void => {
  thread.moving = null;
  if (kind === 'takeover') say.staff('takeover.failed', { operationId: operation, ...how });
  else say.asker('transfer.failed', { operationId: operation, kind, ...how }, operation);
};

const tellSeat = (thread: Thread, fact: FactOf<'seat.changed'>, say: Say): void => {
  const { seat, supervisor, scope, state, mode, wanted } = fact;
  const known = thread.seats.get(seat);
  const present = known?.present === true || state === 'present';
  if (state === 'gone') thread.seats.delete(seat);
  else thread.seats.set(seat, { mode, present });
  say.staff(supervisionEvent(known, fact), {
    supervisionId: seat,
    supervisorId: supervisor,
    scope,
    state,
    mode,
    wanted,
  });
};

const supervisionEvent = (
  known: { readonly mode: string | null; readonly present: boolean } | undefined,
  { state, mode }: FactOf<'seat.changed'>,
): Extract<EventType, `supervision.${string}`> => {
  if (state === 'gone') return 'supervision.ended';
  if (known === undefined) return state === 'present' ? 'supervision.present' : 'supervision.requested';
  if (state === 'present' && !known.present) return 'supervision.present';
  return mode !== known.mode ? 'supervision.modeChanged' : 'supervision.stateChanged';
};
