import { newCall, type CallInput, type CallOut, type CallRecord, type CallTimer } from '../call/index.ts';
import type { Capabilities } from '../ports/index.ts';
import { after, entryOf, ringMsAt, step as walk, type Queue } from '../flow/index.ts';
import {
  asId,
  assertNever,
  endsWaiting,
  type CallId,
  type Direction,
  type Endpoint,
  type LegId,
  type NativeId,
  type Party,
  type Refusal,
  type Slot,
  type SupervisorId,
  type SwitchId,
} from '../vocabulary/index.ts';
import { decideAgent, offerNext } from './agents.ts';
import { queueNamed, routingOf } from './flows.ts';
import { askPlacement, createLeg, decideLeg, expectPlacement, hangUpLeg, legsOf, seatOf } from './legs.ts';
import { isFirst, lastTakenOn, resolve, takeOn } from './operations.ts';
import { regionsOf } from './regions.ts';
import { tellSeats } from './seats.ts';
import { noCallOps, noCallTimers, noLegs, noSeats, type AgentAim, type Aim, type Call, type Leg } from './state.ts';
import { ask, nextOp, publish, tellCall, tellLeg, tellOffer, tellSeat, type Step } from './step.ts';
import { capabilitiesOf, lackingBits } from './switches.ts';
import { startTimer, stopAllTimers, stopTimer } from './timers.ts';
import { toAgent, toCall, toLeg } from './told.ts';
import { touch } from './watches.ts';

/** Calls: what their machines say is done here, and told to the world. */

interface NewCall {
  readonly switch: SwitchId;
  readonly direction: Direction;
  readonly customer: Endpoint;
  readonly hotline: Endpoint | null;
  readonly queue: Queue | null;
  /** Where whom it will aim at is to be rung, if not where they always are. */
  readonly device?: Endpoint | null;
  readonly clientRef?: string | undefined;
  readonly ours: boolean;
}

export const createCall = (step: Step, made: NewCall): Call => {
  step.state.counters.calls += 1;
  const capabilities = capabilitiesOf(step, made.switch);
  const call: Call = {
    id: asId<CallId>(`c${step.state.counters.calls}`),
    switch: made.switch,
    direction: made.direction,
    customer: made.customer,
    hotline: made.hotline,
    flow: step.state.flows.current.number,
    state: step.deciders.call.initial(firstRecord(capabilities, made.queue !== null, made.ours)),
    legs: { customer: null, agent: null, target: null, guest: null },
    strays: noLegs,
    seats: noSeats,
    taps: noLegs,
    legCount: 0,
    party: null,
    aim: null,
    device: made.device ?? null,
    node: null,
    prompt: '',
    queue: made.queue,
    ops: noCallOps,
    timers: noCallTimers(),
    confirmed: true,
    lastSeenAt: step.at,
    queuedAt: null,
    talkedAt: null,
    closingAt: null,
    talkingSince: null,
    heldSince: null,
    talkMs: 0,
    holdMs: 0,
    waitsSince: null,
  };
  step.state.calls.set(call.id, call);
  publish(step, {
    type: 'call.created',
    call: call.id,
    direction: call.direction,
    customer: call.customer,
    hotline: call.hotline,
    switch: call.switch,
    ours: made.ours,
    ...(made.clientRef !== undefined && { clientRef: made.clientRef }),
    at: step.at,
  });
  if (!capabilities.traits.list) watchSilence(step, call);
  return call;
};

/** What calls know before their first input. There are few ways to begin: each is one object, which deciders know again. */
const firstRecords = new WeakMap<Capabilities, CallRecord[]>();
const firstRecord = (capabilities: Capabilities, requeues: boolean, ours: boolean): CallRecord => {
  let records = firstRecords.get(capabilities);
  if (records === undefined) {
    const lacks = lackingBits(capabilities);
    records = bits.flatMap((one) => bits.map((other) => ({ ...newCall, lacks, requeues: one, ours: other })));
    firstRecords.set(capabilities, records);
  }
  return records[(requeues ? 2 : 0) + (ours ? 1 : 0)] as CallRecord;
};
const bits = [false, true];

/** On a switch that cannot list its calls, silence is all that tells of a call that ended unseen (known-failures 34). */
export const watchSilence = (step: Step, call: Call): void => {
  const heard = step.at - call.lastSeenAt;
  startTimer(step, call.timers, call.id, 'silence', Math.max(1, step.config.policy.silenceMs - heard));
};

