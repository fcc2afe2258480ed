import type { Roster } from '../acd/index.ts';
import type { Queue } from '../flow/index.ts';
import {
  asId,
  assertNever,
  type AgentId,
  type CallId,
  type Endpoint,
  type LegId,
  type NativeId,
  type Party,
  type Slot,
  type SupervisorId,
  type SwitchId,
  type TimerId,
} from '../vocabulary/index.ts';
import { callNumberOf, idOfCall } from './call-numbers.ts';
import type { AgentConfig } from './config.ts';
import {
  noAgentTimers,
  noCallOps,
  noCallTimers,
  noLegOps,
  noLegs,
  noLegTimers,
  noSeats,
  type Agent,
  type Aim,
  type Call,
  type CallTimers,
  type Leg,
  type LegTimers,
} from './state.ts';

/** A call and its legs, as one object each: a leg, and those made before it. */
export interface Whole {
  readonly call: Call;
  legs: Kept | null;
}
export interface Kept {
  readonly leg: Leg;
  next: Kept | null;
}

/**
 * Writes calls at rest, with their legs, and agents as short text, and reads them again: about a twentieth of the memory. At rest is a call that
 * nothing is under way with: no command, no supervisor, nothing asked and not yet seen. What many share (states, queues, switches) is kept
 * once, by number; what the configuration says of an agent is not written at all.
 */
export interface Packer {
  /** Null for a call that is not at rest. */
  readonly packCall: (whole: Whole) => string | null;
  readonly unpackCall: (number: number, packed: string) => Whole;
  /** Null for an agent whose command is open, or who is not as configured. */
  readonly packAgent: (agent: Agent) => string | null;
  /** Agents have the numbers of their places in the configuration. */
  readonly unpackAgent: (number: number, packed: string) => Agent;
}

export const legIn = ({ legs }: Whole, id: LegId): Leg | undefined => {
  for (let kept = legs; kept !== null; kept = kept.next) if (kept.leg.id === id) return kept.leg;
  return undefined;
};

/** So many different things are kept by number; a call that knows another one stays as it is. */
const MOST_SHARED = 100_000;

const callTimerNames = Object.keys(noCallTimers()) as (keyof CallTimers)[];
const agentTimerNames = ['wrapUp'] as const;
const legTimerNames = Object.keys(noLegTimers()) as (keyof LegTimers)[];
const slotNames = ['customer', 'agent', 'target', 'guest'] as const satisfies readonly Slot[];

export const createPacker = (configured: readonly AgentConfig[], roster: Roster): Packer => {
  const shared: unknown[] = [];
  const numbers = new Map<unknown, number>();
  const numberOf = (thing: unknown): number => {
    const number = numbers.get(thing);
    if (number !== undefined) return number;
    // Equal things are one, whoever made them: an engine that was restored has a state of its own for each call.
    const written = typeof thing === 'object' && thing !== null ? `object ${JSON.stringify(thing)}` : thing;
    const equal = numbers.get(written);
    if (equal !== undefined) return equal;
    if (shared.length >= MOST_SHARED) return -1;
    const next = shared.push(thing) - 1;
    numbers.set(thing, next).set(written, next);
    return next;
  };
  const people: People = { configured, roster };
  const writer = new Writer(numberOf, people);

  return {
    packCall: (whole) => {
      const { call } = whole;
      if (!isAtRest(call)) return null;
      writer.begin();
      writeCall(writer, call);
      for (const slot of slotNames) {
        const id = call.legs[slot];
        if (id === null) continue;
        const leg = legIn(whole, id);
        if (leg === undefined || !isLegAtRest(leg, call)) return null;
        writeLeg(writer, leg, call);
      }
      return writer.end();
    },
    unpackCall: (number, packed) => {
      const reader = new Reader(packed, shared, people);
      const call = readCall(reader, idOfCall(number));
      const whole: Whole = { call, legs: null };
      for (const slot of slotNames)
        if (call.legs[slot] !== null) whole.legs = { leg: readLeg(reader, call, slot), next: whole.legs };
      return whole;
    },
    packAgent: (agent) => {
      const known = configured[roster.get(agent.id) ?? -1];
      if (agent.op !== null || known === undefined || !isAsConfigured(agent, known)) return null;
      writer.begin();
      writeAgent(writer, agent);
      return writer.end();
    },
    unpackAgent: (number, packed) => {
      const known = configured[number];
      if (known === undefined) throw new Error('bug: an agent sleeps who is not configured');
      return readAgent(new Reader(packed, shared, people), known);
    },
  };
};

/** What need not be written of an agent. */
interface People {
  readonly configured: readonly AgentConfig[];
  readonly roster: Roster;
}

