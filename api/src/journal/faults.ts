import type { JournalTrouble } from '@legwork/core/runtime';

/** What is the matter with a journal, in words. Nothing of Legwork's core is needed to say so: a thread that only writes begins at once. */
export interface Trouble {
  readonly trouble: JournalTrouble;
  readonly message: string;
}

/** The file is not what it should be. */
export class Misfit extends Error implements Trouble {
  override readonly name = 'Misfit';
  readonly trouble: JournalTrouble;

  constructor(trouble: JournalTrouble, message: string) {
    super(message);
    this.trouble = trouble;
  }
}

/** What SQLite or the system reports: by its result code, or the code that extends it. Null where it is nothing of the outside world. */
export const troubleOf = (error: unknown): Trouble | null => {
  if (error instanceof Misfit) return error;
  if (error instanceof TypeError && error.message === 'The database connection is not open') {
    return { trouble: 'closed', message: 'the journal was closed' };
  }
  const code = codeOf(error);
  const meaning = meanings.find(([prefix]) => code.startsWith(prefix));
  if (meaning === undefined) return null;
  const [, trouble, message] = meaning;
  return { trouble, message: `${message} (${code})` };
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
