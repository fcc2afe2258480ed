import { asId, modes, regionsOf, restoreEngine } from '@legwork/core';
import type {
  Call,
  Decider,
  Deciders,
  Decision,
  EffectId,
  Engine,
  Input,
  Leg,
  LegId,
  MachineState,
} from '@legwork/core';
import type { World } from '@legwork/sim';
import { chartOf, type MachineName } from './chart.ts';

/** What machines were really asked, in which of their states, and what they made of it. */
export interface Coverage {
  /** The machines to run: they count what they are asked. */
  readonly deciders: Deciders;
  /**
   * Wherever the world gets to that is new, everything is tried that could happen next: every command on every machine, and on a copy of the
   * engine whatever the switch could report and every timer that runs. The world goes on unchanged.
   */
  readonly explore: (world: World) => void;
  /** What was made of an input in a state of a region: how often it was taken, refused, ignored. */
  of(table: Table, state: string, input: string): Count;
}
export interface Count {
  readonly step: number;
  readonly refusal: number;
  readonly ignored: number;
}

/** The states of one region of a machine, and inputs that are to be given to it in each. */
export interface Table {
  readonly name: Region;
  readonly machine: MachineName;
  readonly states: readonly string[];
  readonly inputs: readonly string[];
}

/** Where in its machine's configuration a region is. */
const regions = {
  life: 'life',
  hold: 'life.open.talking.hold',
  handover: 'life.open.talking.handover',
  recording: 'recording',
  seat: '',
  agent: '',
  leg: '',
} as const;
type Region = keyof typeof regions;

/** The states and the inputs are those of the machine's own configuration: a new one has a column, or a line, at once. */
export function tableOf(name: Region, machine: MachineName, isMeant: (input: string) => boolean): Table {
  const { states } = chartOf(machine);
  const leaves = states.filter(({ path, children }) => children.length === 0 && path.startsWith(regions[name]));
  const inputs = states.flatMap(({ transitions }) =>
    transitions.flatMap(({ event }) => (event === null ? [] : [event])),
  );
  return {
    name,
    machine,
    states: [...new Set(leaves.map(({ path }) => (name === 'life' ? stateOfLife(path) : lastOf(path))))],
    inputs: [...new Set(inputs)].filter(isMeant),
  };
}
const lastOf = (path: string): string => path.split('.').at(-1) ?? path;
/** What is inside of the conversation has tables of its own. */
const stateOfLife = (path: string): string => (path.startsWith('life.open.talking') ? 'talking' : lastOf(path));