/** Make a leg in one of the call's slots. Its agent is reserved in the same moment. */
export const addLeg = (
  step: Step,
  call: Call,
  slot: Slot,
  made: {
    readonly endpoint: Endpoint;
    readonly party: Party | null;
    readonly native?: NativeId;
    readonly ringMs?: number;
  },
): Leg => {
  call.legCount += 1;
  const id = asId<LegId>(`${call.id}.${call.legCount}`);
  const leg = createLeg(step, {
    id,
    native: made.native ?? asId<NativeId>(id),
    switch: call.switch,
    endpoint: made.endpoint,
    owner: { kind: 'call', call: call.id, slot },
    n: call.legCount,
    party: made.party,
    ringMs: made.ringMs ?? step.config.policy.ringTimeoutMs,
    as: slot === 'customer' ? (call.hotline ?? step.config.policy.callerId) : call.customer,
  });
  call.legs[slot] = leg.id;
  if (made.party?.kind === 'agent') {
    const agent = step.state.agents.get(made.party.agent);
    if (agent === undefined) throw new Error('bug: a leg to an agent who is not there');
    agent.leg = leg.id;
    agent.call = call.id;
    agent.wrapUpMs = call.queue?.wrapUpMs ?? 0;
    decideAgent(step, agent, toAgent.reserve);
  }
  if (made.party?.kind === 'supervisor') {
    const supervisor = step.state.supervisors.get(made.party.supervisor);
    if (supervisor !== undefined) supervisor.leg = leg.id;
  }
  return leg;
};

/** Give a call's machine an input. */
export const decideCall = (step: Step, call: Call, input: CallInput, aim: Aim | null = null): Refusal | null => {
  const decision = step.deciders.call.decide(call.state, input);
  if (decision.kind === 'refusal') return decision.refusal;
  if (decision.kind === 'ignored') {
    step.state.counters.ignored += 1;
    return null;
  }
  if (aim !== null) call.aim = aim;
  const before = call.state.at;
  call.state = decision.state;
  // The world hears that a command was taken on before it hears what came of it.
  const { outs } = decision;
  const last = lastTakenOn(step, outs);
  for (let n = 0; n <= last; n += 1) {
    const out = outs[n] as CallOut;
    if (isFirst(out, n, last)) perform(step, call, out);
  }
  if (before !== call.state.at) moved(step, call);
  for (let n = 0; n < outs.length; n += 1) {
    const out = outs[n] as CallOut;
    if (!isFirst(out, n, last)) perform(step, call, out);
  }
  return null;
};

/** Tell the world where the call is now, and keep its times. */
const moved = (step: Step, call: Call): void => {
  const is = regionsOf(call.state.at);
  if (is.state === 'talking' && call.talkingSince === null) {
    call.talkingSince = step.at;
    call.talkedAt ??= step.at;
  }
  if (is.state !== 'talking' && call.talkingSince !== null) {
    call.talkMs += step.at - call.talkingSince;
    call.talkingSince = null;
  }
  if (call.waitsSince !== null && endsWaiting(is.state)) {
    call.waitsSince = null;
    touch(step, call);
  }
  if (is.state === 'parked' && call.party !== null) setParty(step, call, null);
  if (is.state === 'closing' || is.state === 'closed') call.closingAt ??= step.at;
  const held = is.state === 'talking' && is.hold === 'held';
  if (held && call.heldSince === null) call.heldSince = step.at;
  if (!held && call.heldSince !== null) {
    call.holdMs += step.at - call.heldSince;
    call.heldSince = null;
  }
  const { state, hold, handover, recording } = is;
  publish(step, { type: 'call.changed', call: call.id, state, hold, handover, recording, at: step.at });
};

const legIn = (step: Step, call: Call, slot: Slot): Leg | undefined => {
  const id = call.legs[slot];
  return id === null ? undefined : step.state.legs.get(id);
};

const nativesOf = (step: Step, call: Call): readonly NativeId[] =>
  legsOf(call).flatMap((id) => step.state.legs.get(id)?.native ?? []);

