import {
  asId,
  regionsOf,
  type Agent,
  type Book,
  type Call,
  type EngineState,
  type Leg,
  type LegId,
  type NativeId,
  type OpenCommand,
  type Seat,
  type Supervisor,
} from '@legwork/core';

/**
 * What an engine knows, in parts, written so that two engines that will do the same from now on read the same: numbers that only tell one thing
 * from another are given anew, in the order of what they stand for; counters and the order of making are left out. Time stands still while
 * exploring, so that no time is in it. What an engine's state is made of is known here and nowhere else in the explorer.
 */
export interface NormalForm {
  readonly names: Names;
  /** The parts as they are in the engine, in their order, and each as it is written. */
  readonly live: Parts;
  readonly write: { readonly [Kind in keyof Parts]: (part: Parts[Kind][number]) => Parts[Kind][number] };
}

/** What everything is called from now on, by what the engine calls it. */
export interface Names {
  /** Legs, as the switch knows them. */
  readonly natives: ReadonlyMap<string, string>;
  /** Effects that an observation can still settle. */
  readonly ops: ReadonlyMap<string, string>;
  /** Everything else that has a name: legs by their own ids, seats, commands, timers. */
  readonly others: ReadonlyMap<string, string>;
  /** Everything is called what it was called before. */
  readonly isSame: boolean;
}

export interface Parts {
  readonly calls: readonly Call[];
  readonly legs: readonly Leg[];
  readonly seats: readonly Seat[];
  readonly agents: readonly Agent[];
  readonly supervisors: readonly Supervisor[];
  /** Everything that is not about one of these. */
  readonly rest: readonly Rest[];
}
export const kinds = ['calls', 'legs', 'seats', 'agents', 'supervisors', 'rest'] as const;

export type Rest = ReturnType<typeof restOf>;

/** @throws Error for an engine with more than one call: exploring is about one. */
export const normalForm = (state: EngineState): NormalForm => {
  const order = orderIn(state);
  const { calls, legs, seats } = order;
  const naming = namesIn(state, order);
  return {
    names: naming.names,
    live: {
      calls,
      legs,
      seats,
      agents: [...state.agents.values()],
      supervisors: [...state.supervisors.values()],
      rest: [restOf(state, naming.names.others)],
    },
    write: writersIn(state, naming),
  };
};

/**
 * The part is, in the engine, still the one that it was made of: nothing of it has changed. Where everything is called what it was, and nothing has
 * come or gone, it will be written as it was.
 */
export const isUntouched = (live: object, written: object): boolean => {
  for (const name in written) {
    const [is, was] = [live[name as never] as unknown, written[name as never] as unknown];
    if (is !== was && !(name in shelves && isSameOnShelves(is as object, was as object))) return false;
  }
  return true;
};
/** Nothing has changed since the state was made of these parts. */
export const isAsItWas = (state: EngineState, { calls, legs, seats, agents, rest: [rest] }: Parts): boolean => {
  const isSame = <Id, Part extends { readonly id: Id }>(
    book: Pick<Book<Id, Part>, 'size' | 'get'>,
    parts: readonly Part[],
  ): boolean =>
    book.size === parts.length &&
    parts.every((part) => {
      const live = book.get(part.id);
      return live !== undefined && isUntouched(live, part);
    });
  return (
    state.open.size === rest?.open.length &&
    isSame(state.calls, calls) &&
    isSame(state.legs, legs) &&
    isSame(state.seats, seats) &&
    isSame(state.agents, agents)
  );
};
/** What an engine changes in place. */
const shelves = { legs: true, ops: true, timers: true };
const isSameOnShelves = (is: object, was: object): boolean => {
  for (const name in is) if (is[name as never] !== was[name as never]) return false;
  for (const name in was) if (is[name as never] !== was[name as never]) return false;
  return true;
};

/** The normal form as a text, to compare. */
export const textOf = (parts: Parts): string => JSON.stringify(parts);
export const writtenOut = ({ live, write }: NormalForm): Parts => ({
  calls: live.calls.map(write.calls),
  legs: live.legs.map(write.legs),
  seats: live.seats.map(write.seats),
  agents: live.agents.map(write.agents),
  supervisors: live.supervisors.map(write.supervisors),
  rest: live.rest,
});

