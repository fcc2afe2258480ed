import { bases, causes, modes, places, roles, scopes, switchEffects, type InputType } from '@legwork/core';
import { smallRouting, type World } from '@legwork/sim';
import fc from 'fast-check';

/** An input that is well formed and need not make sense: it is about what is there when it is made. */
export interface Hostile {
  readonly thenMs: number;
  readonly made: (world: World) => unknown;
}

/** Any input, one type as often as another; ids are of the right kind, or, once in six times, of any. */
export const hostileInput = (): fc.Arbitrary<Hostile> =>
  fc
    .record({
      type: fc.constantFrom(...(Object.keys(makers) as InputType[])),
      thenMs: fc.oneof(
        { weight: 4, arbitrary: fc.constant(0) },
        { weight: 4, arbitrary: fc.nat({ max: 200 }) },
        { weight: 2, arbitrary: fc.nat({ max: 8_000 }) },
      ),
      numbers: fc.array(fc.nat({ max: 0xffff }), { minLength: 24, maxLength: 24 }),
    })
    .map(({ type, thenMs, numbers }) => ({
      thenMs,
      made: (world) => ({ type, ...makers[type](penOf(world, numbers)) }),
      [fc.toStringMethod]: () => `${type} ${numbers.join(' ')}, then ${thenMs} ms`,
    }));

/** Ids of what is there, by what they are ids of. */
const idsOf = ({ engine: { state }, config, switch: simulated }: World) => ({
  call: [...state.calls.keys()],
  leg: [...state.legs.keys()],
  native: [...simulated.legs(), ...state.legs.values()].map(({ native }) => native),
  seat: [...state.seats.keys()],
  agent: config.agents.map(({ id }) => id),
  supervisor: config.supervisors.map(({ id }) => id),
  queue: Object.keys(config.routing.queues),
  endpoint: ['1900', '0901', ...[...config.agents, ...config.supervisors].map(({ endpoint }) => endpoint)],
  timer: [...state.timers.keys()],
  command: [...state.open],
  op: [...state.legs.values()].flatMap(({ asks }) => asks.map(({ op }) => op)),
  /** Of nothing, though some of them look like it, and every object has some of them. */
  nothing: ['c0', 'c1', 'c1.1', 'c9.99', 's0.1', 's1', 's1.1', 'constructor', '__proto__', 'toString', ' '],
});

/** Fills fields in, with one number after the other. */
interface Pen {
  number(below: number): number;
  one<Item>(items: readonly Item[]): Item;
  id(kind: keyof ReturnType<typeof idsOf>): string;
  /** The fields, or none. */
  maybe(fields: object): object;
  command(): object;
  observation(): object;
}

const penOf = (world: World, numbers: readonly number[]): Pen => {
  const ids = idsOf(world);
  let drawn = 0;
  const number = (below: number): number => (numbers[(drawn += 1) % numbers.length] ?? 0) % below;
  const one = <Item>(items: readonly Item[]): Item => items[number(items.length)] as Item;
  const id: Pen['id'] = (kind) =>
    number(6) > 0 && ids[kind].length > 0 ? one<string>(ids[kind]) : one<string>(Object.values(ids).flat());
  const unused = `hostile${world.engine.state.counters.inputs}`;
  return {
    number,
    one,
    id,
    maybe: (fields) => (number(2) > 0 ? fields : {}),
    command: () => ({
      id: number(12) > 0 ? unused : id('command'),
      by: number(4) > 0 ? { role: 'service', id: 'world' } : { role: one(roles), id: id('agent') },
    }),
    observation: () => ({ switch: number(20) > 0 ? world.switch.id : id('nothing'), basis: one(bases) }),
  };
};

const ofCall = (pen: Pen): object => ({ ...pen.command(), call: pen.id('call') });
const ofLeg = (pen: Pen): object => ({ ...pen.command(), leg: pen.id('leg') });
const ofSeat = (pen: Pen): object => ({ ...pen.command(), seat: pen.id('seat') });
const ofAgent = (pen: Pen): object => ({ ...pen.command(), agent: pen.id('agent') });
const expecting = (pen: Pen): object => (pen.number(4) > 0 ? {} : { expectedAgentLeg: pen.id('leg') });
const towards = (pen: Pen): object => ({
  ...ofCall(pen),
  to: pen.one([
    { kind: 'agent', agent: pen.id('agent') },
    { kind: 'queue', queue: pen.id('queue') },
    { kind: 'number', number: pen.id('endpoint') },
  ]),
});
const seenOfCall = (pen: Pen): object => ({ ...pen.observation(), call: pen.id('call') });
const seenOfLeg = (pen: Pen): object => ({ ...pen.observation(), native: pen.id('native') });
const placed = (pen: Pen): object => ({
  at: pen.one(places),
  ...pen.maybe({ target: pen.id('native') }),
  ...pen.maybe({ mode: pen.one(modes) }),
});
const offer = (pen: Pen): object => ({ from: pen.id('endpoint'), to: pen.id('endpoint') });
const listed = (pen: Pen): object => ({
  native: pen.id('native'),
  up: pen.number(4) > 0,
  ...placed(pen),
  ...pen.maybe({ offered: offer(pen) }),
});
const many = (pen: Pen, least: number, most: number, item: () => object): readonly object[] =>
  Array.from({ length: least + pen.number(most - least + 1) }, item);

