import { expect, test } from 'vitest';
import { compiled, legBy, regionsOf } from '@legwork/core';
import type {
  CallId,
  Cause,
  Command,
  CommandId,
  Deciders,
  Destination,
  EffectId,
  Fact,
  FactOf,
  LegId,
  NativeId,
} from '@legwork/core';
import { createWorld, watch } from '@legwork/sim';
import type { EndpointBehaviour, SwitchShape, World, WorldOptions } from '@legwork/sim';
import { assertCleanEnd } from './clean-end.ts';

/**
 * Stories: what people in a contact centre do, in their words, told to a world on the simulated switch.
 *
 * The people go by name: `customer` calls from 0901, `lan`, `mai` and `vy` are agents, `minh`, `hoa` and `tam` supervise, whoever else there is
 * is called by number. A story is about one call, the latest, unless it says otherwise. It ends with everybody hanging up, and nothing may be left.
 */
export interface Story {
  readonly world: World;
  /** Somebody calls; the customer, and the hotline of everybody, where nothing else is said. The call is the story's from now on. */
  arrive(from?: string, to?: string): void;
  /** Agents who are ready before a call comes in: the customer talks with the first of them. */
  talking(...agents: readonly string[]): void;
  /** A call that others have started talks on the switch: the customer with somebody at `desk/7`. */
  found(): void;
  ready(...agents: readonly string[]): void;
  /** Asks for something of the story's call, and looks no further. */
  ask<Type extends CommandName>(what: Type, how?: Said<Type>): CommandId;
  /** The same; then lets 10 s pass, and tells what came of it. */
  try<Type extends CommandName>(what: Type, how?: Said<Type>): string;
  /** Lets time pass, in seconds. */
  pass(seconds: number): void;
  /** Lets one thing happen after the other, until it is so. @throws Error where it is not within a minute. */
  until(isSo: () => boolean): void;
  /** Lets time pass, and looks after each thing that happens in it. */
  throughout(seconds: number, look: () => void): void;
  /** What these people do from now on when their phone is called. */
  phones(behaviours: Readonly<Record<string, Phone>>): void;
  /** From now on these effects get lost on their way to the switch, and these events on their way from it; an effect has no dot. */
  loses(...types: readonly string[]): void;
  hangsUp(...who: readonly string[]): void;
  /** The switch takes the customer out of the conversation, or somebody else, though nobody asked it to. */
  letsGo(who?: string): void;

  /** `done`, `failed busy`, `refused conflict handover`; `open` while nothing came of it. */
  outcome(command: CommandId): string;
  /** Where the call is, `none` before there is one: `talking`, `talking held`, `talking dialling`, `closed stopped`. The recording comes last: `recording on`. */
  stands(call?: CallId): string;
  /** An agent's state and its reason: `talking`, `away missed`. */
  agent(agent: string): string;
  /** A supervisor's seat: `present whisper`; `none` where there is none. */
  seat(supervisor: string): string;
  /** Who truly hears whom on the switch, for everybody who is up: `{ customer: 'lan', lan: 'customer', minh: 'customer lan' }`. */
  hearing(): Hearing;
  /** What the engine takes it to be. */
  believed(): Hearing;
  /** Who is recorded. */
  recorded(): string;
  /** The call the story is about. */
  readonly call: CallId;
  leg(who: string): LegId;
  native(who: string): NativeId;
  /** The facts of one type, oldest first. */
  told<Type extends Fact['type']>(type: Type): readonly FactOf<Type>[];
}

export type Hearing = Readonly<Record<string, string>>;
export type Phone = 'answers' | 'rejects' | 'ringsOut' | 'busy' | 'unreachable';
/** Phones that nobody can be talked to on, and the cause that is told of each. */
export const failures = [
  ['busy', 'busy'],
  ['rejects', 'rejected'],
  ['ringsOut', 'noAnswer'],
  ['unreachable', 'unreachable'],
] as const satisfies readonly (readonly [Phone, Cause])[];

/** All of them hear each other. */
export const together = (...people: readonly string[]): Hearing =>
  Object.fromEntries(
    people.map((one) => [
      one,
      people
        .filter((other) => other !== one)
        .toSorted(byName)
        .join(' '),
    ]),
  );

export interface StoryOptions extends Pick<WorldOptions, 'policy' | 'routing' | 'faults' | 'latencyMs'> {
  readonly shape?: SwitchShape;
  readonly seed?: number;
  /** The switch does what nobody asked for, or says what is not so: what is believed cannot be true at every moment. */
  readonly isUntrue?: boolean;
}

