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
  stop(): void;
}

/** What becomes of commands: one look at each publication, whoever waits for it. */
export interface Resolutions {
  watch(command: CommandId): Watched;
}

const nothing: Course = { accepted: null, resolved: null };

class Watching implements Watched {
  readonly #command: CommandId;
  readonly #all: Map<CommandId, Watching>;
  #course = nothing;
  #wake: (() => void) | null = null;

  constructor(command: CommandId, all: Map<CommandId, Watching>) {
    this.#command = command;
    this.#all = all;
    all.set(command, this);
  }

  course(): Course {
    return this.#course;
  }

  learn(fact: FactOf<'command.accepted'> | FactOf<'command.resolved'>): void {
    if (fact.type === 'command.accepted') this.#course = { ...this.#course, accepted: fact };
    else {
      this.#course = { ...this.#course, resolved: fact };
      this.#wake?.();
    }
  }

  resolved(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      signal.addEventListener('abort', end);
      this.#wake = end;
      if (this.#course.resolved !== null || signal.aborted) end();
    });
  }

  stop(): void {
    this.#all.delete(this.#command);
  }
}

export const createResolutions = ({ publications }: Pick<Runtime, 'publications'>): Resolutions => {
  const watched = new Map<CommandId, Watching>();
  publications.subscribe(({ fact }) => {
    if (fact.type === 'command.accepted' || fact.type === 'command.resolved') watched.get(fact.command)?.learn(fact);
  });
  return { watch: (command) => new Watching(command, watched) };
};
