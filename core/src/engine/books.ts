import { createRoster, type Roster } from '../acd/index.ts';
import { asId, type AgentId, type CallId, type LegId, type NativeId, type SwitchId } from '../vocabulary/index.ts';
import type { AgentConfig } from './config.ts';
import { callNumberOf, createPacker, idOfCall } from './packing.ts';
import { createDense } from './packed.ts';
import { createShelf } from './shelf.ts';
import type { Agent, Book, Call, Leg, LegBook } from './state.ts';

/** The calls, legs and agents of an engine. Calls at rest, with their legs, and agents sleep, and wake when they are asked for: nobody can tell. */
export interface Books {
  readonly calls: Book<CallId, Call>;
  readonly legs: LegBook;
  readonly agents: Book<AgentId, Agent>;
  /** The places of the agents in the configuration. */
  readonly roster: Roster;
  /** Between two steps: of more calls and agents than may be awake some are put to sleep. */
  readonly rest: () => void;
}

export const createBooks = (configured: readonly AgentConfig[], mostAwake: number): Books => {
  const roster = createRoster(configured);
  const packer = createPacker(configured, roster);
  const legs = new Map<LegId, Leg>();
  const natives = createNatives();
  let legsAsleep = 0;
  /** The two that were asked for last are mostly asked for next: a customer and their agent. */
  let last: Leg | null = null;
  let lastButOne: Leg | null = null;
  const forgetLast = (): void => {
    last = null;
    lastButOne = null;
  };
  const found = (leg: Leg): Leg => {
    if (leg !== last) {
      lastButOne = last;
      last = leg;
    }
    return leg;
  };

  const calls = createShelf<CallId, Call>(mostAwake, {
    numberOf: callNumberOf,
    idOf: idOfCall,
    asleep: new Map<number, string>(),
    pack: (call) => {
      const own = legsIn(call, legs);
      const packed = packer.packCall(call, own);
      if (packed === null) return null;
      forgetLast();
      for (const leg of own) {
        legs.delete(leg.id);
        natives.sleeps(leg, callNumberOf(call.id));
      }
      legsAsleep += own.length;
      return packed;
    },
    unpack: (id, packed) => {
      const { call, legs: own } = packer.unpackCall(id, packed);
      for (const leg of own) {
        legs.set(leg.id, leg);
        natives.add(leg);
      }
      legsAsleep -= own.length;
      return call;
    },
  });
  const agents = createShelf<AgentId, Agent>(mostAwake, {
    numberOf: (id) => roster.get(id) ?? -1,
    idOf: (number) => (configured[number] as AgentConfig).id,
    asleep: createDense(),
    pack: packer.packAgent,
    unpack: packer.unpackAgent,
  });

  const legAt = (id: LegId): Leg | undefined => {
    if (last?.id === id) return last;
    if (lastButOne?.id === id) return found(lastButOne);
    let leg = legs.get(id);
    // A leg of a call that sleeps wakes the call.
    if (leg === undefined && legsAsleep > 0 && calls.get(asId<CallId>(id.slice(0, id.indexOf('.')))) !== undefined)
      leg = legs.get(id);
    return leg === undefined ? undefined : found(leg);
  };
  const legBy = (on: SwitchId, native: NativeId): Leg | undefined => {
    if (isMeant(last, on, native)) return last;
    if (isMeant(lastButOne, on, native)) return found(lastButOne);
    let leg = natives.get(on, native);
    if (typeof leg === 'number') {
      calls.get(idOfCall(leg));
      leg = natives.get(on, native);
    }
    if (leg === undefined || typeof leg === 'number') leg = legAt(asId<LegId>(native));
    return isMeant(leg, on, native) ? found(leg) : undefined;
  };
  const isMeant = (leg: Leg | null | undefined, on: SwitchId, native: NativeId): leg is Leg =>
    leg?.native === native && leg.switch === on;

  return {
    calls: bookOf({ ...calls, ids: () => inOrder(calls.ids()) }),
    legs: Object.assign(
      bookOf<LegId, Leg>({
        size: () => legs.size + legsAsleep,
        has: (id) => legAt(id) !== undefined,
        get: legAt,
        set: (id, leg) => {
          forgetLast();
          legs.set(id, leg);
          natives.add(leg);
        },
        delete: (id) => {
          forgetLast();
          const leg = legs.get(id);
          if (leg !== undefined) natives.remove(leg);
          return legs.delete(id);
        },
        ids: () => {
          calls.wakeAll();
          return inOrder([...legs.keys()]);
        },
      }),
      { by: legBy },
    ),
    agents: bookOf({ ...agents, ids: () => configured.map(({ id }) => id) }),
    roster,
    rest: () => {
      calls.rest();
      agents.rest();
    },
  };
};

const legsIn = ({ legs: { customer, agent, target, guest } }: Call, legs: ReadonlyMap<LegId, Leg>): readonly Leg[] =>
  [customer, agent, target, guest].flatMap((id) => (id === null ? [] : (legs.get(id) ?? [])));

/** The switch calls a leg that it was asked to dial by the leg's own id. */
export const isNamedByUs = ({ native, id }: Leg): boolean => native === asId<NativeId>(id);

/**
 * Legs by a switch's own id for them: another switch may have the same id for something else. Of a leg that sleeps the number of its call is known.
 */
const createNatives = () => {
  const known = new Map<SwitchId, Map<NativeId, Leg | number>>();
  const put = (leg: Leg, as: Leg | number): void => {
    if (isNamedByUs(leg)) return;
    let ofSwitch = known.get(leg.switch);
    if (ofSwitch === undefined) {
      ofSwitch = new Map();
      known.set(leg.switch, ofSwitch);
    }
    ofSwitch.set(leg.native, as);
  };
  return {
    get: (on: SwitchId, native: NativeId) => known.get(on)?.get(native),
    add: (leg: Leg) => put(leg, leg),
    sleeps: put,
    remove: (leg: Leg) => {
      if (!isNamedByUs(leg)) known.get(leg.switch)?.delete(leg.native);
    },
  };
};
interface Ordered<Id, Item> {
  readonly size: () => number;
  readonly has: (id: Id) => boolean;
  readonly get: (id: Id) => Item | undefined;
  readonly set: (id: Id, item: Item) => void;
  readonly delete: (id: Id) => boolean;
  /** In order. */
  readonly ids: () => readonly Id[];
}

const bookOf = <Id, Item>({ size, has, get, set, delete: forget, ids }: Ordered<Id, Item>): Book<Id, Item> => {
  const there = function* (): Generator<[Id, Item]> {
    for (const id of ids()) {
      const item = get(id);
      if (item !== undefined) yield [id, item];
    }
  };
  return {
    get size() {
      return size();
    },
    has,
    get,
    set,
    delete: forget,
    keys: ids,
    *values() {
      for (const [, item] of there()) yield item;
    },
    [Symbol.iterator]: there,
  };
};

/** Calls before seats, each by the numbers that its id is made of: `c2.1` before `c2.2` before `c10.1` before `s1.1`. */
const inOrder = <Id extends string>(ids: readonly Id[]): readonly Id[] =>
  ids
    .map((id) => ({ id, place: placeOf(id) }))
    .sort((one, other) => one.place - other.place)
    .map(({ id }) => id);

const placeOf = (id: string): number => {
  const dot = id.indexOf('.');
  const number = Number(dot < 0 ? id.slice(1) : id.slice(1, dot));
  return (id.startsWith('s') ? 2 ** 52 : 0) + number * 2 ** 20 + (dot < 0 ? 0 : Number(id.slice(dot + 1)));
};
