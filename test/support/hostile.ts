import { asId, causes, modes, places, type Input, type InputType } from '@legwork/core';
import type { World } from '@legwork/sim';
import fc from 'fast-check';

/** An input that is well formed, and made of what is there without rhyme or reason. */
export interface Hostile {
  readonly thenMs: number;
  readonly made: (world: World) => unknown;
}

/** Draws numbers, one after the other, for whoever makes an input. */
type Draw = (below: number) => number;

/** What an id field is filled with: ids of the right kind, and one time in three of any. */
type Kind = keyof ReturnType<typeof pools>;

/** Any input, as often of one type as of another. What it is about is looked up when it is due. */
export const hostileInput = (): fc.Arbitrary<Hostile> =>
  fc
    .record({
      type: fc.constantFrom(...types),
      thenMs: fc.oneof(
        { weight: 4, arbitrary: fc.constant(0) },
        { weight: 4, arbitrary: fc.nat({ max: 200 }) },
        { weight: 2, arbitrary: fc.nat({ max: 8_000 }) },
      ),
      numbers: fc.array(fc.nat({ max: 0xffff }), { minLength: 24, maxLength: 24 }),
    })
    .map(({ type, thenMs, numbers }) => ({
      thenMs,
      made: (world) => make(world, type, drawing(numbers)),
      [fc.toStringMethod]: () => `${type} ${numbers.join(' ')}`,
    }));

const drawing = (numbers: readonly number[]): Draw => {
  let drawn = 0;
  return (below) => (numbers[(drawn += 1) % numbers.length] ?? 0) % Math.max(1, below);
};

const pools = ({ engine: { state }, config, switch: simulated }: World) => ({
  call: [...state.calls.keys()],
  leg: [...state.legs.keys()],
  native: [...simulated.legs().map(({ native }) => native), ...[...state.legs.values()].map(({ native }) => native)],
  seat: [...state.seats.keys()],
  agent: config.agents.map(({ id }) => id),
  supervisor: config.supervisors.map(({ id }) => id),
  queue: Object.keys(config.routing.queues),
  endpoint: [
    '1900',
    '0901',
    ...config.agents.map(({ endpoint }) => endpoint),
    ...config.supervisors.map(({ endpoint }) => endpoint),
  ],
  timer: [...state.timers.keys()],
  command: [...state.open],
  op: [...state.legs.values()].flatMap(({ asks }) => asks.map(({ op }) => op)),
  other: ['c0', 'c1.99', 's0.1', 'c1', 's1', 'c1.1', 's1.1', 'constructor', '__proto__', 'toString', ' '],
});