const isAsConfigured = ({ endpoint, skills }: Agent, known: AgentConfig): boolean =>
  endpoint === known.endpoint &&
  (skills === known.skills ||
    (skills.length === known.skills.length && skills.every((one, n) => one === known.skills[n])));

/** Where an agent is rung. */
const phoneIn = ({ configured, roster }: People, party: Party | null): Endpoint | null =>
  party?.kind === 'agent' ? (configured[roster.get(party.agent) ?? -1]?.endpoint ?? null) : null;

const isAtRest = ({ ops, strays, seats, taps, device }: Call): boolean =>
  strays.length === 0 &&
  device === null &&
  taps.length === 0 &&
  seats.every((seat) => seat === null) &&
  Object.values(ops).every((op) => op === undefined);

const isLegAtRest = ({ id, owner, seat, digits, asks, ops, tapped, joined, switch: on }: Leg, call: Call): boolean =>
  asks.length === 0 &&
  seat === null &&
  tapped === null &&
  digits === '' &&
  owner.kind === 'call' &&
  owner.call === call.id &&
  owner.slot !== 'stray' &&
  id.startsWith(`${call.id}.`) &&
  on === call.switch &&
  (joined === null || joined === call.id) &&
  ops.mute === undefined &&
  ops.digits === undefined;

const writeCall = (to: Writer, call: Call): void => {
  to.shared(call.switch);
  to.shared(call.direction);
  to.text(call.customer);
  to.optional(call.hotline);
  to.number(call.flow);
  to.shared(call.state);
  for (const slot of slotNames) to.legOf(call.legs[slot], call.id);
  to.number(call.legCount);
  writeAim(to, call.party);
  writeAim(to, call.aim, call.party);
  to.shared(call.node);
  to.shared(call.prompt);
  to.shared(call.queue);
  to.timers(call.timers, callTimerNames, call.id);
  to.flag(call.confirmed);
  to.number(call.lastSeenAt);
  to.since(call.queuedAt, call.lastSeenAt);
  to.since(call.talkedAt, call.lastSeenAt);
  to.since(call.closingAt, call.lastSeenAt);
  to.since(call.talkingSince, call.lastSeenAt);
  to.since(call.heldSince, call.lastSeenAt);
  to.number(call.talkMs);
  to.number(call.holdMs);
  to.since(call.waitsSince, call.lastSeenAt);
};

const readCall = (from: Reader, id: CallId): Call => {
  const call: Call = {
    id,
    switch: from.shared() as SwitchId,
    direction: from.shared() as Call['direction'],
    customer: asId<Endpoint>(from.text()),
    hotline: from.optional() as Endpoint | null,
    flow: from.number(),
    state: from.shared() as Call['state'],
    legs: {
      customer: from.legOf(id),
      agent: from.legOf(id),
      target: from.legOf(id),
      guest: from.legOf(id),
    },
    strays: noLegs,
    seats: noSeats,
    taps: noLegs,
    legCount: from.number(),
    party: readParty(from),
    aim: null,
    device: null,
    node: null,
    prompt: '',
    queue: null,
    ops: noCallOps,
    timers: noCallTimers(),
    confirmed: true,
    lastSeenAt: 0,
    queuedAt: null,
    talkedAt: null,
    closingAt: null,
    talkingSince: null,
    heldSince: null,
    talkMs: 0,
    holdMs: 0,
    waitsSince: null,
  };
  call.aim = readAim(from, call.party);
  call.node = from.shared() as Call['node'];
  call.prompt = from.shared() as string;
  call.queue = from.shared() as Queue | null;
  from.timers(call.timers, callTimerNames, id);
  call.confirmed = from.flag();
  call.lastSeenAt = from.number();
  call.queuedAt = from.since(call.lastSeenAt);
  call.talkedAt = from.since(call.lastSeenAt);
  call.closingAt = from.since(call.lastSeenAt);
  call.talkingSince = from.since(call.lastSeenAt);
  call.heldSince = from.since(call.lastSeenAt);
  call.talkMs = from.number();
  call.holdMs = from.number();
  call.waitsSince = from.since(call.lastSeenAt);
  return call;
};

const writeLeg = (to: Writer, leg: Leg, call: Call): void => {
  to.same(leg.native, leg.id);
  writeAim(to, leg.party, call.party);
  to.same(leg.endpoint, to.phoneOf(leg.party) ?? call.customer);
  to.number(leg.n);
  to.number(leg.ringMs);
  to.same(leg.as, shownTo(leg.owner, call));
  to.shared(leg.state);
  to.flag(leg.wasUp);
  to.flag(leg.calledOff);
  to.flag(leg.joined === call.id);
  to.timers(leg.timers, legTimerNames, leg.id);
};

