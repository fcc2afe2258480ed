import {
  isPrivileged,
  type CallId,
  type Command,
  type CommandType,
  type Outcome,
  type Refusal,
} from '../vocabulary/index.ts';
import type { OpenCommand } from './state.ts';
import { publish, type Step } from './step.ts';

/** The life of a command: taken on or refused, and resolved exactly once. */

export const operationOf = (command: Command, call: CallId | null): OpenCommand => ({
  id: command.id,
  what: command.type,
  by: command.by,
  call,
  detail: detailOf(command),
  reason: 'reason' in command ? command.reason : null,
  privileged: isPrivileged(command),
});

const detailOf = (command: Command): string | null => {
  if (command.type === 'cmd.supervise') return `${command.mode} ${command.scope}`;
  if (command.type === 'cmd.switchMode') return command.mode;
  if (command.type === 'cmd.forceAgent') return command.to;
  if (command.type === 'cmd.transfer') return command.to.kind;
  if (command.type === 'cmd.activateFlow') return command.flow;
  return null;
};

/** A machine takes the command of this step on. */
export const takeOn = (step: Step): OpenCommand => {
  const command = step.command;
  if (command === null) throw new Error('bug: a machine took on a command that nobody gave');
  step.command = null;
  step.state.open.add(command.id);
  const { id, what, call } = command;
  publish(step, { type: 'command.accepted', command: id, what, call, at: step.at });
  return command;
};

/**
 * What a machine says is done in two parts: first the command that it takes on, and before it the end of the one whose place it takes; then all
 * else. Between the two the world is told of the new state, so that it hears of a command before it hears what came of it. This is where the
 * last command is taken on; -1 where none is, and there is no first part.
 */
export const lastTakenOn = ({ command }: Step, outs: readonly { readonly say: string }[]): number => {
  let n = command === null ? -1 : outs.length - 1;
  while (n >= 0 && outs[n]?.say !== 'open') n -= 1;
  return n;
};
/** Whether the nth thing that is said belongs to the first part. */
export const isFirst = (out: { readonly say: string }, n: number, last: number): boolean =>
  n <= last && (out.say === 'open' || out.say === 'resolve');

export const resolve = (step: Step, command: OpenCommand, outcome: Outcome, cause: string | null): void => {
  if (!step.state.open.delete(command.id)) throw new Error(`bug: ${command.what} was resolved twice`);
  conclude(step, command, outcome, cause, null, []);
};

export const refuse = (step: Step, command: OpenCommand, refusal: Refusal, allowed: readonly CommandType[]): void => {
  step.command = null;
  conclude(step, command, 'refused', refusal.reason, refusal, allowed);
};

const conclude = (
  step: Step,
  { id, what, by, call, detail, privileged }: OpenCommand,
  outcome: Outcome,
  cause: string | null,
  refusal: Refusal | null,
  allowed: readonly CommandType[],
): void => {
  publish(step, {
    type: 'command.resolved',
    command: id,
    what,
    call,
    outcome,
    cause,
    refusal,
    allowed,
    at: step.at,
  });
  if (privileged)
    publish(step, { type: 'audit', command: id, what, by, detail, call, outcome, why: cause, at: step.at });
};