const perform = (step: Step, call: Call, out: CallOut): void => {
  switch (out.say) {
    case 'answer': {
      const leg = legIn(step, call, 'customer');
      if (leg !== undefined) tellLeg(step, leg, toLeg.answer);
      return;
    }
    case 'dial':
      dial(step, call, out.slot);
      return;
    case 'redirect':
      redirect(step, call, out.slot);
      return;
    case 'place':
      place(step, call, out);
      return;
    case 'hangUp': {
      const leg = legIn(step, call, out.slot);
      if (leg !== undefined) hangUpLeg(step, leg);
      return;
    }
    case 'detach':
      detach(step, call, out.slot);
      return;
    case 'become':
      become(step, call, out.from, out.to);
      return;
    case 'lend':
      lend(step, call);
      return;
    case 'lendBack':
      lendBack(step, call);
      return;
    case 'play': {
      const leg = legIn(step, call, 'customer');
      if (leg === undefined) return;
      const { native, id } = leg;
      const { switch: on, prompt } = call;
      ask(step, { type: 'play', switch: on, call: call.id, leg: id, native, prompt, op: nextOp(step) });
      return;
    }
    case 'record':
      ask(step, { type: 'record', switch: call.switch, call: call.id, on: out.on, op: nextOp(step) });
      return;
    case 'claim':
      ask(step, {
        type: 'claim',
        switch: call.switch,
        call: call.id,
        natives: nativesOf(step, call),
        op: nextOp(step),
      });
      return;
    case 'openSeat':
      // The seat takes the command of this step on: it is made by whoever let the command through.
      return;
    case 'seats':
      tellSeats(step, call, out.signal);
      return;
    case 'acd':
      queue(step, call, out.do);
      return;
    case 'route':
      route(step, call);
      return;
    case 'timer':
      if (out.on) startTimer(step, call.timers, call.id, out.timer, lasts(step, call, out.timer));
      else stopTimer(step, call.timers, out.timer);
      return;
    case 'open':
      call.ops = { ...call.ops, [out.slot]: takeOn(step) };
      return;
    case 'resolve': {
      const command = call.ops[out.slot];
      if (command === undefined) return;
      call.ops = { ...call.ops, [out.slot]: undefined };
      resolve(step, command, out.outcome, out.cause);
      return;
    }
    case 'self':
      tellCall(step, call, { type: out.signal });
      return;
    case 'closed':
      close(step, call);
      return;
    case 'refuse':
      return;
    default:
      assertNever(out);
  }
};

const lasts = ({ config: { policy } }: Step, call: Call, timer: CallTimer): number => {
  switch (timer) {
    case 'place':
    case 'hold':
      return policy.joinTimeoutMs;
    case 'wait':
      return call.queue?.maxWaitMs ?? 0;
    case 'park':
      return policy.parkTimeoutMs;
    case 'announce':
      return policy.announceTimeoutMs;
    case 'recording':
    case 'claim':
      return policy.deedTimeoutMs;
    case 'blind':
      return policy.ringTimeoutMs + policy.ringGraceMs + policy.joinTimeoutMs;
    default:
      return assertNever(timer);
  }
};

/** Who a party is, and where they are rung. */
const endpointOf = (step: Step, party: Party): Endpoint => {
  switch (party.kind) {
    case 'number':
      return party.number;
    case 'agent': {
      const agent = step.state.agents.get(party.agent);
      if (agent === undefined) throw new Error('bug: a call aims at an agent who is not there');
      return agent.endpoint;
    }
    case 'supervisor': {
      const supervisor = step.state.supervisors.get(party.supervisor);
      if (supervisor === undefined) throw new Error('bug: a call aims at a supervisor who is not there');
      return supervisor.endpoint;
    }
    default:
      return assertNever(party);
  }
};

const aimed = (call: Call): Party => {
  if (call.aim === null || call.aim.kind === 'queue') throw new Error('bug: a call dials without knowing whom');
  return call.aim;
};

const dial = (step: Step, call: Call, slot: Slot): void => {
  const leg =
    slot === 'customer'
      ? addLeg(step, call, slot, { endpoint: call.customer, party: null })
      : addNewcomer(step, call, slot);
  decideLeg(step, leg, toLeg.dial);
};

/** A leg to whom the call aims at. */
const addNewcomer = (step: Step, call: Call, slot: Exclude<Slot, 'customer'>): Leg => {
  const party = aimed(call);
  const ringMs = slot === 'agent' ? ringMsOf(step, call) : step.config.policy.ringTimeoutMs;
  const leg = addLeg(step, call, slot, { endpoint: call.device ?? endpointOf(step, party), party, ringMs });
  call.device = null;
  if (slot === 'agent') setParty(step, call, party);
  return leg;
};

/** How long whoever is to serve the customer is rung: as the routing says for its number, as the queue says for its agents. */
const ringMsOf = ({ config: { policy }, state }: Step, call: Call): number => {
  const toNumber =
    call.state.record.offersNumber && call.node !== null ? ringMsAt(routingOf(state, call), call.node) : null;
  return toNumber ?? call.queue?.ringTimeoutMs ?? policy.ringTimeoutMs;
};