/** Commands without their prefix. */
export type CommandName = Command['type'] extends `cmd.${infer Name}` ? Name : never;
/** The fields of a command in short: legs, seats and askers by the names of the people, destinations as `mai`, `queue main` or a number. */
export type Said<Type extends CommandName> = Partial<Short<Extract<Command, { readonly type: `cmd.${Type}` }>>>;
type Short<C> = { readonly [Key in keyof C]: C[Key] extends boolean ? boolean : string };

export type Tell = (story: Story) => void;
export interface Told {
  readonly name: string;
  readonly options: StoryOptions;
  readonly tell: Tell;
}

/** Those of the story that is told; Legwork's own where nothing else is said, which are not compiled before somebody needs them. */
let machines: Deciders | undefined;
let collected: Told[] | null = null;

/** A test that tells a story. */
export function story(name: string, ...rest: readonly [Tell] | readonly [StoryOptions, Tell]): void {
  const [options, tell] = rest.length === 1 ? [{}, rest[0]] : rest;
  if (collected !== null) collected.push({ name, options, tell });
  else test(name, () => void perform({ name, options, tell }));
}

/** The stories that are registered meanwhile, instead of becoming tests. */
export async function collectStories(register: () => Promise<unknown>): Promise<readonly Told[]> {
  const stories: Told[] = [];
  collected = stories;
  try {
    await register();
  } finally {
    collected = null;
  }
  return stories;
}

/** Tells a story to its end, by other machines where they are given; `meet` is shown the world before anything happens in it. */
export function perform({ options, tell }: Told, deciders?: Deciders, meet?: (world: World) => void): World {
  const before = machines;
  machines = deciders ?? machines;
  try {
    const { story, close } = open(options, meet);
    tell(story);
    close();
    return story.world;
  } finally {
    machines = before;
  }
}

const agents = ['lan', 'mai', 'vy'] as const;
const supervisors = ['minh', 'hoa', 'tam', 'khoa', 'bao'] as const;
const CUSTOMER = '0901';

