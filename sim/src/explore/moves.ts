import type { Command, Engine, Input, SwitchEvent, TimerOwner } from '@legwork/core';
import {
  answer,
  CUSTOMER,
  end,
  letGo,
  lineOf,
  loseEffect,
  perform,
  placeOf,
  take,
  type Line,
  type Lines,
} from './line.ts';
import { isQuiet } from './between.ts';
import type { View } from './minds.ts';

/** One thing that can happen next. */
export interface Move {
  readonly kind: 'command' | 'timer' | 'phone' | 'performed' | 'arrived' | 'resync' | 'fault';
  /** What the engine is told, if anything. */
  readonly input: Input | null;
  /** In a word or two, for a story that the engine is told nothing of. */
  readonly says: string;
  readonly lines: Lines;
}

/** What is explored: the people who may act, and how much may go wrong. */
export interface Bounds {
  /** How many legs the call may have at once, supervisors' taps apart. */
  readonly legs: number;
  readonly supervisors: readonly string[];
  readonly faults: number;
  /** How often people act, by command or at a phone, before the switch has come to rest: it is not outrun for ever. */
  readonly acts: number;
  /** What is asked for, by name: `hold`, `takeover`. Without it, everything. */
  readonly commands?: readonly CommandName[];
}
export type CommandName =
  | 'hold'
  | 'resume'
  | 'transfer'
  | 'requeue'
  | 'consult'
  | 'complete'
  | 'cancel'
  | 'addParty'
  | 'drop'
  | 'park'
  | 'pickUp'
  | 'record'
  | 'stop'
  | 'ready'
  | 'supervise'
  | 'switchMode'
  | 'leave'
  | 'takeover';

/** The id of every command, until the engine has taken it on; like nothing else that an engine knows. */
export const ASKED = '#asked';

/** Everything that can be asked for in a state; most of it will be refused, and that is looked at too. */
export const commandsIn = (engine: Engine, { legs: most, supervisors, commands }: Bounds): readonly Command[] => {
  const { state } = engine;
  const call = [...state.calls.values()][0];
  if (call === undefined) return [];
  const service = { role: 'service', id: 'explorer' };
  const asked: object[] = [];
  const ask = (name: CommandName, command: object, by: object = service): void => {
    if (commands === undefined || commands.includes(name)) asked.push({ id: ASKED, by, ...command });
  };
  const ofCall = (type: string, how: object = {}): object => ({ type, call: call.id, ...how });
  const dialled = [...state.legs.values()].filter(({ owner }) => owner.kind === 'call').length;
  const hasRoom = dialled < most;
  const number = { to: { kind: 'number', number: '0988' } };

  ask('hold', ofCall('cmd.hold'));
  ask('resume', ofCall('cmd.resume'));
  ask('requeue', ofCall('cmd.transfer', { to: { kind: 'queue', queue: 'main' } }));
  ask('complete', ofCall('cmd.complete'));
  ask('cancel', ofCall('cmd.cancel'));
  ask('park', ofCall('cmd.park'));
  ask('pickUp', ofCall('cmd.pickUp', { agent: 'lan' }));
  ask('record', ofCall('cmd.record', { on: true }));
  ask('record', ofCall('cmd.record', { on: false }));
  ask('stop', ofCall('cmd.stop'));
  if (hasRoom) {
    ask('transfer', ofCall('cmd.transfer', number));
    ask('consult', ofCall('cmd.consult', number));
    ask('addParty', ofCall('cmd.addParty', number));
  }
  for (const slot of ['agent', 'target', 'guest'] as const) {
    const leg = call.legs[slot];
    if (leg !== null) ask('drop', { type: 'cmd.drop', leg });
  }
  for (const agent of state.agents.values()) {
    if (agent.state.at === 'away') ask('ready', { type: 'cmd.ready', agent: agent.id });
  }
  for (const supervisor of supervisors) {
    const by = { role: 'supervisor', id: supervisor };
    const seat = state.supervisors.get(supervisor as never)?.seat ?? null;
    for (const mode of ['monitor', 'whisper', 'barge']) {
      if (seat === null) ask('supervise', ofCall('cmd.supervise', { supervisor, mode, scope: 'call' }), by);
      else ask('switchMode', { type: 'cmd.switchMode', seat, mode }, by);
    }
    if (seat !== null) ask('leave', { type: 'cmd.leave', seat }, by);
    if (seat !== null || hasRoom) ask('takeover', ofCall('cmd.takeover', { supervisor }), by);
  }
  return asked as readonly Command[];
};

