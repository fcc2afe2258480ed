import type { Checkpoint, Journal, JournalBatch, JournalEntry } from '../ports/index.ts';

/** A journal that lasts as long as the process: for tests, and for those who try something out. */
export const createMemoryJournal = (): Journal => {
  const entries: JournalEntry[] = [];
  let checkpoint: Checkpoint | null = null;
  return {
    append: (batch: JournalBatch) => {
      for (const entry of batch.entries) entries.push(entry);
      return Promise.resolve();
    },
    read: async function* read(seq) {
      yield* await Promise.resolve(entries.slice(seq - 1));
    },
    save: (saved) => {
      checkpoint = saved;
      return Promise.resolve();
    },
    load: () => Promise.resolve(checkpoint),
    close: () => Promise.resolve(),
  };
};