const nameOf = (endpoint: string): string =>
  endpoint === CUSTOMER ? 'customer' : endpoint.replace(/^(agent|supervisor)\//, '');
const byName = (one: string, other: string): number =>
  Number(other === 'customer') - Number(one === 'customer') || (one < other ? -1 : Number(one > other));

const afterMs: Readonly<Record<Phone, number>> = {
  answers: 2_000,
  rejects: 1_000,
  ringsOut: 0,
  busy: 200,
  unreachable: 200,
};
const behaviourOf = (kind: Phone): EndpointBehaviour =>
  kind === 'ringsOut' ? { kind } : { kind, afterMs: afterMs[kind] };

function open(options: StoryOptions, meet?: (world: World) => void) {
  const phones: Record<string, Phone> = {};
  const lostEffects: string[] = [];
  const lostEvents: string[] = [];
  const { faults, ...rest } = options;
  let { isUntrue = false } = options;
  const world = createWorld({
    seed: 1,
    ...rest,
    agents,
    supervisors,
    deciders: machines ?? compiled(),
    answering: ({ to }) => behaviourOf(phones[nameOf(to)] ?? 'answers'),
    // The lists grow while the story is told.
    faults: {
      effects: [{ kind: 'drop', probability: 1, only: lostEffects as never }, ...(faults?.effects ?? [])],
      events: [{ kind: 'drop', probability: 1, only: lostEvents as never }, ...(faults?.events ?? [])],
    },
  });
  const natives = new Map<string, NativeId>();
  const names = new Map<string, string>();
  const legs = new Map<string, LegId>();
  let call: CallId | null = null;
  let commands = 0;

  world.onStep((_at, _input, outputs) => {
    for (const output of outputs) {
      if (output.type === 'call.created') call = output.call;
      if (output.type !== 'leg.created') continue;
      const name = nameOf(output.endpoint);
      const native = world.engine.state.legs.get(output.leg)?.native ?? (output.leg as string as NativeId);
      natives.set(name, native);
      names.set(native, name);
      names.set(output.leg, name);
      legs.set(name, output.leg);
    }
  });
  // Whoever explores looks at the same worlds again: that nothing is broken has been seen.
  const guard = meet === undefined ? watch(world) : null;
  meet?.(world);

  const of = <Value>(map: ReadonlyMap<string, Value>, who: string): Value => {
    const found = map.get(who);
    if (found === undefined) throw new Error(`${who} has no leg in this story`);
    return found;
  };
  const theCall = (): CallId => {
    if (call === null) throw new Error('nobody has called in this story');
    return call;
  };
  const told = <Type extends Fact['type']>(type: Type): readonly FactOf<Type>[] =>
    world.facts.filter((fact): fact is FactOf<Type> => fact.type === type);

  const destination = (to: string): Destination => {
    if ((agents as readonly string[]).includes(to)) return { kind: 'agent', agent: to as never };
    if (to.startsWith('queue ')) return { kind: 'queue', queue: to.slice(6) as never };
    return { kind: 'number', number: to as never };
  };
  const seatOf = (supervisor: string) =>
    [...world.engine.state.seats.values()].find((seat) => seat.supervisor === supervisor);
  const askerOf = (by: string) => {
    if ((agents as readonly string[]).includes(by)) return { role: 'agent', id: by };
    if ((supervisors as readonly string[]).includes(by)) return { role: 'supervisor', id: by };
    return { role: 'service', id: by };
  };

  /** Fills in what goes without saying. */
  const spellOut = (what: CommandName, how: Readonly<Record<string, unknown>>): Record<string, unknown> => {
    const said: Record<string, unknown> = { type: `cmd.${what}`, by: { role: 'service', id: 'story' }, ...how };
    if (ofCalls.has(what)) said['call'] ??= theCall();
    if (what === 'supervise') said['scope'] ??= 'call';
    if (typeof said['by'] === 'string') said['by'] = askerOf(said['by']);
    if (typeof said['to'] === 'string' && towards.has(what)) said['to'] = destination(said['to']);
    for (const key of ['leg', 'expectedAgentLeg']) {
      const who = said[key];
      if (typeof who === 'string') said[key] = legs.get(who) ?? who;
    }
    const seat = said['seat'];
    if (typeof seat === 'string') said['seat'] = seatOf(seat)?.id ?? seat;
    return said;
  };

  const ask = (what: CommandName, how: object = {}): CommandId => {
    commands += 1;
    const id = `ask${commands}` as CommandId;
    world.feed({ id, ...spellOut(what, how as Readonly<Record<string, unknown>>) });
    return id;
  };

  const outcome = (id: CommandId): string => {
    const resolved = told('command.resolved').find(({ command }) => command === id);
    if (resolved === undefined) return 'open';
    const { outcome, cause, refusal } = resolved;
    if (refusal === null) return [outcome, cause].filter((word) => word !== null).join(' ');
    return ['refused', ...Object.entries(refusal).flatMap(([key, value]) => (key === 'allowed' ? [] : [value]))].join(
      ' ',
    );
  };

  const pass = (seconds: number): void => world.pass(seconds * 1000);

  const people = (hears: (listener: NativeId, speaker: NativeId) => boolean): Hearing => {
    const up = world.switch.legs().filter((leg) => leg.up);
    const named = up.map(({ native }) => ({ native, name: names.get(native) ?? native }));
    return Object.fromEntries(
      named.map(({ native, name }) => [
        name,
        named
          .filter((other) => hears(native, other.native))
          .map((other) => other.name)
          .toSorted(byName)
          .join(' '),
      ]),
    );
  };

  const self: Story = {
    // Who speaks in the name of the switch says what is not so.
    world: {
      ...world,
      feed: (input) => {
        isUntrue ||= input instanceof Object && 'basis' in input;
        return world.feed(input);
      },
    },
    get call() {
      return theCall();
    },
    arrive: (from = 'customer', to = '1900') => void world.arrive({ from: from === 'customer' ? CUSTOMER : from, to }),
    talking: (...ready) => {
      world.ready(...ready);
      self.arrive();
      self.until(() => self.stands() === 'talking');
    },
    found: () => {
      world.switch.find([
        { native: 'found-1' as NativeId, role: 'customer', endpoint: CUSTOMER as never },
        { native: 'found-2' as NativeId, role: 'agent', endpoint: 'desk/7' as never },
      ]);
      pass(1);
    },
    ready: (...agents) => world.ready(...agents),
    ask,
    try: (what, how) => {
      const id = ask(what, how);
      pass(10);
      return outcome(id);
    },
    pass,
    until: (isSo) => {
      const lastMs = world.now() + 60_000;
      for (;;) {
        if (isSo()) return;
        if (world.simulation.peekTime() > lastMs) break;
        world.simulation.step();
      }
      throw new Error(`it never came to that: the call is ${self.stands()}`);
    },
    throughout: (seconds, look) => {
      const lastMs = world.now() + seconds * 1000;
      look();
      while (world.simulation.peekTime() <= lastMs) {
        world.simulation.step();
        look();
      }
      world.pass(lastMs - world.now());
    },
    phones: (behaviours) => void Object.assign(phones, behaviours),
    loses: (...types) => {
      lostEffects.splice(0, Infinity, ...types.filter((type) => !type.includes('.')));
      lostEvents.splice(0, Infinity, ...types.filter((type) => type.includes('.')));
    },
    hangsUp: (...who) => {
      for (const one of who) {
        if (!world.switch.hangUp(of(natives, one))) throw new Error(`${one} is not on the phone`);
      }
    },
    letsGo: (who = 'customer') => {
      const legs = world.engine.state.calls.get(theCall())?.legs;
      const beside = (legs?.agent === self.leg(who) ? legs.customer : legs?.agent) ?? null;
      const stays = beside === null ? undefined : world.engine.state.legs.get(beside);
      if (stays === undefined) throw new Error('nobody talks with them');
      const about = { op: 'unasked' as EffectId, switch: world.switch.id, call: theCall(), leg: stays.id };
      // Nobody has sent it, so that it cannot get lost.
      const lost = lostEffects.splice(0);
      world.switch.perform({
        ...about,
        type: 'join',
        native: stays.native,
        mix: 'main',
        instead: self.native(who),
      });
      lostEffects.push(...lost);
      self.until(() => world.engine.state.legs.get(self.leg(who))?.state.record.place === 'none');
    },
    outcome,
    stands: (id = call ?? undefined) => {
      if (id === undefined) return 'none';
      const found = world.engine.state.calls.get(id);
      if (found === undefined) {
        const closed = told('call.closed').find((fact) => fact.call === id);
        return closed === undefined ? 'none' : `closed ${closed.end}`;
      }
      const { state, hold, handover, recording } = regionsOf(found.state.at);
      return [
        state,
        ...(hold === 'open' ? [] : [hold]),
        ...(handover === 'idle' ? [] : [handover]),
        ...(recording === 'off' ? [] : [`recording ${recording}`]),
      ].join(' ');
    },
    agent: (id) => {
      const found = world.engine.state.agents.get(id as never);
      return found === undefined
        ? 'none'
        : [found.state.at, ...(found.reason === null ? [] : [found.reason])].join(' ');
    },
    seat: (supervisor) => {
      const found = seatOf(supervisor);
      if (found === undefined) return 'none';
      const { mode } = found.state.record;
      return mode === 'none' ? found.state.at : `${found.state.at} ${mode}`;
    },
    hearing: () => people((listener, speaker) => world.switch.hears(listener, speaker)),
    believed: () => {
      const id = (native: NativeId): LegId =>
        legBy(world.engine.state, world.switch.id, native)?.id ?? (native as string as LegId);
      const hears = [...world.engine.state.calls.keys()].map((one) => world.engine.hears(one));
      return people((listener, speaker) => hears.some((hearing) => hearing(id(listener), id(speaker))));
    },
    recorded: () =>
      world.switch
        .legs()
        .filter(({ native }) => world.switch.records(native))
        .map(({ native }) => names.get(native) ?? native)
        .toSorted(byName)
        .join(' '),
    leg: (who) => of(legs, who),
    native: (who) => of(natives, who),
    told,
  };

  const close = (): void => {
    self.loses();
    world.switch.comeBack();
    pass(5);
    for (const { native } of world.switch.legs()) world.switch.hangUp(native);
    world.settle();
    expect(isUntrue ? [] : (guard?.finish() ?? []), 'what has to hold at every moment').toEqual([]);
    assertCleanEnd(world);
  };
  return { story: self, close };
}

const towards: ReadonlySet<CommandName> = new Set<CommandName>(['transfer', 'consult', 'addParty']);
const ofCalls: ReadonlySet<CommandName> = new Set<CommandName>([
  'answer',
  'hold',
  'resume',
  'transfer',
  'consult',
  'complete',
  'cancel',
  'addParty',
  'park',
  'pickUp',
  'record',
  'hangUp',
  'claim',
  'supervise',
  'takeover',
  'stop',
]);
