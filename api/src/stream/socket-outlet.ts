import { createOutlet } from './create-outlet.ts';
import type { Closing, Outlet } from './outlet.ts';
import { socketWire, type Chunk } from './wire.ts';

/** What of a WebSocket is used (the `ws` package has it). */
export interface Socket {
  send(data: Chunk, written: (error?: Error) => void): void;
  close(code: number, reason: string): void;
  terminate(): void;
}

export interface SocketOptions {
  readonly limitBytes: number;
  readonly lingerMs: number;
}

/** What the close frame says (RFC 6455, 7.4.1). */
const codes: Readonly<Record<Closing, number>> = {
  slow: 1013,
  shutdown: 1001,
  fault: 1011,
  expired: 1008,
  revoked: 1008,
  loggedOut: 1008,
  unauthenticated: 1008,
};

/** A WebSocket that counts the bytes that have not been written to the connection yet. */
export const createSocketOutlet = (
  socket: Socket,
  { limitBytes, lingerMs }: SocketOptions,
): { readonly outlet: Outlet; readonly left: () => void } => {
  let unwritten = 0;
  const holdsLittle = (): boolean => unwritten <= limitBytes / 2;
  const write = (chunk: Chunk): void => {
    const size = typeof chunk === 'string' ? Buffer.byteLength(chunk) : chunk.byteLength;
    unwritten += size;
    socket.send(chunk, () => {
      unwritten -= size;
      if (holdsLittle()) wake();
    });
  };

  const { outlet, wake, left } = createOutlet({
    holdsLittle,
    take: (chunk) => {
      if (unwritten + chunk.length > limitBytes) return false;
      write(chunk);
      return true;
    },
    leave: (reason) => {
      write(
        socketWire.write([{ name: 'stream.closing', json: JSON.stringify({ reason }), cursor: null, shared: null }]),
      );
      socket.close(codes[reason], reason);
      // One who does not read does not read the close frame either.
      setTimeout(() => socket.terminate(), lingerMs).unref();
    },
  });
  return { outlet, left };
};
