import { asId, type AgentId, type CallId, type LegId } from '../vocabulary/index.ts';
import type { AgentConfig } from './config.ts';
import { createPacker } from './packing.ts';
import { createShelf } from './shelf.ts';
import type { Agent, Book, Call, Leg } from './state.ts';

/** The calls, legs and agents of an engine. Calls at rest, with their legs, and agents sleep, and wake when they are asked for: nobody can tell. */
export interface Books {
  readonly calls: Book<CallId, Call>;
  readonly legs: Book<LegId, Leg>;
  readonly agents: Book<AgentId, Agent>;
  /** Between two steps: of more calls and agents than may be awake some are put to sleep. */
  readonly rest: () => void;
}

export const createBooks = (configured: readonly AgentConfig[], mostAwake: number): Books => {
  const packer = createPacker();
  const legs = new Map<LegId, Leg>();
  let legsAsleep = 0;
  const calls = createShelf<CallId, Call>(mostAwake, {
    pack: (call) => {
      const own = legsIn(call, legs);
      const packed = packer.packCall(call, own);
      if (packed === null) return null;
      for (const { id } of own) legs.delete(id);
      legsAsleep += own.length;
      return packed;
    },
    unpack: (id, packed) => {
      const { call, legs: own } = packer.unpackCall(id, packed);
      for (const leg of own) legs.set(leg.id, leg);
      legsAsleep -= own.length;
      return call;
    },
  });
  const agents = createShelf<AgentId, Agent>(mostAwake, { pack: packer.packAgent, unpack: packer.unpackAgent });

  /** A leg of a call that sleeps wakes the call. */
  const legAt = (id: LegId): Leg | undefined => {
    const awake = legs.get(id);
    if (awake !== undefined || legsAsleep === 0) return awake;
    return calls.get(asId<CallId>(id.slice(0, id.indexOf('.')))) === undefined ? undefined : legs.get(id);
  };

  return {
    calls: bookOf({ ...calls, ids: () => inOrder(calls.ids()) }),
    legs: bookOf({
      size: () => legs.size + legsAsleep,
      has: (id) => legAt(id) !== undefined,
      get: legAt,
      set: (id, leg) => void legs.set(id, leg),
      delete: (id) => legs.delete(id),
      ids: () => {
        calls.wakeAll();
        return inOrder([...legs.keys()]);
      },
    }),
    agents: bookOf({ ...agents, ids: () => configured.map(({ id }) => id) }),
    rest: () => {
      calls.rest();
      agents.rest();
    },
  };
};

const legsIn = ({ legs: { customer, agent, target, guest } }: Call, legs: ReadonlyMap<LegId, Leg>): readonly Leg[] =>
  [customer, agent, target, guest].flatMap((id) => (id === null ? [] : (legs.get(id) ?? [])));

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