/** Makes the engine's state that of a normal form. What is in the parts is left as it is. */
export const thaw = (state: EngineState, { calls, legs, seats, agents, supervisors, rest: [rest] }: Parts): void => {
  if (rest === undefined) throw new Error('bug: a state without a rest');
  Object.assign(state.counters, { inputs: 0, calls: rest.calls, seats: seats.length, timers: 0 });
  refill(state.calls, calls, (call) => ({
    ...call,
    legs: { ...call.legs },
    ops: { ...call.ops },
    timers: { ...call.timers },
  }));
  refill(state.legs, legs, (leg) => ({ ...leg, ops: { ...leg.ops }, timers: { ...leg.timers } }));
  refill(state.seats, seats, (seat) => ({ ...seat, timers: { ...seat.timers } }));
  refill(state.agents, agents, (agent) => ({ ...agent, timers: { ...agent.timers } }));
  refill(state.supervisors, supervisors, (one) => ({ ...one }));
  for (const [id, natives] of rest.orphans) refillSet(state.orphans.get(id), natives);
  state.epochs.clear();
  for (const [id, epoch] of rest.epochs) state.epochs.set(id, epoch);
  refillSet(state.open, rest.open);
  refillSet(state.lost, rest.lost);
  const { acd } = state;
  const now = acd.snapshot();
  for (const { call } of now.waiting) acd.leave(call);
  for (const { agent } of now.idle) acd.busy(agent);
  for (const { agent, atMs } of rest.acd.idle) acd.idle(agent, atMs);
  for (const waiting of rest.acd.waiting) acd.enqueue(waiting);
};

const refill = <Id, Item extends { readonly id: Id }>(
  book: Book<Id, Item>,
  items: readonly Item[],
  copy: (item: Item) => Item,
): void => {
  for (const id of book.keys()) book.delete(id);
  for (const item of items) book.set(item.id, copy(item));
};
const refillSet = <Item>(set: Set<Item> | undefined, items: readonly Item[]): void => {
  set?.clear();
  for (const item of items) set?.add(item);
};

/** Everything in the order of what it stands for. */
interface Order {
  readonly calls: readonly Call[];
  readonly seats: readonly Seat[];
  readonly legs: readonly Leg[];
}

const orderIn = (state: EngineState): Order => {
  if (state.calls.size > 1) throw new Error('bug: more than one call is explored');
  const calls = [...state.calls.values()];
  const [call] = calls;
  const seats = new Set<Seat>();
  for (const id of call?.seats ?? []) addTo(seats, id, state.seats);
  for (const seat of state.seats.values()) seats.add(seat);
  const legs = new Set<Leg>();
  if (call !== undefined) {
    const { customer, agent, target, guest } = call.legs;
    for (const id of [customer, agent, target, guest, ...call.strays]) addTo(legs, id, state.legs);
  }
  for (const { leg } of seats) addTo(legs, leg, state.legs);
  for (const leg of state.legs.values()) legs.add(leg);
  return { calls, seats: [...seats], legs: [...legs] };
};

const addTo = <Id, Item>(set: Set<Item>, id: Id | null, items: Pick<Book<Id, Item>, 'get'>): void => {
  const item = id === null ? undefined : items.get(id);
  if (item !== undefined) set.add(item);
};

interface Naming {
  readonly names: Names;
  /** The legs of the call, by their new names, counted. */
  readonly numbers: ReadonlyMap<LegId, number>;
  readonly count: number;
}

const namesIn = (state: EngineState, { calls: [call], seats, legs }: Order): Naming => {
  const others = new Map<string, string>();
  const natives = new Map<string, string>();
  const ops = new Map<string, string>();
  const numbers = new Map<LegId, number>();
  let isSame = true;
  const name = (names: Map<string, string>, was: string, is: string): void => {
    names.set(was, is);
    if (was !== is) isSame = false;
  };
  const nameOps = (commands: object, prefix: string): void => {
    for (const [slot, command] of Object.entries(commands) as [string, OpenCommand | undefined][])
      if (command !== undefined) name(others, command.id, `${prefix}-${slot}`);
  };

  seats.forEach((seat, n) => name(others, seat.id, `s${n + 1}`));
  let count = 0;
  for (const leg of legs) {
    const seat = seatOf(state, leg);
    if (leg.owner.kind === 'call') numbers.set(leg.id, (count += 1));
    const is = seat === undefined ? `c1.${numbers.get(leg.id) ?? 0}` : `${others.get(seat.id) ?? ''}.1`;
    name(others, leg.id, is);
    name(natives, leg.native, isOwn(leg) ? is : leg.native);
    leg.asks.forEach(({ op }, n) => name(ops, op, `${is}~${n}`));
    nameOps(leg.ops, is);
  }
  if (call !== undefined) nameOps(call.ops, 'open');
  for (const seat of seats) if (seat.op !== null) name(others, seat.op.id, `open-${others.get(seat.id) ?? ''}`);
  for (const agent of state.agents.values()) if (agent.op !== null) name(others, agent.op.id, `open-${agent.id}`);
  for (const [timer, owner] of state.timers) name(others, timer, `${others.get(owner.id) ?? owner.id}:${owner.name}:0`);
  return { names: { natives, ops, others, isSame }, numbers, count };
};

/** A leg that was tapped and is no more: its number, and its id. */
const DEAD_LEG = 99;
const DEAD = asId<LegId>('c1.0');

