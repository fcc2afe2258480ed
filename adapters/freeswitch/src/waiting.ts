/** How the wait for an event ended: it came; the leg ended before; nothing came in time; or the connection was lost. */
export type Outcome = 'seen' | 'gone' | 'timedOut' | 'lost';

/** Something that is to be told of a channel. */
export interface Expectation {
  readonly native: string;
  readonly matches: (name: string, header: (name: string) => string | undefined) => boolean;
}

/** Those who wait for events. A wait begins before the command is sent, so that no event can be missed. */
export interface Waiting {
  /**
   * Resolves when all of them have been seen, in any order; channels tell their events in no order among each other. Also when one of these channels
   * ends, or of those that are to live on.
   */
  expect(wanted: readonly Expectation[], ms: number, alive?: readonly string[]): Promise<Outcome>;
  /** Nothing of this will come. */
  forget(wanted: readonly Expectation[]): void;
  hear(native: string, name: string, header: (name: string) => string | undefined): void;
  gone(native: string): void;
  lose(): void;
  readonly size: number;
}

interface Wait {
  readonly wanted: ReadonlySet<Expectation>;
  readonly open: Set<Expectation>;
  readonly end: (outcome: Outcome) => void;
}

export const createWaiting = (): Waiting => {
  const byNative = new Map<string, Set<Wait>>();
  let size = 0;

  return {
    expect: (wanted, ms, alive = []) =>
      new Promise((resolve) => {
        const natives = new Set([...wanted.map(({ native }) => native), ...alive]);
        const wait: Wait = {
          wanted: new Set(wanted),
          open: new Set(wanted),
          end(outcome) {
            clearTimeout(timer);
            size -= 1;
            for (const native of natives) {
              const waits = byNative.get(native);
              waits?.delete(wait);
              if (waits?.size === 0) byNative.delete(native);
            }
            resolve(outcome);
          },
        };
        const timer = setTimeout(() => wait.end('timedOut'), ms);
        size += 1;
        for (const native of natives) {
          const waits = byNative.get(native);
          if (waits === undefined) byNative.set(native, new Set([wait]));
          else waits.add(wait);
        }
      }),
    forget([first]) {
      for (const wait of byNative.get(first?.native ?? '') ?? [])
        if (first !== undefined && wait.wanted.has(first)) wait.end('gone');
    },
    hear(native, name, header) {
      for (const wait of byNative.get(native) ?? []) {
        for (const one of wait.open) {
          if (one.native === native && one.matches(name, header)) wait.open.delete(one);
        }
        if (wait.open.size === 0) wait.end('seen');
      }
    },
    gone(native) {
      for (const wait of byNative.get(native) ?? []) wait.end('gone');
    },
    lose() {
      for (const waits of byNative.values()) for (const wait of waits) wait.end('lost');
    },
    get size() {
      return size;
    },
  };
};