export function createCoverage(run: Deciders): Coverage {
  const counts = new Map<string, { step: number; refusal: number; ignored: number }>();
  const keyOf = (region: Region, state: string, input: string) => `${region} ${state} ${input}`;

  const count = (
    machine: MachineName,
    at: string,
    input: string,
    { kind }: Pick<Decision<never, never>, 'kind'>,
  ): void => {
    for (const [region, state] of placesOf(machine, at)) {
      const key = keyOf(region, state, input);
      const found = counts.get(key) ?? { step: 0, refusal: 0, ignored: 0 };
      found[kind] += 1;
      counts.set(key, found);
    }
  };
  const counting = <Record, Input extends { readonly type: string }, Out>(
    machine: MachineName,
    decider: Decider<Record, Input, Out>,
  ): Decider<Record, Input, Out> => ({
    initial: (record) => decider.initial(record),
    decide: (state, input) => {
      const decision = decider.decide(state, input);
      count(machine, state.at, input.type, decision);
      return decision;
    },
  });
  const deciders: Deciders = {
    call: counting('call', run.call),
    leg: counting('leg', run.leg),
    seat: counting('seat', run.seat),
    agent: counting('agent', run.agent),
  };

  const tried = new Set<string>();
  const tryAll = <Record>(
    decider: { decide(state: MachineState<Record>, input: never): unknown },
    state: MachineState<Record>,
    commands: readonly object[],
  ): void => {
    const key = `${state.at} ${JSON.stringify(state.record)}`;
    if (tried.has(key)) return;
    tried.add(key);
    for (const command of commands) decider.decide(state, command as never);
  };

  /** Every way on from here, by one thing that happens to the call or to a leg. */
  const branch = (world: World, call: Call): void => {
    const { engine } = world;
    const legs = [...engine.state.legs.values()].filter((leg) => concerns(engine, call, leg));
    const seats = [...engine.state.seats.values()].filter((seat) => seat.call === call.id || seat.call === null);
    const company = [
      ...legs.flatMap(({ owner, state }) => (owner.kind === 'seat' ? [] : `${owner.slot} ${state.at}`)),
      ...seats.map(({ state }) => state.at),
    ].toSorted();
    const timers = Object.entries(call.timers)
      .flatMap(([name, timer]) => (timer === undefined ? [] : name))
      .toSorted();
    const ways = [
      ...waysOf([call.state.at, ...new Set(company), ...timers].join(', '), () => happenings(engine, call, legs)),
      ...legs.flatMap((leg) => waysOf(`${leg.owner.kind} ${leg.state.at}`, () => reports(leg))),
    ];
    if (ways.length === 0) return;
    const snapshot = engine.snapshot();
    for (const way of ways) restoreEngine(world.config, snapshot, deciders).step(way, world.now());
  };
  const waysOf = (key: string, ways: () => readonly Input[]): readonly Input[] => {
    if (tried.has(key)) return [];
    tried.add(key);
    return ways();
  };

  return {
    deciders,
    explore: (world) => {
      const { calls, legs, seats, agents } = world.engine.state;
      world.onStep(() => {
        for (const { state } of calls.values()) tryAll(deciders.call, state, commands.call);
        for (const { state } of legs.values()) tryAll(deciders.leg, state, commands.leg);
        for (const { state } of seats.values()) tryAll(deciders.seat, state, commands.seat);
        for (const { state } of agents.values()) tryAll(deciders.agent, state, commands.agent);
        for (const call of calls.values()) branch(world, call);
      });
    },
    of: ({ name }, state, input) => counts.get(keyOf(name, state, input)) ?? { step: 0, refusal: 0, ignored: 0 },
  };
}

/** Where a machine is, by region; the hold and the handover are somewhere while the call talks alone. */
const placesOf = (machine: MachineName, at: string): readonly (readonly [Region, string])[] => {
  if (machine !== 'call') return [[machine, at]];
  const { state, hold, handover, recording } = regionsOf(at);
  const beside = [['recording', recording]] as const;
  if (state !== 'talking') return [['life', state], ...beside];
  return [['life', state], ['hold', hold], ['handover', handover], ...beside];
};

/** The legs of the call, and those of supervisors who are at it or wait for their agent's next. */
const concerns = ({ state: { seats } }: Engine, call: Call, { owner }: Leg): boolean => {
  if (owner.kind === 'call') return owner.call === call.id;
  const at = seats.get(owner.seat)?.call ?? null;
  return at === null || at === call.id;
};

/** What could happen to a call next: a leg ends or is moved, the switch reports something else, a timer fires. */
function happenings({ state }: Engine, call: Call, legs: readonly Leg[]): readonly Input[] {
  const seen = { switch: call.switch, basis: 'seen' } as const;
  const agent = state.legs.get(call.legs.agent ?? asId<LegId>('none'))?.native;
  const refused = {
    ...seen,
    type: 'effect.refused',
    op: asId<EffectId>('none'),
    call: call.id,
    reason: 'any',
  } as const;
  const ofLegs = legs.flatMap(({ native, owner }): readonly Input[] => [
    { ...seen, type: 'leg.ended', native, cause: 'normal' },
    { ...seen, type: 'leg.placed', native, at: 'none' },
    { ...seen, type: 'leg.placed', native, at: 'side' },
    ...(owner.kind === 'call' && owner.slot === 'customer'
      ? [{ ...seen, type: 'leg.played', native, prompt: 'any' } as const]
      : []),
    ...(owner.kind === 'call' || agent === undefined
      ? []
      : modes.map((mode): Input => ({ ...seen, type: 'leg.placed', native, at: 'tap', target: agent, mode }))),
  ]);
  return [
    ...ofLegs,
    { ...seen, type: 'record.started', call: call.id },
    { ...seen, type: 'record.stopped', call: call.id },
    { ...refused, effect: 'record' },
    { ...refused, effect: 'claim' },
    { ...seen, type: 'call.claimed', call: call.id },
    { ...seen, type: 'switch.back', epoch: 'another', snapshot: { legs: [] } },
    ...[...state.timers.keys()].map((timer): Input => ({ type: 'timer.fired', timer })),
  ];
}