const redirect = (step: Step, call: Call, slot: 'agent' | 'target'): void => {
  const customer = legIn(step, call, 'customer');
  if (customer === undefined) return;
  const agent = slot === 'agent' ? undefined : legIn(step, call, 'agent');
  const newcomer = addNewcomer(step, call, slot);
  decideLeg(step, newcomer, toLeg.redirect);
  const op = nextOp(step);
  ask(step, {
    type: 'redirect',
    switch: call.switch,
    call: call.id,
    leg: customer.id,
    native: customer.native,
    to: newcomer.endpoint,
    target: newcomer.native,
    instead: agent?.native ?? null,
    ringMs: newcomer.ringMs,
    op,
  });
  // Where the newcomer answers the switch puts the two together, and says so afterwards.
  for (const leg of [customer, newcomer]) expectPlacement(step, leg, op, { at: 'main', target: null, mode: null });
};

const place = (step: Step, call: Call, { slot, at, instead }: Extract<CallOut, { readonly say: 'place' }>): void => {
  const leg = legIn(step, call, slot);
  if (leg === undefined) return;
  const placement = { at, target: null, mode: null };
  if (at === 'treated') {
    askPlacement(step, leg, placement, { type: 'treat', with: 'music' });
    return;
  }
  const replaced = instead === undefined ? undefined : legIn(step, call, instead);
  askPlacement(step, leg, placement, { type: 'join', mix: at, instead: replaced?.native ?? null });
};

const detach = (step: Step, call: Call, slot: Slot): void => {
  const leg = legIn(step, call, slot);
  if (leg === undefined) throw new Error(`bug: nobody to detach as ${slot}`);
  call.legs[slot] = null;
  call.strays = [...call.strays, leg.id];
  leg.owner = { kind: 'call', call: call.id, slot: 'stray', was: slot };
};

const become = (step: Step, call: Call, from: 'target' | 'guest', to: 'agent' | 'guest'): void => {
  const leg = legIn(step, call, from);
  call.legs[from] = null;
  call.legs[to] = leg?.id ?? null;
  if (leg === undefined) throw new Error(`bug: nobody to become the ${to}`);
  leg.owner = { kind: 'call', call: call.id, slot: to };
  const seat = seatOf(step, leg);
  if (seat !== undefined) {
    leg.party = { kind: 'supervisor', supervisor: seat.supervisor };
    const supervisor = step.state.supervisors.get(seat.supervisor);
    if (supervisor !== undefined) supervisor.leg = leg.id;
    seat.leg = null;
    tellSeat(step, seat, { type: 'sig.become' });
  }
  if (leg.party?.kind === 'supervisor') endPresence(step, call, leg, leg.party.supervisor);
  if (to === 'agent') setParty(step, call, leg.party);
};

/** A supervisor who talks on the call by another leg than their seat's is not present at it beside. */
const endPresence = (step: Step, call: Call, leg: Leg, supervisor: SupervisorId): void => {
  const id = step.state.supervisors.get(supervisor)?.seat ?? null;
  const seat = id === null ? undefined : step.state.seats.get(id);
  if (seat?.call !== call.id || seat.leg === leg.id || seat.leg === null) return;
  tellSeat(step, seat, { type: 'sig.become' });
};

/** A supervisor's leg serves as the handover's target; while it does, the call owns it. */
const lend = (step: Step, call: Call): void => {
  const seat = seatByNumber(step, call, call.state.record.seat);
  const leg = seat?.leg === undefined || seat.leg === null ? undefined : step.state.legs.get(seat.leg);
  if (seat === undefined || leg === undefined) throw new Error('bug: a seat without a leg cannot take over');
  call.legCount += 1;
  leg.n = call.legCount;
  leg.owner = { kind: 'call', call: call.id, slot: 'target' };
  call.legs.target = leg.id;
  tellSeat(step, seat, { type: 'sig.lend' });
};

const lendBack = (step: Step, call: Call): void => {
  const leg = legIn(step, call, 'target');
  const seat = leg === undefined ? undefined : seatOf(step, leg);
  if (leg === undefined || seat === undefined) throw new Error('bug: nobody to give the leg back to');
  call.legs.target = null;
  leg.owner = { kind: 'seat', seat: seat.id };
  tellSeat(step, seat, { type: 'sig.lendBack' });
};

const seatByNumber = (step: Pick<Step, 'state'>, call: Call, n: number) => {
  const id = call.seats[n - 1];
  return id === undefined || id === null ? undefined : step.state.seats.get(id);
};

