import { asId, loadRouting } from '@legwork/core';
import type { CallId, Deciders, LegId, Routing, SeatId } from '@legwork/core';
import { createWorld, unlimited, type Asked, type RandomStream, type World, type WorldOptions } from '@legwork/sim';

/** People who do whatever comes to their minds, on every kind of call, from a seed. */
export interface RandomWorldOptions {
  readonly seed: number;
  readonly shape?: WorldOptions['shape'];
  readonly faults?: WorldOptions['faults'];
  readonly deciders?: Deciders;
  /** How many things are done. */
  readonly acts?: number;
  /** How long after the one the next is done, at most, in ms. */
  readonly pauseMs?: number;
  /** The connection to the switch breaks now and then. */
  readonly breaks?: boolean;
  /** The switch says only what is so: it lets nobody go unasked. */
  readonly isTruthful?: boolean;
  /** Told of the world before anything happens in it. */
  readonly watch?: (world: World) => void;
}

const agents = ['agent-1', 'agent-2', 'agent-3'] as const;
const supervisors = ['supervisor-1', 'supervisor-2', 'supervisor-3'] as const;
const numbers = ['1900', '1901', '1902', '1903'] as const;
/** Asked for seldom: a call that has been ended has no more to tell. */
const endings: ReadonlySet<string> = new Set(['cmd.stop', 'cmd.hangUp']);

/** The world after all acts are done and everything that they led to has happened. Every call has been ended by then. */
export const randomWorld = (options: RandomWorldOptions): World => {
  const { seed, acts = 120, pauseMs = 1_500, breaks = false, isTruthful = false } = options;
  const world = createWorld({
    seed,
    shape: options.shape ?? unlimited,
    routing: everyKindOfRouting(),
    agents: [...agents],
    supervisors: [...supervisors],
    policy: { ringTimeoutMs: 6_000, parkTimeoutMs: 9_000, followIdleMs: 9_000, wrapUpMs: 3_000 },
    keepInputs: true,
    ...(options.faults === undefined ? {} : { faults: options.faults }),
    ...(options.deciders === undefined ? {} : { deciders: options.deciders }),
    answering: ({ to }, streams) => {
      const phones = streams.stream(`phone/${to}`);
      const afterMs = phones.integer(200, 3_000);
      const roll = phones.integer(1, 10);
      if (roll <= 7) return { kind: 'answers', afterMs };
      if (roll === 8) return { kind: 'ringsOut' };
      return { kind: phones.pick(['rejects', 'busy', 'unreachable']), afterMs };
    },
  });
  options.watch?.(world);
  const people = world.streams.stream('people');
  world.ready(...agents);
  for (let n = 0; n < acts; n += 1) {
    world.pass(people.integer(0, people.chance(0.2) ? pauseMs * 4 : pauseMs));
    act(world, people, { breaks, isTruthful });
  }
  if (breaks) world.switch.comeBack();
  world.pass(10_000);
  for (const call of world.engine.state.calls.keys()) world.ask({ type: 'cmd.stop', call });
  world.pass(10_000);
  for (const seat of world.engine.state.seats.keys()) world.ask({ type: 'cmd.leave', seat });
  world.settle();
  return world;
};

