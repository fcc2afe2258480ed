import { createRoster, type Roster } from '../acd/index.ts';
import { asId, type AgentId, type CallId, type LegId, type NativeId, type SwitchId } from '../vocabulary/index.ts';
import { callNumberOf, callNumberOfLeg, idOfCall } from './call-numbers.ts';
import type { AgentConfig } from './config.ts';
import { Dense } from './packed.ts';
import { createPacker, legIn, type Kept, type Whole } from './packing.ts';
import { Shelf } from './shelf.ts';
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
  const calls = new Shelf<Whole>(mostAwake, {
    asleep: new Map<number, string>(),
    pack: packer.packCall,
    unpack: packer.unpackCall,
  });
  const agents = new Shelf<Agent>(mostAwake, {
    asleep: new Dense(),
    pack: packer.packAgent,
    unpack: packer.unpackAgent,
  });
  return {
    calls: new Calls(calls),
    legs: new Legs(calls),
    agents: new Agents(agents, configured, roster),
    roster,
    rest: () => {
      calls.rest();
      agents.rest();
    },
  };
};

/** Classes, and not objects of functions: the engines of a process share what V8 learns of them. */
abstract class Ordered<Id, Item> implements Book<Id, Item> {
  abstract get size(): number;
  abstract has(id: Id): boolean;
  abstract get(id: Id): Item | undefined;
  abstract set(id: Id, item: Item): void;
  abstract delete(id: Id): boolean;
  /** In order. */
  abstract keys(): readonly Id[];

  *[Symbol.iterator](): Generator<[Id, Item]> {
    for (const id of this.keys()) {
      const item = this.get(id);
      if (item !== undefined) yield [id, item];
    }
  }

  *values(): Generator<Item> {
    for (const [, item] of this) yield item;
  }
}

class Calls extends Ordered<CallId, Call> {
  readonly #wholes: Shelf<Whole>;

  constructor(wholes: Shelf<Whole>) {
    super();
    this.#wholes = wholes;
  }
  get size(): number {
    return this.#wholes.size;
  }
  has(id: CallId): boolean {
    return this.#wholes.has(callNumberOf(id));
  }
  get(id: CallId): Call | undefined {
    return this.#wholes.get(callNumberOf(id))?.call;
  }
  set(id: CallId, call: Call): void {
    this.#wholes.set(callNumberOf(id), { call, legs: null });
  }
  delete(id: CallId): boolean {
    return this.#wholes.delete(callNumberOf(id));
  }
  keys(): readonly CallId[] {
    return inOrder(this.#wholes.numbers().map(idOfCall));
  }
}

/** A leg is kept with the call in whose name it was made, and is awake when the call is. */
class Legs extends Ordered<LegId, Leg> implements LegBook {
  readonly #wholes: Shelf<Whole>;
  /** Those that seats have dialled go from call to call. */
  readonly #ofSeats = new Map<LegId, Leg>();
  /** The numbers of calls by the switches' own ids for their legs: another switch may have the same id for something else. */
  readonly #natives = new Map<SwitchId, Map<NativeId, number>>();
  #size = 0;

  constructor(wholes: Shelf<Whole>) {
    super();
    this.#wholes = wholes;
  }
  get size(): number {
    return this.#size;
  }
  has(id: LegId): boolean {
    return this.get(id) !== undefined;
  }
  get(id: LegId): Leg | undefined {
    const whole = this.#wholes.get(callNumberOfLeg(id));
    return whole === undefined ? this.#ofSeats.get(id) : legIn(whole, id);
  }
  by(on: SwitchId, native: NativeId): Leg | undefined {
    const isMeant = (leg: Leg): boolean => leg.native === native && leg.switch === on;
    const named = callNumberOfLeg(native);
    const number = named < 0 ? (this.#natives.get(on)?.get(native) ?? -1) : named;
    let kept = this.#wholes.get(number)?.legs ?? null;
    while (kept !== null && !isMeant(kept.leg)) kept = kept.next;
    const leg = kept?.leg ?? this.#ofSeats.get(asId<LegId>(native));
    return leg !== undefined && isMeant(leg) ? leg : undefined;
  }
  set(id: LegId, leg: Leg): void {
    const number = callNumberOfLeg(id);
    const whole = this.#wholes.get(number);
    if (whole !== undefined) whole.legs = { leg, next: whole.legs };
    else if (number < 0) this.#ofSeats.set(id, leg);
    else throw new Error('bug: a leg of a call that is not there');
    this.#size += 1;
    if (!isNamedByUs(leg)) this.#nativesOn(leg.switch).set(leg.native, number);
  }
  delete(id: LegId): boolean {
    const leg = this.#take(id);
    if (leg === undefined) return false;
    this.#size -= 1;
    if (!isNamedByUs(leg)) this.#nativesOn(leg.switch).delete(leg.native);
    return true;
  }
  keys(): readonly LegId[] {
    const all = [...this.#ofSeats.keys()];
    for (const number of this.#wholes.numbers())
      for (let kept = this.#wholes.get(number)?.legs ?? null; kept !== null; kept = kept.next) all.push(kept.leg.id);
    return inOrder(all);
  }
  #take(id: LegId): Leg | undefined {
    const whole = this.#wholes.get(callNumberOfLeg(id));
    if (whole === undefined) {
      const leg = this.#ofSeats.get(id);
      this.#ofSeats.delete(id);
      return leg;
    }
    let before: Kept | null = null;
    for (let kept = whole.legs; kept !== null; before = kept, kept = kept.next) {
      if (kept.leg.id !== id) continue;
      if (before === null) whole.legs = kept.next;
      else before.next = kept.next;
      return kept.leg;
    }
    return undefined;
  }
  #nativesOn(id: SwitchId): Map<NativeId, number> {
    let natives = this.#natives.get(id);
    if (natives === undefined) {
      natives = new Map();
      this.#natives.set(id, natives);
    }
    return natives;
  }
}

/** The switch calls a leg that it was asked to dial by the leg's own id. */
export const isNamedByUs = ({ native, id }: Leg): boolean => native === asId<NativeId>(id);

class Agents extends Ordered<AgentId, Agent> {
  readonly #agents: Shelf<Agent>;
  readonly #configured: readonly AgentConfig[];
  readonly #roster: Roster;

  constructor(agents: Shelf<Agent>, configured: readonly AgentConfig[], roster: Roster) {
    super();
    this.#agents = agents;
    this.#configured = configured;
    this.#roster = roster;
  }
  get size(): number {
    return this.#agents.size;
  }
  has(id: AgentId): boolean {
    return this.#agents.has(this.#placeOf(id));
  }
  get(id: AgentId): Agent | undefined {
    return this.#agents.get(this.#placeOf(id));
  }
  set(id: AgentId, agent: Agent): void {
    this.#agents.set(this.#placeOf(id), agent);
  }
  delete(id: AgentId): boolean {
    return this.#agents.delete(this.#placeOf(id));
  }
  keys(): readonly AgentId[] {
    return this.#configured.map(({ id }) => id);
  }
  #placeOf(id: AgentId): number {
    return this.#roster.get(id) ?? -1;
  }
}

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
