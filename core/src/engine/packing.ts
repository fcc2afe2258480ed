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
import {
  noAgentTimers,
  noCallOps,
  noCallTimers,
  noLegOps,
  noLegTimers,
  type Agent,
  type Aim,
  type Call,
  type CallTimers,
  type Leg,
  type LegTimers,
} from './state.ts';

/** A call and its legs, as one object each. */
interface Whole {
  readonly call: Call;
  readonly legs: readonly Leg[];
}

/**
 * Writes calls at rest, with their legs, and agents as short text, and reads them again: about a twentieth of the memory. At rest is a call that
 * nothing is under way with: no command, no supervisor, nothing asked and not yet seen. What many share (states, queues, skills, switches) is kept
 * once, by number.
 */
export interface Packer {
  /** Null for a call that is not at rest. The legs are those in its slots, in the order of the slots. */
  readonly packCall: (call: Call, legs: readonly Leg[]) => string | null;
  readonly unpackCall: (id: CallId, packed: string) => Whole;
  /** Null for an agent whose command is open. */
  readonly packAgent: (agent: Agent) => string | null;
  readonly unpackAgent: (id: AgentId, packed: string) => Agent;
}

/** So many different things are kept by number; a call that knows another one stays as it is. */
const MOST_SHARED = 100_000;

const callTimerNames = Object.keys(noCallTimers()) as (keyof CallTimers)[];
const agentTimerNames = ['wrapUp'] as const;
const legTimerNames = Object.keys(noLegTimers()) as (keyof LegTimers)[];
const slotNames = ['customer', 'agent', 'target', 'guest'] as const satisfies readonly Slot[];

export const createPacker = (): Packer => {
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
  const writer = new Writer(numberOf);

  return {
    packCall: (call, legs) => {
      if (!isAtRest(call) || !legs.every((leg) => isLegAtRest(leg, call))) return null;
      writer.begin();
      writeCall(writer, call);
      for (const leg of legs) writeLeg(writer, leg, call);
      return writer.end();
    },
    unpackCall: (id, packed) => {
      const reader = new Reader(packed, shared);
      const call = readCall(reader, id);
      const legs: Leg[] = [];
      for (const slot of slotNames) if (call.legs[slot] !== null) legs.push(readLeg(reader, call, slot));
      return { call, legs };
    },
    packAgent: (agent) => {
      if (agent.op !== null) return null;
      writer.begin();
      writeAgent(writer, agent);
      return writer.end();
    },
    unpackAgent: (id, packed) => readAgent(new Reader(packed, shared), id),
  };
};

const isAtRest = ({ ops, strays, seats, taps }: Call): boolean =>
  strays.length === 0 &&
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
  to.shared(call.state);
  for (const slot of slotNames) to.legOf(call.legs[slot], call.id);
  to.number(call.legCount);
  writeAim(to, call.party);
  writeAim(to, call.aim);
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
};

const readCall = (from: Reader, id: CallId): Call => {
  const call: Call = {
    id,
    switch: from.shared() as SwitchId,
    direction: from.shared() as Call['direction'],
    customer: asId<Endpoint>(from.text()),
    hotline: from.optional() as Endpoint | null,
    state: from.shared() as Call['state'],
    legs: {
      customer: from.legOf(id),
      agent: from.legOf(id),
      target: from.legOf(id),
      guest: from.legOf(id),
    },
    strays: [],
    seats: [null, null, null, null],
    taps: [],
    legCount: from.number(),
    party: readParty(from),
    aim: readAim(from),
    node: from.shared() as Call['node'],
    prompt: from.shared() as string,
    queue: from.shared() as Queue | null,
    ops: noCallOps(),
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
  };
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
  return call;
};

const writeLeg = (to: Writer, leg: Leg, call: Call): void => {
  to.same(leg.native, leg.id);
  to.same(leg.endpoint, call.customer);
  to.number(leg.n);
  writeAim(to, leg.party);
  to.number(leg.ringMs);
  to.same(leg.as, call.customer);
  to.shared(leg.state);
  to.flag(leg.wasUp);
  to.flag(leg.calledOff);
  to.flag(leg.joined === call.id);
  to.timers(leg.timers, legTimerNames, leg.id);
};

const readLeg = (from: Reader, call: Call, slot: Slot): Leg => {
  const id = call.legs[slot] ?? asId<LegId>('');
  const leg: Leg = {
    id,
    native: from.same(asId<NativeId>(id)),
    switch: call.switch,
    endpoint: from.same(call.customer),
    owner: { kind: 'call', call: call.id, slot },
    n: from.number(),
    party: readParty(from),
    ringMs: from.number(),
    as: from.same(call.customer),
    state: from.shared() as Leg['state'],
    wasUp: from.flag(),
    calledOff: from.flag(),
    digits: '',
    seat: null,
    tapped: null,
    joined: from.flag() ? call.id : null,
    asks: [],
    ops: noLegOps(),
    timers: noLegTimers(),
  };
  from.timers(leg.timers, legTimerNames, id);
  return leg;
};

const writeAgent = (to: Writer, agent: Agent): void => {
  to.text(agent.endpoint);
  to.shared(agent.skills);
  to.shared(agent.state);
  to.optional(agent.leg);
  to.optional(agent.call);
  to.optional(agent.reason);
  to.number(agent.wrapUpMs);
  to.timers(agent.timers, agentTimerNames, agent.id);
};

const readAgent = (from: Reader, id: AgentId): Agent => {
  const agent: Agent = {
    id,
    endpoint: asId<Endpoint>(from.text()),
    skills: from.shared() as Agent['skills'],
    state: from.shared() as Agent['state'],
    leg: from.optional() as LegId | null,
    call: from.optional() as CallId | null,
    reason: from.optional(),
    wrapUpMs: from.number(),
    op: null,
    timers: noAgentTimers(),
  };
  from.timers(agent.timers, agentTimerNames, id);
  return agent;
};

const writeAim = (to: Writer, aim: Aim | null): void => {
  to.shared(aim === null ? null : aim.kind);
  if (aim?.kind === 'agent') to.text(aim.agent);
  else if (aim?.kind === 'supervisor') to.text(aim.supervisor);
  else if (aim?.kind === 'number') to.text(aim.number);
  else if (aim?.kind === 'queue') to.text(aim.queue);
};

const readParty = (from: Reader): Party | null => {
  const aim = readAim(from);
  if (aim?.kind === 'queue') throw new Error('bug: a queue is no party');
  return aim;
};
const readAim = (from: Reader): Aim | null => {
  const kind = from.shared() as Aim['kind'] | null;
  switch (kind) {
    case null:
      return null;
    case 'agent':
      return { kind, agent: asId<AgentId>(from.text()) };
    case 'supervisor':
      return { kind, supervisor: asId<SupervisorId>(from.text()) };
    case 'number':
      return { kind, number: asId<Endpoint>(from.text()) };
    case 'queue':
      return { kind, queue: asId<Queue['id']>(from.text()) };
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
  #units: number[] = [];
  #isWritable = true;

  constructor(numberOf: (thing: unknown) => number) {
    this.#numberOf = numberOf;
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
  /** The number of a leg within its call: of `c7.2` the 2. */
  legOf(id: LegId | null, call: CallId): void {
    this.number(id === null ? 0 : Number(id.slice(call.length + 1)));
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
  #next = 0;

  constructor(packed: string, shared: readonly unknown[]) {
    this.#packed = packed;
    this.#shared = shared;
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
  legOf(call: CallId): LegId | null {
    const number = this.number();
    return number === 0 ? null : asId<LegId>(`${call}.${number}`);
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