/** What a switch could report of a leg, whatever it is doing. */
function reports({ native, switch: id }: Leg): readonly Input[] {
  const seen = { switch: id, basis: 'seen', native } as const;
  return [
    { ...seen, type: 'leg.ringing' },
    { ...seen, type: 'leg.answered' },
    { ...seen, type: 'leg.placed', at: 'main' },
    { ...seen, type: 'leg.muted', on: true },
    { ...seen, type: 'leg.digits', digits: '1', sent: true },
    { ...seen, type: 'leg.played', prompt: 'any' },
    { ...seen, type: 'leg.ended', cause: 'busy' },
    { ...seen, type: 'effect.refused', op: asId<EffectId>('none'), effect: 'digits', reason: 'any' },
  ];
}

/** The ways to ask for something, where there are several. */
const ways: { readonly [type: string]: readonly object[] | undefined } = {
  'cmd.transfer': [{ to: 'agent' }, { to: 'number' }, { to: 'queue' }],
  'cmd.drop': [{ slot: 'customer' }, { slot: 'agent' }],
  'cmd.record': [{ on: true }, { on: false }],
  'cmd.supervise': modes.map((mode) => ({ mode })),
  'cmd.switchMode': modes.map((mode) => ({ mode })),
  'cmd.takeover': [{ seat: 0, seatIsReady: false }],
};
/** Everything that can be asked of a machine, by its own configuration. */
const commandsOf = (machine: MachineName): readonly object[] => {
  const events = chartOf(machine).states.flatMap(({ transitions }) => transitions.map(({ event }) => event));
  const types = new Set(events.filter((event) => event?.startsWith('cmd.') === true));
  return [...types].flatMap((type) => (ways[type ?? ''] ?? [{}]).map((way) => ({ type, ...way })));
};
const commands = {
  call: commandsOf('call'),
  leg: commandsOf('leg'),
  seat: commandsOf('seat'),
  agent: commandsOf('agent'),
};

/** Pairs that cannot come about, and why. `*` at the end of an input stands for all that begin so. */
export interface Unreachable {
  readonly in: readonly string[] | 'everywhere';
  readonly inputs: readonly string[];
  readonly why: string;
}

export const isListed = (rules: readonly Unreachable[], state: string, input: string): boolean =>
  rules.some(
    (rule) =>
      (rule.in === 'everywhere' || rule.in.includes(state)) &&
      rule.inputs.some((one) => (one.endsWith('*') ? input.startsWith(one.slice(0, -1)) : one === input)),
  );

/**
 * The table as text, a line for each input and a column for each state: `+` taken, `-` refused, `±` both, `·` no news, blank where it cannot
 * come about, `?` where it has not.
 */
export function drawn(table: Table, coverage: Coverage, rules: readonly Unreachable[]): string {
  const width = Math.max(...table.inputs.map(({ length }) => length));
  const heads = table.states.map((state) => state.slice(0, 5).padEnd(5));
  const mark = (state: string, input: string): string => {
    const { step, refusal, ignored } = coverage.of(table, state, input);
    if (step + refusal + ignored === 0) return isListed(rules, state, input) ? ' ' : '?';
    if (step > 0) return refusal > 0 ? '±' : '+';
    return refusal > 0 ? '-' : '·';
  };
  const lines = table.inputs.map((input) =>
    [input.padEnd(width), ...table.states.map((state) => mark(state, input).padEnd(5))].join(' ').trimEnd(),
  );
  return [table.name, [''.padEnd(width), ...heads].join(' ').trimEnd(), ...lines].join('\n');
}
