/** Whether Stringee can be reached. */
export interface Reach {
  readonly isReached: boolean;
  /** A request was not answered: it is looked into at once. */
  doubt(): void;
  close(): void;
}

export interface ReachOptions {
  /** Asks the cheapest question: null where it was answered, or why not. */
  readonly probe: () => Promise<string | null>;
  /** How often that is asked while nothing is wrong, in ms. */
  readonly probeMs: number;
  readonly onBack: () => void;
  readonly onLost: () => void;
  readonly log: (line: string) => void;
}

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 15_000;

/** There is no connection whose end would be noticed, so a question is asked now and then, and at once where a request was not answered. */
export function watchReach({ probe, probeMs, onBack, onLost, log }: ReachOptions): Reach {
  let isReached = false;
  const closing = new AbortController();
  const isClosed = (): boolean => closing.signal.aborted;
  let isAsking = false;
  let failures = 0;
  let waiting: NodeJS.Timeout | undefined;

  async function ask(): Promise<void> {
    if (isAsking || isClosed()) return;
    isAsking = true;
    clearTimeout(waiting);
    const fault = await probe();
    isAsking = false;
    if (isClosed()) return;
    if (fault === null) {
      failures = 0;
      if (!isReached) {
        isReached = true;
        onBack();
      }
      wait(probeMs);
      return;
    }
    failures += 1;
    if (isReached) {
      isReached = false;
      onLost();
    }
    // Once for each loss: every few seconds for hours would say no more.
    if (failures === 1) log(`Stringee cannot be reached (${fault}): trying again`);
    const longestMs = Math.min(FIRST_WAIT_MS * 2 ** Math.min(failures, 10), LONGEST_WAIT_MS);
    // Engines that have lost the same Stringee do not come back all at once.
    wait(longestMs / 2 + (Math.random() * longestMs) / 2);
  }

  function wait(ms: number): void {
    waiting = setTimeout(() => void ask(), ms);
  }

  void ask();
  return {
    get isReached() {
      return isReached && !isClosed();
    },
    doubt: () => void ask(),
    close() {
      closing.abort();
      clearTimeout(waiting);
    },
  };
}