const act = (
  world: World,
  people: RandomStream,
  { breaks, isTruthful }: { readonly breaks: boolean; readonly isTruthful: boolean },
): void => {
  const { calls, legs, seats } = world.engine.state;
  const someCall = (): CallId => (calls.size > 0 ? people.pick([...calls.keys()]) : asId('c99'));
  const someLeg = (): LegId => (legs.size > 0 ? people.pick([...legs.keys()]) : asId('c99.1'));
  const someSeat = (): SeatId => (seats.size > 0 ? people.pick([...seats.keys()]) : asId('s99'));
  const some = (all: readonly string[]) => asId<never>(people.pick(all));
  const to = (): Extract<Asked, { type: 'cmd.transfer' }>['to'] =>
    people.pick([
      { kind: 'agent', agent: some(agents) },
      { kind: 'number', number: asId('+49301234') },
      { kind: 'queue', queue: asId('spare') },
    ]);
  const roll = people.integer(1, 100);
  if (roll <= 10) void world.arrive({ from: `09${people.integer(10, 99)}`, to: people.pick(numbers) });
  else if (roll <= 16) world.hangUp(someLeg());
  else if (roll <= 18) findCall(world, people);
  else if (roll <= 19 && !isTruthful) letGo(world, people);
  else if (roll <= 27) actOfSeat(world, people);
  else if (roll <= 28 && breaks) world.switch.lose();
  else if (roll <= 29 && breaks) world.switch.comeBack();
  else if (roll <= 30 && breaks && people.chance(0.3)) world.switch.restart();
  else {
    const call = someCall();
    const commands: readonly Asked[] = [
      { type: 'cmd.answer', call },
      { type: 'cmd.hold', call },
      { type: 'cmd.hold', call },
      { type: 'cmd.resume', call },
      { type: 'cmd.transfer', call, to: to() },
      { type: 'cmd.transfer', call, to: to() },
      { type: 'cmd.consult', call, to: to() },
      { type: 'cmd.consult', call, to: to() },
      { type: 'cmd.complete', call },
      { type: 'cmd.cancel', call },
      { type: 'cmd.addParty', call, to: to() },
      { type: 'cmd.drop', leg: someLeg() },
      { type: 'cmd.park', call },
      { type: 'cmd.pickUp', call, agent: some(agents) },
      { type: 'cmd.record', call, on: people.chance(0.6) },
      { type: 'cmd.hangUp', call },
      { type: 'cmd.claim', call },
      {
        type: 'cmd.supervise',
        call,
        supervisor: some(supervisors),
        mode: people.pick(['monitor', 'whisper', 'barge']),
        scope: people.pick(['call', 'agent']),
      },
      {
        type: 'cmd.supervise',
        call,
        supervisor: some(supervisors),
        mode: people.pick(['monitor', 'whisper', 'barge']),
        scope: people.pick(['call', 'agent']),
      },
      { type: 'cmd.takeover', call, supervisor: some(supervisors) },
      { type: 'cmd.takeover', call, supervisor: some(supervisors) },
      { type: 'cmd.switchMode', seat: someSeat(), mode: people.pick(['monitor', 'whisper', 'barge']) },
      { type: 'cmd.switchMode', seat: someSeat(), mode: people.pick(['monitor', 'whisper', 'barge']) },
      { type: 'cmd.leave', seat: someSeat() },
      { type: 'cmd.stop', call },
      { type: 'cmd.mute', leg: someLeg() },
      { type: 'cmd.unmute', leg: someLeg() },
      { type: 'cmd.digits', leg: someLeg(), digits: '12#' },
      { type: 'cmd.originate', to: asId('+84901'), hotline: asId('1900') },
      { type: 'cmd.originate', to: asId('+84902'), agent: some(agents), queue: asId('main') },
      { type: 'cmd.logIn', agent: some(agents) },
      { type: 'cmd.ready', agent: some(agents) },
      { type: 'cmd.ready', agent: some(agents) },
      { type: 'cmd.ready', agent: some(agents) },
      { type: 'cmd.away', agent: some(agents), reason: 'lunch' },
      { type: 'cmd.wrapUp', agent: some(agents) },
      { type: 'cmd.logOut', agent: some(agents) },
      {
        type: 'cmd.forceAgent',
        agent: some(agents),
        to: people.pick(['available', 'away', 'wrapUp', 'offline']),
        reason: 'shift',
      },
    ];
    // Mostly something that the call would take on; now and then something that it has to refuse.
    const allowed = world.engine.allowed(call);
    const sensible = commands.filter(({ type }) => allowed.includes(type) && !endings.has(type));
    world.ask(sensible.length > 0 && people.chance(0.6) ? people.pick(sensible) : people.pick(commands));
  }
};

/** The supervisors who are there do something with the call they are at. */
const actOfSeat = (world: World, people: RandomStream): void => {
  const all = [...world.engine.state.seats.values()];
  // Mostly somebody who is there already: a supervisor on the way in can ask for little.
  const present = all.filter(({ state }) => state.at === 'present');
  const seats = present.length > 0 && people.chance(0.7) ? present : all;
  if (seats.length === 0) return;
  const { id, supervisor, call } = people.pick(seats);
  const mode = people.pick(['monitor', 'whisper', 'barge'] as const);
  const commands: readonly Asked[] = [
    { type: 'cmd.switchMode', seat: id, mode },
    { type: 'cmd.takeover', call: call ?? asId('c99'), supervisor },
    { type: 'cmd.leave', seat: id },
  ];
  world.ask(people.pick(commands));
};

/** The switch takes somebody out of the conversation, unasked. */
const letGo = (world: World, people: RandomStream): void => {
  const { legs, calls } = world.engine.state;
  const customers = [...calls.values()].flatMap((call) => legs.get(call.legs.customer ?? asId('none')) ?? []);
  if (customers.length === 0) return;
  const { native } = people.pick(customers);
  world.feed({ type: 'leg.placed', switch: world.switch.id, basis: 'seen', native, at: 'none' });
};

const findCall = (world: World, people: RandomStream): void => {
  const n = people.integer(1, 1_000_000);
  world.switch.find([
    { native: asId(`x-${n}a`), role: 'customer', endpoint: asId('0977') },
    { native: asId(`x-${n}b`), role: 'agent', endpoint: asId('elsewhere') },
  ]);
};

const everyKindOfRouting = (): Routing => {
  const queue = {
    skills: [],
    priority: 3,
    ringTimeoutMs: 4_000,
    maxSize: 3,
    maxWaitMs: 15_000,
    wrapUpMs: 2_000,
    serviceLevelMs: 20_000,
  };
  const loaded = loadRouting({
    hotlines: [
      { number: '1900', name: 'straight to the queue', entry: 'main' },
      { number: '1901', name: 'on command, announced', entry: 'welcome', answer: 'onCommand' },
      { number: '1902', name: 'a desk outside', entry: 'desk' },
      { number: '1903', name: 'closed', entry: 'bye' },
    ],
    nodes: {
      welcome: { kind: 'announce', prompt: 'welcome', next: 'main' },
      main: { kind: 'queue', queue: 'main', overflow: 'spare' },
      spare: { kind: 'queue', queue: 'spare', overflow: 'bye' },
      desk: { kind: 'number', to: '+49305678', ringTimeoutMs: 4_000, failed: 'sorry' },
      sorry: { kind: 'announce', prompt: 'sorry', next: 'spare' },
      bye: { kind: 'hangUp', cause: 'busy' },
    },
    queues: { main: { name: 'main', ...queue }, spare: { name: 'spare', ...queue, wrapUpMs: 0 } },
  });
  if (!loaded.ok) throw new Error(loaded.problems.map(({ path, problem }) => `${path} ${problem}`).join('\n'));
  return loaded.routing;
};
