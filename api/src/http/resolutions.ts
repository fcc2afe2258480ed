import type { CommandId, FactOf } from '@legwork/core';
import type { Runtime } from '@legwork/core/runtime';

/** A command, as far as it has been published. */
export interface Course {
  readonly accepted: FactOf<'command.accepted'> | null;
  readonly resolved: FactOf<'command.resolved'> | null;
}

/** A command that is being watched. */
export interface Watched {
  course(): Course;
  /** Resolves when the command is resolved, after so many milliseconds, or when whoever waits has gone. */
  resolved(ms: number, signal: AbortSignal): Promise<void>;
  /** Stops watching. */
  [Symbol.dispose](): void;
}

/** What becomes of commands: one look at each publication, whoever waits for it. */
export interface Resolutions {
  watch(command: CommandId): Watched;
}

interface Entry {
  course: Course;
  wake: () => void;
}

export const createResolutions = ({ publications }: Pick<Runtime, 'publications'>): Resolutions => {
  const watched = new Map<CommandId, Entry>();
  publications.subscribe(({ fact }) => {
    if (fact.type !== 'command.accepted' && fact.type !== 'command.resolved') return;
    const entry = watched.get(fact.command);
    if (entry === undefined) return;
    if (fact.type === 'command.accepted') entry.course = { ...entry.course, accepted: fact };
    else {
      entry.course = { ...entry.course, resolved: fact };
      entry.wake();
    }
  });
  return {
    watch: (command) => {
      const entry: Entry = { course: { accepted: null, resolved: null }, wake: () => undefined };
      watched.set(command, entry);
      return {
        course: () => entry.course,
        resolved: (ms, signal) =>
          new Promise((resolve) => {
            const end = (): void => {
              clearTimeout(timer);
              signal.removeEventListener('abort', end);
              resolve();
            };
            const timer = setTimeout(end, ms);
            signal.addEventListener('abort', end);
            entry.wake = end;
            if (entry.course.resolved !== null || signal.aborted) end();
          }),
        [Symbol.dispose]: () => {
          watched.delete(command);
        },
      };
    },
  };
};
