import { checkInput, type Command, type Input } from '@legwork/core';

/** A command that the engine can answer: well formed, or with a name and an asker to answer to. */
export const isCommand = (input: Input): input is Command => {
  if (!input.type.startsWith('cmd.')) return false;
  const checked = checkInput(input);
  if (checked.ok) return checked.input.type.startsWith('cmd.');
  return checked.kind === 'command' && checked.id !== null && checked.what !== null && checked.by !== null;
};
