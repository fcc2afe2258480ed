import type { Clock, Randomness } from '../ports/index.ts';
import { backoffMs } from './backoff.ts';

/** Between two attempts to write to a journal that could not be written to. */
const retries = { firstMs: 250, mostMs: 30_000 };

/** What has to work before a journal that was lost is back. Both give false where it does not work yet. */
export interface Steps {
  /** The engine is put back to what the journal holds. Once is enough. */
  rebuild(): Promise<boolean>;
  canWrite(): Promise<boolean>;
  /** It is back: it was lost at `since`. */
  resume(since: number): void;
  /** Nobody waits for it any more. */
  isOver(): boolean;
}

/** Attempts to get a lost journal back: again and again, until it holds what it is given. */
export interface Regaining {
  begin(since: number): void;
  /** The attempt that is under way; null between two, and where nothing is lost. */
  readonly underWay: Promise<void> | null;
}

export const createRegaining = (clock: Clock, randomness: Randomness, steps: Steps): Regaining => {
  let underWay: Promise<void> | null = null;

  const attempt = (since: number, failures: number, wasRebuilt: boolean): void => {
    underWay = once(since, failures, wasRebuilt).finally(() => {
      underWay = null;
    });
  };

  const once = async (since: number, failures: number, wasRebuilt: boolean): Promise<void> => {
    const isRebuilt = wasRebuilt || (await steps.rebuild());
    // It has failed just now: the first attempt to write waits for a moment.
    if (isRebuilt && failures > 0 && (await steps.canWrite())) {
      steps.resume(since);
      return;
    }
    clock.after(backoffMs(failures + 1, retries, randomness), () => {
      if (!steps.isOver()) attempt(since, failures + 1, isRebuilt);
    });
  };

  return {
    begin: (since) => attempt(since, 0, false),
    get underWay() {
      return underWay;
    },
  };
};
