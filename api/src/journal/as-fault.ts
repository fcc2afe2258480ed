import { JournalFault } from '@legwork/core/runtime';
import { troubleOf } from './faults.ts';

/** A fault of the outside world as a `JournalFault`. Anything else is a bug of Legwork and stays what it is. */
export const asFault = (error: unknown): Error => {
  if (error instanceof JournalFault) return error;
  const known = troubleOf(error);
  if (known !== null) return new JournalFault(known.trouble, known.message, { cause: error });
  return error instanceof Error ? error : new Error('bug: what was thrown is no error', { cause: error });
};
