import { sseText } from './item.ts';
import type { Closing, Outlet } from './outlet.ts';

export interface SseOptions {
  /** What it holds at most, in bytes, for a client that does not read. */
  readonly limitBytes: number;
  /** How long, in ms, a client that was cut may take to read what is left, the reason last. */
  readonly lingerMs: number;
}

const encoder = new TextEncoder();

/** A response body that counts the bytes that nobody has read yet. */
export const createSseOutlet = ({
  limitBytes,
  lingerMs,
}: SseOptions): { readonly outlet: Outlet; readonly body: ReadableStream<Uint8Array> } => {
  let controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  let closedBy: Closing | 'left' | null = null;
  let waiting: (() => void)[] = [];
  const closers: ((reason: Closing | 'left') => void)[] = [];
  let linger: ReturnType<typeof setTimeout> | undefined;

  const wake = (): void => {
    const woken = waiting;
    waiting = [];
    for (const run of woken) run();
  };
  const ended = (reason: Closing | 'left'): void => {
    if (closedBy !== null) return;
    closedBy = reason;
    wake();
    for (const run of closers) run(reason);
  };

  const body = new ReadableStream<Uint8Array>(
    {
      start: (given) => {
        controller = given;
      },
      // Asked for more: it holds less than its limit. Whoever waits is served once it is half empty.
      pull: ({ desiredSize }) => {
        if ((desiredSize ?? 0) > limitBytes / 2) wake();
      },
      cancel: () => {
        clearTimeout(linger);
        ended('left');
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: limitBytes }),
  );

  const close = (reason: Closing): void => {
    if (closedBy !== null || controller === null) return;
    const leaving = controller;
    leaving.enqueue(encoder.encode(sseText('stream.closing', JSON.stringify({ reason }), null)));
    leaving.close();
    ended(reason);
    // What is left would be held for as long as a client likes that never reads it.
    linger = setTimeout(() => leaving.error(new Error(`stream closed: ${reason}`)), lingerMs);
    linger.unref();
  };

  return {
    body,
    outlet: {
      send: (chunk) => {
        if (closedBy !== null || controller === null) return;
        const bytes = typeof chunk === 'string' ? encoder.encode(chunk) : chunk;
        if ((controller.desiredSize ?? 0) < bytes.byteLength) close('slow');
        else controller.enqueue(bytes);
      },
      ready: () =>
        new Promise((resolve) => {
          if (closedBy !== null || (controller?.desiredSize ?? 0) > limitBytes / 2) resolve();
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