const writersIn = (state: EngineState, { names, numbers, count }: Naming): NormalForm['write'] => {
  const { natives, ops, others } = names;
  const named = namedBy(others);
  const alive = (id: LegId | null): LegId | null => (id !== null && others.has(id) ? named(id) : null);
  const tapped = (id: LegId | null): LegId | null => (id === null || others.has(id) ? named(id) : DEAD);
  const command = (one: OpenCommand): OpenCommand => ({ ...one, id: named(one.id) });
  const commands = <Ops extends object>(slots: Ops): Ops => inOrder(slots, (one) => command(one as OpenCommand)) as Ops;
  const timers = <Timers extends object>(running: Timers): Timers =>
    inOrder(running, (one) => named(one as string)) as Timers;
  const tappedNumber = (leg: Leg): number => {
    const { record } = leg.state;
    if (record.tapped === 0) return 0;
    const target = leg.tapped === null ? undefined : state.legs.get(leg.tapped);
    return target?.n === record.tapped ? (numbers.get(target.id) ?? 0) : DEAD_LEG;
  };
  const machineOf = (leg: Leg): Leg['state'] => {
    const number = tappedNumber(leg);
    const { record } = leg.state;
    return number === record.tapped ? leg.state : { ...leg.state, record: { ...record, tapped: number } };
  };

  return {
    calls: (call) => ({
      ...call,
      state: withoutStale(call.state),
      legs: {
        customer: named(call.legs.customer),
        agent: named(call.legs.agent),
        target: named(call.legs.target),
        guest: named(call.legs.guest),
      },
      strays: call.strays.map(named),
      seats: call.seats.map(named),
      taps: call.taps
        .filter((leg) => others.has(leg))
        .map(named)
        .toSorted(),
      legCount: count,
      ops: commands(call.ops),
      timers: timers(call.timers),
    }),
    legs: (leg) => ({
      ...leg,
      id: named(leg.id),
      native: asId<NativeId>(natives.get(leg.native) ?? leg.native),
      n: numbers.get(leg.id) ?? 0,
      state: machineOf(leg),
      owner: leg.owner.kind === 'seat' ? { kind: 'seat', seat: named(leg.owner.seat) } : leg.owner,
      seat: named(seatOf(state, leg)?.id ?? null),
      tapped: alive(leg.tapped),
      asks: leg.asks.map(({ op, placement, ...ask }) => ({
        ...ask,
        op: asId(ops.get(op) ?? op),
        placement:
          placement === null || placement.target === null
            ? placement
            : { ...placement, target: tapped(placement.target) },
      })),
      ops: commands(leg.ops),
      timers: timers(leg.timers),
    }),
    seats: (seat) => ({
      ...seat,
      id: named(seat.id),
      leg: named(seat.leg),
      op: seat.op === null ? null : command(seat.op),
      timers: timers(seat.timers),
    }),
    agents: (agent) => ({
      ...agent,
      leg: named(agent.leg),
      op: agent.op === null ? null : command(agent.op),
      timers: timers(agent.timers),
    }),
    supervisors: (one) => ({ ...one, seat: named(one.seat), leg: named(one.leg) }),
    rest: (rest) => rest,
  };
};

/**
 * What a call's machine remembers and will not ask for before it is told anew makes no difference. Whether it goes to the front is told on every
 * way into a queue; that it was parked is told there too, and asked for while somebody is offered the call.
 */
const withoutStale = (state: Call['state']): Call['state'] => {
  let fresh = freshStates.get(state);
  if (fresh === undefined) {
    const { at, record } = state;
    const isAsked = record.wasParked && ['offering', 'connecting', 'parked'].includes(regionsOf(at).state);
    const isFresh = !record.front && record.wasParked === isAsked;
    fresh = isFresh ? state : { at, record: { ...record, front: false, wasParked: isAsked } };
    freshStates.set(state, fresh);
  }
  return fresh;
};
const freshStates = new WeakMap<Call['state'], Call['state']>();

const namedBy =
  (names: ReadonlyMap<string, string>) =>
  <Id extends string | null>(id: Id): Id =>
    id === null ? id : ((names.get(id) ?? id) as Id);

const restOf = (state: EngineState, names: ReadonlyMap<string, string>) => {
  const named = namedBy(names);
  return {
    calls: state.counters.calls,
    orphans: Array.from(state.orphans, ([id, natives]) => [id, [...natives]] as const),
    open: Array.from(state.open, named).toSorted(),
    lost: [...state.lost],
    // After a restart a switch is known by another name; which is of no matter.
    epochs: Array.from(state.epochs.keys(), (id) => [id, 'explored'] as const),
    acd: state.acd.snapshot(),
  };
};

const isOwn = (leg: Leg): boolean => leg.native === asId<NativeId>(leg.id);

const seatOf = (state: EngineState, leg: Leg): Seat | undefined => {
  const seat = leg.seat === null ? undefined : state.seats.get(leg.seat);
  return seat?.leg === leg.id ? seat : undefined;
};

/** What is there, in the order of its names. */
const inOrder = (entries: object, write: (entry: unknown) => unknown): object => {
  const written: { [name: string]: unknown } = {};
  for (const name of Object.keys(entries).toSorted()) {
    const entry = (entries as { readonly [name: string]: unknown })[name];
    if (entry !== undefined) written[name] = write(entry);
  }
  return written;
};
