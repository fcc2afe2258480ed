import type { Closing, Outlet } from './outlet.ts';
import type { Chunk } from './wire.ts';

/** The connection below an outlet, which holds what has not been read yet. */
interface Connection {
  holdsLittle(): boolean;
  /** Holds the chunk until it is read. False where that would be too much. */
  take(chunk: Chunk): boolean;
  /** Says why, and ends. */
  leave(reason: Closing): void;
}

interface OpenedOutlet {
  readonly outlet: Outlet;
  /** The connection holds little again. */
  readonly wake: () => void;
  /** The client went. */
  readonly left: () => void;
}

/** The outlet on a connection, which is open until one of the two ends it. */
export const createOutlet = (connection: Connection): OpenedOutlet => {
  let closedBy: Closing | 'left' | null = null;
  let waiting: (() => void)[] = [];
  const closers: ((reason: Closing | 'left') => void)[] = [];

  const wake = (): void => {
    const woken = waiting;
    waiting = [];
    for (const run of woken) run();
  };
  const tellEnd = (reason: Closing | 'left'): void => {
    wake();
    for (const run of closers) run(reason);
  };
  const close = (reason: Closing): void => {
    if (closedBy !== null) return;
    closedBy = reason;
    connection.leave(reason);
    tellEnd(reason);
  };

  return {
    wake,
    left: () => {
      if (closedBy !== null) return;
      closedBy = 'left';
      tellEnd('left');
    },
    outlet: {
      send: (chunk) => {
        if (closedBy === null && !connection.take(chunk)) close('slow');
      },
      ready: () =>
        new Promise((resolve) => {
          if (closedBy !== null || connection.holdsLittle()) resolve();
          else waiting.push(resolve);
        }),
      close,
      get isClosed() {
        return closedBy !== null;
      },
      onClosed: (run) => {
        if (closedBy !== null) run(closedBy);
        else closers.push(run);
      },
    },
  };
};