/** What people at phones, the switch, time and chance can do next. */
export const eventsIn = (view: View, world: Lines, mayAct: boolean): readonly Move[] => {
  const moves: Move[] = [];
  const { lines, faults } = world;
  const add = (kind: Move['kind'], says: string, after: readonly Line[], input: Input | null = null): void => {
    const acts = kind === 'phone' ? world.acts + 1 : world.acts;
    moves.push({ kind, says, input, lines: { ...world, lines: after, acts } });
  };
  const strike = (says: string, after: readonly Line[], input: Input | null, misleads = false): void => {
    if (faults === 0) return;
    const struck = {
      ...world,
      lines: after,
      faults: faults - 1,
      hasStruck: true,
      misleads: world.misleads || misleads,
    };
    moves.push({ kind: 'fault', says, input, lines: struck });
  };

  for (const { id, state, at, effects, events } of lines) {
    const [effect] = effects;
    if (effect !== undefined) {
      add('performed', `${effect.type} on ${id}`, perform(lines, id));
      strike(`${effect.type} on ${id} is lost`, loseEffect(lines, id), null);
    }
    events.slice(0, 2).forEach((event, n) => {
      const without = take(lines, id, n);
      if (n === 0) {
        add('arrived', nameOf(event), without, event);
        strike(`${nameOf(event)} of ${id} is lost`, without, null);
        strike(`${nameOf(event)} comes twice`, lines, event, true);
      } else strike(`${nameOf(event)} overtakes`, without, event, true);
    });
    if (mayAct && state === 'ringing') {
      add('phone', `${id} answers`, answer(lines, id));
      add('phone', `${id} declines`, end(lines, id, 'noAnswer'));
    }
    if (mayAct && (state === 'up' || state === 'offered')) add('phone', `${id} hangs up`, end(lines, id, 'normal'));
    // Whose phone breaks off is not taken to have meant it.
    if (mayAct && state === 'up' && id !== CUSTOMER) add('phone', `${id} breaks off`, end(lines, id, 'lost'));
    if (state === 'up' && at === 'main') strike(`the switch lets go of ${id}`, letGo(lines, id), null);
  }

  const nothingIsUnderWay = isQuiet(lines);
  for (const [timer, owner] of view.timers) {
    const input = { type: 'timer.fired', timer } as const;
    // A timer outlasts whatever is under way; one of a ringing phone outlasts the ringing.
    const isDue = nothingIsUnderWay && !(owner.name === 'ring' && isRinging(lines, owner));
    if (isDue) add('timer', owner.name, lines, input);
    else strike(`timer ${owner.name} is early`, lines, input);
  }
  if (nothingIsUnderWay && world.hasStruck) {
    const input = resyncOf(lines);
    moves.push({ kind: 'resync', says: 'resync', input, lines: { ...world, hasStruck: false, misleads: false } });
  }
  return moves;
};

const nameOf = (event: SwitchEvent): string => `${event.type}${'at' in event ? ` ${event.at}` : ''}`;

const isRinging = (lines: readonly Line[], { id }: TimerOwner): boolean => {
  const line = lineOf(lines, id) ?? lineOf(lines, CUSTOMER);
  return line?.state === 'ringing';
};

/** The switch lists what exists; nothing is under way meanwhile. */
const resyncOf = (lines: readonly Line[]): Input =>
  ({
    type: 'switch.back',
    switch: 'sim',
    basis: 'seen',
    epoch: 'explored',
    snapshot: {
      legs: lines
        .filter(({ state }) => state !== 'gone')
        .map(({ id, state, ...where }) => ({ native: id, up: state === 'up', ...placeOf(where) })),
    },
  }) as never;
