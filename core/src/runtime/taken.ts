import { checkInput, type Command, type Output } from '../vocabulary/index.ts';
import type { Taken } from './runtime.ts';

/** What became of a command at once, by what was said of it. */
export const takenOf = (command: Command, outputs: readonly Output[]): Taken => {
  for (const output of outputs) {
    if (output.type === 'command.accepted' && output.command === command.id) return { accepted: true };
    if (output.type === 'command.resolved' && output.command === command.id && output.refusal !== null) {
      return { accepted: false, refusal: output.refusal, allowed: output.allowed };
    }
  }
  throw new Error('bug: nothing became of a command');
};

/** The refusal of a command that does not even say by what name, or by whom it is asked for: nobody but whoever asks can be told of it. */
export const unnamed = (command: Command): Taken | null => {
  const checked = checkInput(command);
  if (
    checked.ok ||
    (checked.kind === 'command' && checked.id !== null && checked.what !== null && checked.by !== null)
  ) {
    return null;
  }
  const refusal =
    checked.kind === 'command'
      ? checked.refusal
      : ({ reason: 'invalid', field: 'type', allowed: 'a command' } as const);
  return { accepted: false, refusal, allowed: [] };
};
