import type { Command, Engine, Input, TimerOwner } from '@legwork/core';
import { CUSTOMER, lineOf, type Line } from './line.ts';

/** One thing that can happen next. */
export interface Move {
  readonly kind: 'command' | 'timer' | 'phone' | 'performed' | 'arrived' | 'resync' | 'fault';
  /** What the engine is told, if anything. */
  readonly input: Input | null;
  /** In a word or two, for a story that the engine is told nothing of. */
  readonly says: string;
}

/** What is explored: the people who may act, and how much may go wrong. */
export interface Bounds {
  /** How many legs the call has at most when somebody asks for something, supervisors' taps apart. */
  readonly legs: number;
  readonly supervisors: readonly string[];
  readonly faults: number;
  /**
   * How many effects and events may be under way when somebody asks for something: commands do not outrun the switch for ever. People at phones
   * do what they like at any moment. How many commands there are is not bounded.
   */
  readonly ahead: number;
  /** What is asked for, by name: `hold`, `takeover`. Without it, everything but `mute` and `digits`. */
  readonly commands?: readonly CommandName[];
  /**
   * What happens on one leg alone is told at once, which leaves out many states and nothing that the engine can see. True unless said otherwise;
   * for comparison.
   */
  readonly tellsAtOnce?: boolean;
}
/** Everything that can be asked for, by name. */
export const commandNames = [
  'hold',
  'resume',
  'transfer',
  'requeue',
  'consult',
  'complete',
  'cancel',
  'addParty',
  'drop',
  'park',
  'pickUp',
  'record',
  'stop',
  'ready',
  'supervise',
  'switchMode',
  'leave',
  'takeover',
  'mute',
  'digits',
] as const;
export type CommandName = (typeof commandNames)[number];

/** Asked for where they are named alone: they change nothing but the leg they are about. */
const onRequest: ReadonlySet<CommandName> = new Set<CommandName>(['mute', 'digits']);

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
    if (commands === undefined ? !onRequest.has(name) : commands.includes(name))
      asked.push({ id: ASKED, by, ...command });
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
  for (const leg of state.legs.values()) {
    ask('mute', { type: leg.state.record.muted ? 'cmd.unmute' : 'cmd.mute', leg: leg.id });
    ask('digits', { type: 'cmd.digits', leg: leg.id, digits: '1' });
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

/** A timer outlasts whatever is under way; one of a ringing phone outlasts the ringing. */
export const isDue = (owner: TimerOwner, lines: readonly Line[], isQuiet: boolean): boolean =>
  isQuiet && !(owner.name === 'ring' && (lineOf(lines, owner.id) ?? lineOf(lines, CUSTOMER))?.state === 'ringing');