/** What a phone mostly shows: the customer's the hotline, everybody else's the customer. */
const shownTo = (owner: Leg['owner'], call: Call): Endpoint =>
  owner.kind === 'call' && owner.slot === 'customer' ? (call.hotline ?? call.customer) : call.customer;

const readLeg = (from: Reader, call: Call, slot: Slot): Leg => {
  const id = call.legs[slot] ?? asId<LegId>('');
  const owner = { kind: 'call', call: call.id, slot } as const;
  const native = from.same(asId<NativeId>(id));
  const party = readParty(from, call.party);
  const leg: Leg = {
    id,
    native,
    switch: call.switch,
    endpoint: from.same(from.phoneOf(party) ?? call.customer),
    owner,
    n: from.number(),
    party,
    ringMs: from.number(),
    as: from.same(shownTo(owner, call)),
    state: from.shared() as Leg['state'],
    wasUp: from.flag(),
    calledOff: from.flag(),
    digits: '',
    seat: null,
    tapped: null,
    joined: from.flag() ? call.id : null,
    asks: [],
    ops: noLegOps,
    timers: noLegTimers(),
  };
  from.timers(leg.timers, legTimerNames, id);
  return leg;
};

const writeAgent = (to: Writer, agent: Agent): void => {
  to.shared(agent.state);
  to.call(agent.call);
  to.legOf(agent.leg, agent.call);
  to.optional(agent.reason);
  to.number(agent.wrapUpMs);
  to.timers(agent.timers, agentTimerNames, agent.id);
};

const readAgent = (from: Reader, { id, endpoint, skills }: AgentConfig): Agent => {
  const state = from.shared() as Agent['state'];
  const call = from.call();
  const agent: Agent = {
    id,
    endpoint,
    skills,
    state,
    leg: from.legOf(call),
    call,
    reason: from.optional(),
    wrapUpMs: from.number(),
    op: null,
    timers: noAgentTimers(),
  };
  from.timers(agent.timers, agentTimerNames, id);
  return agent;
};

/** How an aim is written: nobody, the same as whoever was told of before, or of one kind. */
const kinds = ['none', 'same', 'agent', 'supervisor', 'number', 'queue'] as const;

const writeAim = (to: Writer, aim: Aim | null, other: Party | null = null): void => {
  const kind = aim === null ? 'none' : isSameAim(aim, other) ? 'same' : aim.kind;
  to.number(kinds.indexOf(kind));
  if (kind === 'same' || aim === null) return;
  if (aim.kind === 'agent') to.agent(aim.agent);
  else if (aim.kind === 'supervisor') to.text(aim.supervisor);
  else if (aim.kind === 'number') to.text(aim.number);
  else to.text(aim.queue);
};

const isSameAim = (aim: Aim, other: Party | null): boolean => {
  if (aim.kind === 'agent') return other?.kind === 'agent' && aim.agent === other.agent;
  if (aim.kind === 'supervisor') return other?.kind === 'supervisor' && aim.supervisor === other.supervisor;
  return aim.kind === 'number' && other?.kind === 'number' && aim.number === other.number;
};

const readParty = (from: Reader, other: Party | null = null): Party | null => {
  const aim = readAim(from, other);
  if (aim?.kind === 'queue') throw new Error('bug: a queue is no party');
  return aim;
};
const readAim = (from: Reader, other: Party | null): Aim | null => {
  const kind = kinds[from.number()];
  switch (kind) {
    case 'none':
      return null;
    case 'same':
      return other;
    case 'agent':
      return { kind, agent: from.agent() };
    case 'supervisor':
      return { kind, supervisor: asId<SupervisorId>(from.text()) };
    case 'number':
      return { kind, number: asId<Endpoint>(from.text()) };
    case 'queue':
      return { kind, queue: asId<Queue['id']>(from.text()) };
    case undefined:
      throw new Error('bug: an aim of no kind');
    default:
      return assertNever(kind);
  }
};

/**
 * Writes values as UTF-16 units below 256, so that the text takes a byte for each: a number in groups of seven bits, lowest first; text as its
 * length and its units.
 */
class Writer {
  readonly #numberOf: (thing: unknown) => number;
  readonly #people: People;
  #units: number[] = [];
  #isWritable = true;