const otherRouting = JSON.stringify({ ...smallRouting({ maxWaitMs: 9_000, maxSize: 3 }), byNumber: undefined });

const makers: { readonly [Type in InputType]: (pen: Pen) => object } = {
  'cmd.originate': (pen) => ({
    ...pen.command(),
    to: pen.id('endpoint'),
    ...pen.maybe({ agent: pen.id('agent') }),
    ...pen.maybe({ hotline: pen.id('endpoint') }),
    ...pen.maybe({ queue: pen.id('queue') }),
  }),
  'cmd.answer': ofCall,
  'cmd.hold': ofCall,
  'cmd.resume': ofCall,
  'cmd.mute': ofLeg,
  'cmd.unmute': ofLeg,
  'cmd.digits': (pen) => ({ ...ofLeg(pen), digits: '1#' }),
  'cmd.transfer': (pen) => ({ ...towards(pen), ...expecting(pen) }),
  'cmd.consult': towards,
  'cmd.complete': ofCall,
  'cmd.cancel': ofCall,
  'cmd.addParty': towards,
  'cmd.drop': ofLeg,
  'cmd.park': ofCall,
  'cmd.pickUp': (pen) => ({ ...ofCall(pen), agent: pen.id('agent') }),
  'cmd.record': (pen) => ({ ...ofCall(pen), on: pen.one([true, false]) }),
  'cmd.hangUp': ofCall,
  'cmd.claim': ofCall,
  'cmd.supervise': (pen) => ({
    ...ofCall(pen),
    supervisor: pen.id('supervisor'),
    mode: pen.one(modes),
    scope: pen.one(scopes),
  }),
  'cmd.switchMode': (pen) => ({ ...ofSeat(pen), mode: pen.one(modes) }),
  'cmd.leave': ofSeat,
  'cmd.takeover': (pen) => ({ ...ofCall(pen), supervisor: pen.id('supervisor'), ...expecting(pen) }),
  'cmd.stop': (pen) => ({ ...ofCall(pen), ...expecting(pen) }),
  'cmd.logIn': ofAgent,
  'cmd.ready': ofAgent,
  'cmd.away': (pen) => ({ ...ofAgent(pen), reason: '' }),
  'cmd.wrapUp': ofAgent,
  'cmd.logOut': ofAgent,
  'cmd.forceAgent': (pen) => ({
    ...ofAgent(pen),
    to: pen.one(['available', 'away', 'wrapUp', 'offline']),
    reason: 'asked',
  }),
  'cmd.activateFlow': (pen) => ({
    ...pen.command(),
    flow: pen.id('queue'),
    routing: pen.one(['[]', '{}', otherRouting]),
  }),
  'leg.offered': (pen) => ({ ...seenOfLeg(pen), ...offer(pen) }),
  'leg.ringing': seenOfLeg,
  'leg.answered': seenOfLeg,
  'leg.placed': (pen) => ({ ...seenOfLeg(pen), ...placed(pen) }),
  'leg.muted': (pen) => ({ ...seenOfLeg(pen), on: pen.one([true, false]) }),
  'leg.digits': (pen) => ({ ...seenOfLeg(pen), digits: '1#', sent: pen.one([true, false]) }),
  'leg.played': (pen) => ({ ...seenOfLeg(pen), prompt: 'welcome' }),
  'leg.ended': (pen) => ({ ...seenOfLeg(pen), cause: pen.one(causes) }),
  'record.started': seenOfCall,
  'record.stopped': seenOfCall,
  'call.found': (pen) => ({
    ...pen.observation(),
    legs: many(pen, 1, 4, () => ({
      native: pen.id('native'),
      role: pen.one(['customer', 'agent']),
      endpoint: pen.id('endpoint'),
    })),
  }),
  'call.claimed': seenOfCall,
  'effect.refused': (pen) => ({
    ...pen.observation(),
    op: pen.id('op'),
    effect: pen.one(switchEffects),
    ...pen.maybe({ native: pen.id('native') }),
    ...pen.maybe({ call: pen.id('call') }),
    reason: pen.one(['noSuchLeg', 'notUp', 'unsupported', '']),
  }),
  'switch.lost': (pen) => pen.observation(),
  'switch.back': (pen) => ({
    ...pen.observation(),
    epoch: pen.one(['sim#1', 'sim#1', 'sim#1', 'sim#2']),
    snapshot: pen.number(3) > 0 ? null : { legs: many(pen, 0, 40, () => listed(pen)) },
  }),
  'timer.fired': (pen) => ({ timer: pen.id('timer') }),
};
