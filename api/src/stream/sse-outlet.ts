import { createOutlet } from './create-outlet.ts';
import { sseText } from './item.ts';
import type { Outlet } from './outlet.ts';

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
  let linger: ReturnType<typeof setTimeout> | undefined;
  const roomBytes = (): number => controller?.desiredSize ?? 0;
  const holdsLittle = (): boolean => roomBytes() > limitBytes / 2;

  const opened = createOutlet({
    holdsLittle,
    take: (chunk) => {
      const bytes = typeof chunk === 'string' ? encoder.encode(chunk) : chunk;
      if (roomBytes() < bytes.byteLength) return false;
      controller?.enqueue(bytes);
      return true;
    },
    leave: (reason) => {
      const leaving = controller;
      if (leaving === null) return;
      leaving.enqueue(encoder.encode(sseText('stream.closing', JSON.stringify({ reason }), null)));
      leaving.close();
      // What is left would be held for as long as a client likes that never reads it.
      linger = setTimeout(() => leaving.error(new Error(`stream closed: ${reason}`)), lingerMs);
      linger.unref();
    },
  });
  const body = new ReadableStream<Uint8Array>(
    {
      start: (given) => {
        controller = given;
      },
      // Asked for more: it holds less than its limit. Whoever waits is served once it is half empty.
      pull: () => {
        if (holdsLittle()) opened.wake();
      },
      cancel: () => {
        clearTimeout(linger);
        opened.left();
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: limitBytes }),
  );
  return { body, outlet: opened.outlet };
};
