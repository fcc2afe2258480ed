import { asId, type Call, type EngineState, type Leg, type LegId, type NativeId, type Seat } from '@legwork/core';

/**
 * What an engine knows, written so that two engines that will do the same from now on read the same: numbers that only tell one thing from
 * another are given anew, in the order of what they stand for; counters and the order of making are left out. It is a snapshot still, and an
 * engine can be restored from it. Time stands still while exploring, so that no time is in it.
 */
export interface NormalForm {
  readonly snapshot: string;
  /** The new name of each leg on the switch, by the old. */
  readonly natives: ReadonlyMap<string, string>;
  /** The new name of each effect that an observation can still settle, by the old. */
  readonly ops: ReadonlyMap<string, string>;
  /** The new name of everything else that has one: legs by their own ids, seats, timers. */
  readonly others: ReadonlyMap<string, string>;
}

/** A leg that was tapped and is no more: its number, and its id. */
const DEAD_LEG = 99;
const DEAD = asId<LegId>('c1.0');

/** @throws Error for an engine with more than one call: exploring is about one. */
export const normalForm = (state: EngineState): NormalForm => {
  if (state.calls.size > 1) throw new Error('bug: more than one call is explored');
  const call = [...state.calls.values()][0];
  const seats = seatsInOrder(state, call);
  const legs = legsInOrder(state, call, seats);
  const names = new Map<string, string>();
  const natives = new Map<string, string>();
  const ops = new Map<string, string>();
  const numbers = new Map<string, number>();

  seats.forEach((seat, n) => names.set(seat.id, `s${n + 1}`));
  let dialled = 0;
  for (const leg of legs) {
    const seat = seatOf(state, leg);
    if (leg.owner.kind === 'call') numbers.set(leg.id, (dialled += 1));
    const name = seat === undefined ? `c1.${numbers.get(leg.id) ?? 0}` : `${names.get(seat.id) ?? ''}.1`;
    names.set(leg.id, name);
    natives.set(leg.native, isOwn(leg) ? name : leg.native);
    leg.asks.forEach(({ op }, n) => ops.set(op, `${name}~${n}`));
    for (const [slot, command] of Object.entries(leg.ops))
      if (command !== undefined) names.set(command.id, `${name}-${slot}`);
  }
  for (const [slot, command] of Object.entries(call?.ops ?? {}))
    if (command !== undefined) names.set(command.id, `open-${slot}`);
  for (const seat of seats) if (seat.op !== null) names.set(seat.op.id, `open-${names.get(seat.id) ?? ''}`);
  for (const agent of state.agents.values()) if (agent.op !== null) names.set(agent.op.id, `open-${agent.id}`);
  for (const [timer, owner] of state.timers) names.set(timer, `${names.get(owner.id) ?? owner.id}:${owner.name}:0`);

  const known = (id: LegId | null): LegId | null => (id !== null && names.has(id) ? id : null);
  const renamed = (id: LegId | null): LegId | null => (id === null || names.has(id) ? id : DEAD);
  const tappedNumber = ({ tapped, state: { record } }: Leg): number => {
    const target = tapped === null ? undefined : state.legs.get(tapped);
    if (record.tapped === 0) return 0;
    return target?.n === record.tapped ? (numbers.get(target.id) ?? 0) : DEAD_LEG;
  };
  const { acd, ...rest } = state;
  const written = {
    ...rest,
    counters: { inputs: 0, calls: state.counters.calls, seats: seats.length, timers: 0, ignored: 0, malformed: 0 },
    calls: [...state.calls].map(([id, one]) => [
      id,
      {
        ...one,
        legCount: dialled,
        taps: one.taps.filter((leg) => names.has(leg)).toSorted(),
        ops: sorted(one.ops),
        timers: sorted(one.timers),
      },
    ]),
    legs: legs.map((leg) => [
      leg.id,
      {
        ...leg,
        n: numbers.get(leg.id) ?? 0,
        seat: seatOf(state, leg)?.id ?? null,
        tapped: known(leg.tapped),
        state: { ...leg.state, record: { ...leg.state.record, tapped: tappedNumber(leg) } },
        asks: leg.asks.map(({ op, placement, mute }) => ({
          op: ops.get(op),
          placement: placement === null ? null : { ...placement, target: renamed(placement.target) },
          mute,
        })),
        ops: sorted(leg.ops),
        timers: sorted(leg.timers),
      },
    ]),
    natives: [...state.natives].map(([id, natives]) => [id, [...natives]]),
    orphans: [...state.orphans].map(([id, natives]) => [id, [...natives]]),
    seats: seats.map((seat) => [seat.id, { ...seat, timers: sorted(seat.timers) }]),
    agents: [...state.agents],
    supervisors: [...state.supervisors],
    open: [...state.open].map((id) => names.get(id) ?? id).toSorted(),
    lost: [...state.lost],
    epochs: [...state.epochs],
    acd: acd.snapshot(),
  };
  const snapshot = JSON.stringify(written, (_key, value: unknown) =>
    typeof value === 'string' ? (names.get(value) ?? value) : value,
  );
  return { snapshot, natives, ops, others: names };
};

const isOwn = (leg: Leg): boolean => leg.native === asId<NativeId>(leg.id);

const seatOf = (state: EngineState, leg: Leg): Seat | undefined => {
  const seat = leg.seat === null ? undefined : state.seats.get(leg.seat);
  return seat?.leg === leg.id ? seat : undefined;
};

const seatsInOrder = (state: EngineState, call: Call | undefined): readonly Seat[] => {
  const there = (call?.seats ?? []).flatMap((id) => (id === null ? [] : (state.seats.get(id) ?? [])));
  return [...new Set([...there, ...state.seats.values()])];
};

const legsInOrder = (state: EngineState, call: Call | undefined, seats: readonly Seat[]): readonly Leg[] => {
  const { customer = null, agent = null, target = null, guest = null } = call?.legs ?? {};
  const ids = [customer, agent, target, guest, ...(call?.strays ?? []), ...seats.map(({ leg }) => leg)];
  return [
    ...new Set([...ids.flatMap((id) => (id === null ? [] : (state.legs.get(id) ?? []))), ...state.legs.values()]),
  ];
};

const sorted = <T extends object>(entries: T): T =>
  Object.fromEntries(Object.entries(entries).toSorted(([one], [other]) => (one < other ? -1 : 1))) as T;
