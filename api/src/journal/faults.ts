import { JournalFault, type JournalTrouble } from '@legwork/core/runtime';

/**
 * What SQLite or the system reports, as a fault of the journal: by its result code, or the code that extends it. Anything else is a bug of
 * Legwork and stays what it is.
 */
export const asFault = (error: unknown): Error => {
  const code = codeOf(error);
  const meaning = meanings.find(([prefix]) => code.startsWith(prefix));
  if (meaning === undefined)
    return error instanceof Error ? error : new Error('bug: no error was thrown', { cause: error });
  const [, trouble, message] = meaning;
  return new JournalFault(trouble, `${message} (${code})`, { cause: error });
};

const noRoom = 'no room is left for the journal: free some on its disk';
const held = 'somebody else holds the journal';
const forbidden = 'the journal may not be written';
const unopened = 'the journal cannot be opened: is there such a directory, and may it be written?';
const failing = 'the disk of the journal fails';

/** The first that a code begins with counts. */
const meanings: readonly (readonly [prefix: string, trouble: JournalTrouble, message: string])[] = [
  ['SQLITE_FULL', 'full', noRoom],
  ['ENOSPC', 'full', noRoom],
  ['SQLITE_BUSY', 'locked', held],
  ['SQLITE_LOCKED', 'locked', held],
  ['SQLITE_CORRUPT', 'corrupt', 'the journal is damaged: put back a copy of it'],
  ['SQLITE_NOTADB', 'corrupt', 'the file is no journal'],
  ['SQLITE_READONLY', 'readOnly', forbidden],
  ['EROFS', 'readOnly', forbidden],
  ['SQLITE_CANTOPEN', 'failed', unopened],
  ['ENOENT', 'failed', unopened],
  ['EACCES', 'failed', unopened],
  ['EISDIR', 'failed', unopened],
  ['SQLITE_', 'failed', failing],
  ['EIO', 'failed', failing],
];

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
