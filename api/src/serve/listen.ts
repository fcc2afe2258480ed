import type { AddressInfo, Socket } from 'node:net';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { serve, type WebSocketServerLike } from '@hono/node-server';
import { WebSocketServer } from 'ws';
import type { App } from '../app.ts';

export interface Listening {
  /** Where it is reached: `http://127.0.0.1:8080`. */
  readonly url: string;
  readonly port: number;
  /** Takes no connection any more; resolves when the last one has ended. Idle ones end at once, open streams when `graceMs` has passed. */
  close(graceMs: number): Promise<void>;
}

/** Nobody who talks with the API has more to say at once than this, in bytes. */
const LONGEST_MESSAGE = 65_536;

/** So long a request may take to come in, in ms: its headers, and all of it. Whoever sends a byte now and then holds a connection no longer. */
const HEADERS_TIMEOUT_MS = 20_000;
const REQUEST_TIMEOUT_MS = 60_000;
const CHECKED_EVERY_MS = 5_000;

/**
 * Lets the app be reached; port 0 is any that is free. Rejects where it cannot listen: the port is taken, or not allowed. What goes wrong later,
 * such as that a connection cannot be taken on because the process has too many files open, is told and ends nothing.
 */
export const listen = (
  app: Pick<App, 'fetch'>,
  { host, port }: { readonly host: string; readonly port: number },
  tell: (fault: Error) => void = () => undefined,
) =>
  new Promise<Listening>((resolve, reject) => {
    const server = serve({
      fetch: app.fetch,
      hostname: host,
      port,
      websocket: { server: createWebSockets() },
      serverOptions: {
        // Twice the same header is both of them, and not the first: what a proxy has looked at may have been the other.
        joinDuplicateHeaders: true,
        headersTimeout: HEADERS_TIMEOUT_MS,
        requestTimeout: REQUEST_TIMEOUT_MS,
        connectionsCheckingInterval: CHECKED_EVERY_MS,
        shouldUpgradeCallback: isForWebSocket,
      },
    }) as Server;
    refuseOtherUpgrades(server);
    const sockets = new Set<Socket>();
    server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    });
    server.once('error', reject);
    server.once('listening', () => {
      server.off('error', reject).on('error', tell);
      const { port: at } = server.address() as AddressInfo;
      const name = host.includes(':') ? `[${host}]` : host;
      resolve({ url: `http://${name}:${at}`, port: at, close: (graceMs) => end(server, sockets, graceMs) });
    });
  });

/** Clients offer other protocols by themselves (Java's HTTP/2): whoever knows none of them answers as if they had not (RFC 9110, 7.8). */
const isForWebSocket = ({ headers }: IncomingMessage): boolean => headers.upgrade?.toLowerCase() === 'websocket';

/**
 * Before its version 24.9 Node cannot be told to answer all the same, and nobody would ever answer: the connection is refused.
 *
 * There may be one listener alone, for the library refuses nobody where there are others.
 */
const refuseOtherUpgrades = (server: Server): void => {
  const upgrades = server.listeners('upgrade');
  server.removeAllListeners('upgrade');
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, ...rest: readonly unknown[]) => {
    if (!isForWebSocket(request)) {
      // They may be gone already, and of a socket that was handed over Node hears no errors any more.
      socket.on('error', () => socket.destroy());
      socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
    } else for (const upgrade of upgrades) Reflect.apply(upgrade, server, [request, socket, ...rest]);
  });
};

/** Sockets of a server that is not theirs. */
const createWebSockets = (): WebSocketServerLike => {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LONGEST_MESSAGE });
  if (!isUnbound(sockets)) throw new Error('bug: a server of web sockets that listens by itself');
  return sockets;
};

const isUnbound = (sockets: WebSocketServer): sockets is WebSocketServer & WebSocketServerLike =>
  sockets.options.noServer === true;

const end = (server: Server, sockets: ReadonlySet<Socket>, graceMs: number): Promise<void> =>
  new Promise((resolve) => {
    const cut = setTimeout(() => {
      // Those that have become something else than HTTP are waited for, too, and Node closes them by no other way.
      for (const socket of sockets) socket.destroy();
    }, graceMs);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