  constructor(numberOf: (thing: unknown) => number, people: People) {
    this.#numberOf = numberOf;
    this.#people = people;
  }
  begin(): void {
    this.#units = [];
    this.#isWritable = true;
  }
  /** A whole number from 0. */
  number(value: number): void {
    if (!Number.isSafeInteger(value) || value < 0) {
      this.#isWritable = false;
      return;
    }
    let rest = value;
    while (rest >= 128) {
      this.#units.push(128 + (rest % 128));
      rest = Math.floor(rest / 128);
    }
    this.#units.push(rest);
  }
  text(text: string): void {
    this.number(text.length);
    for (let n = 0; n < text.length; n += 1) this.#units.push(text.charCodeAt(n));
  }
  flag(value: boolean): void {
    this.#units.push(value ? 1 : 0);
  }
  /** A time, by how long it was before or after another; nothing is 0. */
  since(at: number | null, other: number): void {
    if (at === null) this.number(0);
    else this.number(at <= other ? 2 * (other - at) + 1 : 2 * (at - other));
  }
  shared(thing: unknown): void {
    this.number(this.#numberOf(thing));
  }
  /** No text is empty: that stands for none. */
  optional(text: string | null): void {
    if (text === '') this.#isWritable = false;
    this.text(text ?? '');
  }
  /** None where it is the same as the other. */
  same(text: string, other: string): void {
    this.optional(text === other ? null : text);
  }
  agent(id: AgentId): void {
    this.number(this.#people.roster.get(id) ?? -1);
  }
  phoneOf(party: Party | null): Endpoint | null {
    return phoneIn(this.#people, party);
  }
  call(id: CallId | null): void {
    this.number(id === null ? 0 : callNumberOf(id));
  }
  /** The number of a leg within its call: of `c7.2` the 2. */
  legOf(id: LegId | null, call: CallId | null): void {
    if (id === null) this.number(0);
    else this.number(call !== null && id.startsWith(`${call}.`) ? Number(id.slice(call.length + 1)) : -1);
  }
  timers<Name extends string>(
    timers: { [Key in Name]: TimerId | undefined },
    names: readonly Name[],
    id: string,
  ): void {
    let running = 0;
    for (let n = 0; n < names.length; n += 1) if (timers[names[n] as Name] !== undefined) running += 2 ** n;
    this.number(running);
    if (running === 0) return;
    for (const name of names) {
      const timer = timers[name];
      if (timer !== undefined) this.number(Number(timer.slice(id.length + name.length + 2)));
    }
  }
  end(): string | null {
    return this.#isWritable ? Reflect.apply(String.fromCharCode, null, this.#units) : null;
  }
}

/** Reads values in the order in which they were written. */
class Reader {
  readonly #packed: string;
  readonly #shared: readonly unknown[];
  readonly #people: People;
  #next = 0;

  constructor(packed: string, shared: readonly unknown[], people: People) {
    this.#packed = packed;
    this.#shared = shared;
    this.#people = people;
  }
  number(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const unit = this.#packed.charCodeAt(this.#next);
      this.#next += 1;
      if (unit < 128) return value + unit * scale;
      value += (unit - 128) * scale;
    }
  }
  text(): string {
    const length = this.number();
    const from = this.#next;
    this.#next += length;
    return this.#packed.slice(from, this.#next);
  }
  flag(): boolean {
    return this.number() === 1;
  }
  since(other: number): number | null {
    const written = this.number();
    if (written === 0) return null;
    return written % 2 === 1 ? other - (written - 1) / 2 : other + written / 2;
  }
  shared(): unknown {
    return this.#shared[this.number()];
  }
  optional(): string | null {
    const text = this.text();
    return text === '' ? null : text;
  }
  same<Text extends string>(other: Text): Text {
    return (this.optional() as Text | null) ?? other;
  }
  agent(): AgentId {
    const known = this.#people.configured[this.number()];
    if (known === undefined) throw new Error('bug: an agent who is not configured');
    return known.id;
  }
  phoneOf(party: Party | null): Endpoint | null {
    return phoneIn(this.#people, party);
  }
  call(): CallId | null {
    const number = this.number();
    return number === 0 ? null : idOfCall(number);
  }
  legOf(call: CallId | null): LegId | null {
    const number = this.number();
    return call === null || number === 0 ? null : asId<LegId>(`${call}.${number}`);
  }
  timers<Name extends string>(
    timers: { [Key in Name]: TimerId | undefined },
    names: readonly Name[],
    id: string,
  ): void {
    const running = this.number();
    if (running === 0) return;
    for (let n = 0; n < names.length; n += 1) {
      const name = names[n] as Name;
      if (Math.floor(running / 2 ** n) % 2 === 1) timers[name] = asId<TimerId>(`${id}:${name}:${this.number()}`);
    }
  }
}
