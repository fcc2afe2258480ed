import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
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
      // Twice the same header is both of them, and not the first: what a proxy has looked at may have been the other.
      serverOptions: { joinDuplicateHeaders: true },
    }) as Server;
    server.once('error', reject);
    server.once('listening', () => {
      server.off('error', reject).on('error', tell);
      const { port: at } = server.address() as AddressInfo;
      const name = host.includes(':') ? `[${host}]` : host;
      resolve({ url: `http://${name}:${at}`, port: at, close: (graceMs) => end(server, graceMs) });
    });
  });

/** Sockets of a server that is not theirs. */
const createWebSockets = (): WebSocketServerLike => {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LONGEST_MESSAGE });
  if (!isUnbound(sockets)) throw new Error('bug: a server of web sockets that listens by itself');
  return sockets;
};

const isUnbound = (sockets: WebSocketServer): sockets is WebSocketServer & WebSocketServerLike =>
  sockets.options.noServer === true;

const end = (server: Server, graceMs: number): Promise<void> =>
  new Promise((resolve) => {
    const cut = setTimeout(() => {
      server.closeAllConnections();
    }, graceMs);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
