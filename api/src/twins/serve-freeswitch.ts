import { connect, createServer, type Socket } from 'node:net';
import type { FreeswitchTwin, FreeswitchTwinOptions } from '@legwork/sim/twins/freeswitch';
import { listenLocally } from './listen-locally.ts';

/** A twin's event socket on a real port. */
export interface ServedTwin {
  readonly port: number;
  /** New connections are closed at once, and those that there are broken, until it is let on again. */
  keepOut(isOut: boolean): void;
  close(): Promise<void>;
}

/** Serves the twin on this machine alone; port 0 takes any that is free. */
export const serveFreeswitch = async (twin: FreeswitchTwin, port: number): Promise<ServedTwin> => {
  const sockets = new Set<Socket>();
  let isOut = false;
  const server = createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => socket.destroy());
    if (isOut) {
      socket.destroy();
      return;
    }
    sockets.add(socket);
    // The twin's text is of bytes.
    socket.setEncoding('latin1');
    const client = twin.connect({
      write: (bytes) => void socket.write(bytes, 'latin1'),
      close: () => socket.end(),
    });
    socket.on('data', (bytes) => client.receive(String(bytes)));
    socket.on('close', () => {
      sockets.delete(socket);
      client.closed();
    });
  });
  return {
    port: await listenLocally(server, port),
    keepOut(out) {
      isOut = out;
      if (out) twin.drop();
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
};

/** Connects over TCP to whoever listens there, for the twin's application `socket`. */
export const reachByTcp: NonNullable<FreeswitchTwinOptions['reach']> = ({ host, port }, connected) => {
  const socket = connect({ host, port, noDelay: true });
  let isThere = false;
  socket.setEncoding('latin1');
  socket.on('error', () => socket.destroy());
  socket.on('connect', () => {
    isThere = true;
    const client = connected({ write: (bytes) => void socket.write(bytes, 'latin1'), close: () => socket.end() });
    socket.on('data', (bytes) => client.receive(String(bytes)));
    socket.on('close', () => client.closed());
  });
  socket.on('close', () => {
    if (!isThere) connected(null);
  });
};