const make = (world: World, type: InputType, draw: Draw): unknown => {
  const all = pools(world);
  const anything = Object.values(all).flat();
  const one = <Item>(items: readonly Item[]): Item => items[draw(items.length)] as Item;
  const id = (kind: Kind): never =>
    asId<never>(String(draw(3) > 0 && all[kind].length > 0 ? one(all[kind]) : one(anything)));
  const maybe = <Field extends object>(field: Field): Field | Record<never, never> => (draw(2) > 0 ? field : {});
  const to = (): object =>
    one([
      { kind: 'agent', agent: id('agent') },
      { kind: 'queue', queue: id('queue') },
      { kind: 'number', number: id('endpoint') },
    ]);
  const by = {
    role: one(['service', 'service', 'admin', 'agent', 'supervisor']),
    id: one([id('agent'), id('supervisor')]),
  };
  const commandId =
    draw(12) > 0 ? `hostile-${world.inputs.length}-${world.engine.state.counters.inputs}` : id('command');
  const asked = { type, id: commandId, by };
  const ofLeg = { ...asked, leg: id('leg') };
  const ofCall = { ...asked, call: id('call') };
  const ofAgent = { ...asked, agent: id('agent') };
  const observed = { type, switch: draw(20) > 0 ? world.switch.id : id('other'), basis: one(['seen', 'assumed']) };
  const seen = { ...observed, native: id('native') };
  const tap = { ...maybe({ target: id('native') }), ...maybe({ mode: one(modes) }) };
  const listed = (): object => ({ native: id('native'), up: draw(4) > 0, at: one(places), ...tap });
  const many = <Item>(least: number, most: number, item: () => Item): readonly Item[] =>
    Array.from({ length: least + draw(most - least + 1) }, item);
  const fields: { readonly [Type in InputType]: () => object } = {
    'cmd.originate': () => ({
      ...asked,
      to: id('endpoint'),
      ...maybe({ agent: id('agent') }),
      ...maybe({ hotline: id('endpoint') }),
      ...maybe({ queue: id('queue') }),
    }),
    'cmd.answer': () => ofCall,
    'cmd.hold': () => ofCall,
    'cmd.resume': () => ofCall,
    'cmd.mute': () => ofLeg,
    'cmd.unmute': () => ofLeg,
    'cmd.digits': () => ({ ...ofLeg, digits: '1' }),
    'cmd.transfer': () => ({ ...ofCall, to: to(), ...(draw(4) > 0 ? {} : { expectedAgentLeg: id('leg') }) }),
    'cmd.consult': () => ({ ...ofCall, to: to() }),
    'cmd.complete': () => ofCall,
    'cmd.cancel': () => ofCall,
    'cmd.addParty': () => ({ ...ofCall, to: to() }),
    'cmd.drop': () => ofLeg,
    'cmd.park': () => ofCall,
    'cmd.pickUp': () => ({ ...ofCall, agent: id('agent') }),
    'cmd.record': () => ({ ...ofCall, on: draw(2) > 0 }),
    'cmd.hangUp': () => ofCall,
    'cmd.claim': () => ofCall,
    'cmd.supervise': () => ({
      ...ofCall,
      supervisor: id('supervisor'),
      mode: one(modes),
      scope: one(['call', 'agent']),
    }),
    'cmd.switchMode': () => ({ ...asked, seat: id('seat'), mode: one(modes) }),
    'cmd.leave': () => ({ ...asked, seat: id('seat') }),
    'cmd.takeover': () => ({ ...ofCall, supervisor: id('supervisor') }),
    'cmd.stop': () => ofCall,
    'cmd.logIn': () => ofAgent,
    'cmd.ready': () => ofAgent,
    'cmd.away': () => ({ ...ofAgent, reason: '' }),
    'cmd.wrapUp': () => ofAgent,
    'cmd.logOut': () => ofAgent,
    'cmd.forceAgent': () => ({ ...ofAgent, to: one(['available', 'away', 'wrapUp', 'offline']), reason: 'x' }),
    'leg.offered': () => ({ ...seen, from: id('endpoint'), to: id('endpoint') }),
    'leg.ringing': () => seen,
    'leg.answered': () => seen,
    'leg.placed': () => ({ ...seen, at: one(places), ...tap }),
    'leg.muted': () => ({ ...seen, on: draw(2) > 0 }),
    'leg.digits': () => ({ ...seen, digits: '1', sent: draw(2) > 0 }),
    'leg.played': () => ({ ...seen, prompt: 'x' }),
    'leg.ended': () => ({ ...seen, cause: one(causes) }),
    'record.started': () => ({ ...observed, call: id('call') }),
    'record.stopped': () => ({ ...observed, call: id('call') }),
    'call.found': () => ({
      ...observed,
      legs: many(1, 4, () => ({ native: id('native'), role: one(['customer', 'agent']), endpoint: id('endpoint') })),
    }),
    'call.claimed': () => ({ ...observed, call: id('call') }),
    'effect.refused': () => ({
      ...observed,
      op: id('op'),
      effect: one([
        'answer',
        'dial',
        'redirect',
        'join',
        'treat',
        'tap',
        'play',
        'mute',
        'digits',
        'record',
        'hangUp',
        'claim',
      ]),
      ...maybe({ native: id('native') }),
      ...maybe({ call: id('call') }),
      reason: one(['noSuchLeg', 'notUp', 'unsupported', '']),
    }),
    'switch.lost': () => observed,
    'switch.back': () => ({
      ...observed,
      epoch: one(['sim#1', 'sim#1', 'sim#2']),
      snapshot: draw(3) > 0 ? { legs: many(0, 8, listed) } : null,
    }),
    'timer.fired': () => ({ type, timer: id('timer') }),
  };
  return fields[type]();
};

const types: readonly InputType[] = [
  'cmd.originate',
  'cmd.answer',
  'cmd.hold',
  'cmd.resume',
  'cmd.mute',
  'cmd.unmute',
  'cmd.digits',
  'cmd.transfer',
  'cmd.consult',
  'cmd.complete',
  'cmd.cancel',
  'cmd.addParty',
  'cmd.drop',
  'cmd.park',
  'cmd.pickUp',
  'cmd.record',
  'cmd.hangUp',
  'cmd.claim',
  'cmd.supervise',
  'cmd.switchMode',
  'cmd.leave',
  'cmd.takeover',
  'cmd.stop',
  'cmd.logIn',
  'cmd.ready',
  'cmd.away',
  'cmd.wrapUp',
  'cmd.logOut',
  'cmd.forceAgent',
  'leg.offered',
  'leg.ringing',
  'leg.answered',
  'leg.placed',
  'leg.muted',
  'leg.digits',
  'leg.played',
  'leg.ended',
  'record.started',
  'record.stopped',
  'call.found',
  'call.claimed',
  'effect.refused',
  'switch.lost',
  'switch.back',
  'timer.fired',
];