const setParty = (step: Step, call: Call, party: Party | null): void => {
  call.party = party;
  publish(step, { type: 'call.party', call: call.id, party, at: step.at });
};

const queue = (step: Step, call: Call, what: 'enqueue' | 'enqueueFront' | 'leave'): void => {
  if (what === 'leave') {
    step.state.acd.leave(call.id);
    return;
  }
  const front = what === 'enqueueFront';
  const sent = !front && call.aim?.kind === 'queue' ? queueNamed(step.state.flows, call.aim.queue) : null;
  if (sent !== null) comeTo(step, call, sent);
  call.aim = null;
  if (call.queue === null) throw new Error('bug: a call waits for no queue');
  if (call.party !== null) setParty(step, call, null);
  call.queuedAt ??= step.at;
  call.waitsSince ??= step.at;
  publish(step, { type: 'call.queued', call: call.id, queue: call.queue.id, front, at: step.at });
  step.state.acd.enqueue({ call: call.id, queue: call.queue.id, atMs: step.at, front });
  touch(step, call);
  offer(step, call);
};

/** The queue is the call's from now on: whoever waits there already waits on in it. */
const comeTo = (step: Step, call: Call, queue: Queue): void => {
  const before = call.queue;
  call.queue = queue;
  if (before !== null && before !== queue) touch(step, call, before);
};

/** Offer a waiting call to whoever has been idle longest. */
const offer = (step: Step, call: Call): void => {
  const agent = step.state.acd.agentFor(call.id);
  if (agent !== null) tellOffer(step, call, agent);
};

/** The offer that the ACD made a moment ago: it stands if both are still there; otherwise each is matched anew. */
export const decideOffer = (step: Step, call: Call, aim: AgentAim): void => {
  const agent = step.state.agents.get(aim.agent);
  const waits = step.state.acd.queueOf(call.id) !== null;
  const free = agent?.state.at === 'available';
  // Nobody can be rung; what waits is offered again when the switch is back.
  if (step.state.lost.has(call.switch)) return;
  if (waits && free) decideCall(step, call, toCall.agentIsFree, aim);
  else if (waits) offer(step, call);
  else if (free) offerNext(step, agent);
};

/** Take the call on through the routing, from where it is. */
const route = (step: Step, call: Call): void => {
  const routing = routingOf(step.state, call);
  const next = nextNode(step, call);
  if (next === null) {
    tellCall(step, call, call.queue === null ? { type: 'route.hangUp', cause: 'unreachable' } : toCall.queue);
    return;
  }
  const { acd } = step.state;
  const found = walk(routing, next, { atMs: step.at, hasRoom: (one) => acd.size(one.id) < one.maxSize });
  switch (found.kind) {
    case 'queue':
      call.node = found.node;
      comeTo(step, call, found.queue);
      tellCall(step, call, toCall.queue);
      return;
    case 'announce':
      call.node = found.node;
      call.prompt = found.prompt;
      tellCall(step, call, toCall.announce);
      return;
    case 'number':
      call.node = found.node;
      tellCall(step, call, toCall.number, { kind: 'number', number: found.to });
      return;
    case 'hangUp':
      tellCall(step, call, { type: 'route.hangUp', cause: found.cause });
      return;
    default:
      assertNever(found);
  }
};

/** After the node the call is at; at the hotline's entry where it has not been anywhere. Null where the routing has nothing more to say. */
const nextNode = (step: Step, call: Call) => {
  const routing = routingOf(step.state, call);
  if (call.node !== null) return after(routing, call.node);
  return call.hotline === null ? null : (entryOf(routing, call.hotline)?.entry ?? null);
};

/** The last leg has ended: the call record is written, and the call is forgotten. */
const close = (step: Step, call: Call): void => {
  stopAllTimers(step, call.timers);
  const { end, cause } = call.state.record;
  const served = call.talkedAt !== null;
  const waitMs = call.queuedAt === null ? 0 : (call.talkedAt ?? call.closingAt ?? step.at) - call.queuedAt;
  publish(step, {
    type: 'call.closed',
    call: call.id,
    end: end === 'none' ? 'failed' : end,
    cause,
    queue: call.queue?.id ?? null,
    served,
    abandoned: !served && end === 'customerLeft',
    waitMs: Math.max(0, waitMs),
    talkMs: call.talkMs,
    holdMs: call.holdMs,
    at: step.at,
  });
  for (const id of call.seats) {
    const seat = id === null ? undefined : step.state.seats.get(id);
    if (seat === undefined) continue;
    seat.call = null;
    seat.n = 0;
  }
  step.state.calls.delete(call.id);
};
