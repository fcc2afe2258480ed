import type { Checkpoint, Journal, Publication, Recorded } from '../ports/index.ts';

/** A journal that lasts as long as the process: for tests, and for those who try something out. */
export const createMemoryJournal = (): Journal => {
  const recorded: Recorded[] = [];
  let checkpoint: Checkpoint | null = null;
  let performed = 0;
  return {
    append: (batch) => {
      let rest: readonly Publication[] = batch.publications;
      for (const entry of batch.entries) {
        const next = rest.findIndex(({ seq }) => seq > entry.published);
        recorded.push({ entry, publications: next < 0 ? rest : rest.slice(0, next) });
        rest = next < 0 ? [] : rest.slice(next);
      }
      performed = Math.max(performed, batch.performed);
      return Promise.resolve();
    },
    read: async function* read(seq) {
      yield* await Promise.resolve(recorded.slice(seq - 1));
    },
    performed: () => Promise.resolve(performed),
    save: (saved) => {
      checkpoint = saved;
      return Promise.resolve();
    },
    load: () => Promise.resolve(checkpoint),
    close: () => Promise.resolve(),
  };
};
