import type { Publication } from '../ports/index.ts';
import type { CheckedInput, Command } from '../vocabulary/index.ts';
import type { Taken } from './runtime.ts';

/** What became of a command at once, by what was said of it. */
export const takenOf = (command: Command, publications: readonly Publication[]): Taken => {
  for (const { fact } of publications) {
    if (fact.type === 'command.accepted' && fact.command === command.id) return { accepted: true };
    if (fact.type === 'command.resolved' && fact.command === command.id && fact.refusal !== null) {
      return { accepted: false, refusal: fact.refusal, allowed: fact.allowed };
    }
  }
  throw new Error('bug: nothing became of a command');
};

/** The refusal of a command that does not even say by what name, or by whom it is asked for: nobody but whoever asks can be told of it. */
export const unnamed = (checked: CheckedInput): Taken | null => {
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
