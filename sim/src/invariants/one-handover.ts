import {
  regionsOf,
  type CallId,
  type CommandId,
  type CommandType,
  type FactOf,
  type HandoverState,
} from '@legwork/core';
import type { Invariant, Moment } from './invariant.ts';

/** Commands that begin a handover. */
const begins: ReadonlySet<CommandType> = new Set<CommandType>([
  'cmd.takeover',
  'cmd.transfer',
  'cmd.consult',
  'cmd.addParty',
  'cmd.park',
  'cmd.drop',
]);
/** Why a takeover that comes too late can be refused: each names what is in its way. */
export const tells: ReadonlySet<string> = new Set([
  'conflict',
  'stale',
  'ownCall',
  'supervisorBusy',
  'noSuchSupervisor',
  'unconfirmed',
  'notOurs',
  'forbidden',
  'invalid',
]);

/** Read from the facts alone: what was taken on while a handover was under way, and how whoever came second was refused. */
export const oneHandover: Invariant = {
  number: 4,
  name: 'one handover',
  says: 'At most one handover is under way per call; at most one takeover wins, the losers get a typed conflict.',
  watch: ({ world, check }) => {
    const { state } = world.engine;
    const before = new Map<CallId, HandoverState>();
    const open = new Map<CallId, Set<CommandId>>();

    const accepted = ({ command, what, call }: FactOf<'command.accepted'>): void => {
      if (call === null || !isOfHandover(what)) return;
      const under = before.get(call) ?? 'idle';
      const isFirst = under === 'idle' || !begins.has(what);
      check(isFirst, call, () => `${command} (${what}) was taken on while ${under}`);
      const commands = open.get(call) ?? new Set();
      open.set(call, commands.add(command));
    };
    const resolved = ({ command, what, call, refusal }: FactOf<'command.resolved'>): void => {
      if (call === null || !isOfHandover(what)) return;
      if (refusal === null) {
        open.get(call)?.delete(command);
        return;
      }
      const isSecond = what === 'cmd.takeover' && before.has(call);
      if (isSecond) check(tells.has(refusal.reason), call, () => `${command} came second: ${refusal.reason}`);
    };
    const follow = ({ outputs }: Moment): void => {
      for (const output of outputs) {
        if (output.type === 'command.accepted') accepted(output);
        else if (output.type === 'command.resolved') resolved(output);
        else if (output.type === 'call.closed') {
          open.delete(output.call);
          before.delete(output.call);
        }
      }
    };

    return {
      step: follow,
      call: (call) => {
        const commands = open.get(call.id);
        if (commands !== undefined) {
          check(commands.size <= 1, call.id, () => `several at once: ${[...commands].join(', ')}`);
          if (commands.size === 0) open.delete(call.id);
        }
        const { state: phase, handover } = regionsOf(call.state.at);
        if (phase === 'talking' && handover !== 'idle') before.set(call.id, handover);
        else before.delete(call.id);
      },
      everything: () => {
        for (const call of open.keys()) check(state.calls.has(call), call, () => 'closed with a handover open');
      },
    };
  },
};

const isOfHandover = (what: CommandType): boolean =>
  begins.has(what) || what === 'cmd.complete' || what === 'cmd.cancel';
