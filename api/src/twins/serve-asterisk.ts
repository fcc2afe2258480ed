import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type Socket } from 'node:net';
import type { AsteriskTwin } from '@legwork/sim/twins/asterisk';
import { WebSocketServer } from 'ws';
import { bodyOf } from './body-of.ts';
import { listenLocally } from './listen-locally.ts';

/** A twin's ARI and manager interface on real ports. */
export interface ServedAsterisk {
  readonly http: number;
  readonly manager: number;
  close(): Promise<void>;
}

export interface AsteriskPorts {
  /** Of ARI, below `/ari`. 0 takes any that is free. */
  readonly http: number;
  readonly manager: number;
}

const MOST_BYTES = 0x10_0000;

/** Serves the twin on this machine alone. */
export async function serveAsterisk(twin: AsteriskTwin, ports: AsteriskPorts): Promise<ServedAsterisk> {
  const sockets = new Set<Socket>();
  const http = createServer((request, response) => {
    // Whoever asks may leave in the middle of it.
    take(request, response).catch(() => response.destroy());
  });
  const upgrades = new WebSocketServer({ noServer: true, maxPayload: MOST_BYTES });

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [method, url] = [request.method ?? 'GET', request.url ?? '/'];
    const body = await bodyOf(request);
    const send = ({ status, body: said }: { readonly status: number; readonly body?: unknown }): void => {
      const text = said === undefined ? '' : JSON.stringify(said);
      if (text !== '') response.setHeader('content-type', 'application/json');
      response.writeHead(status).end(text);
    };
    if (body === null) send({ status: 413, body: { message: 'Too large' } });
    else if (url.startsWith('/ari/'))
      twin.request(
        {
          method,
          url: url.slice('/ari'.length),
          authorization: authorizationOf(request),
          body,
          ...(request.headers.host === undefined ? {} : { host: request.headers.host }),
        },
        send,
      );
    else send({ status: 404, body: { message: 'Resource not found' } });
  }

  http.on('upgrade', (request, socket, head) => {
    const [path = '', query = ''] = (request.url ?? '').split('?', 2);
    if (path !== '/ari/events') {
      socket.end('HTTP/1.1 404 Not Found\r\n\r\n');
      return;
    }
    const authorization = authorizationOf(request);
    // Whom the twin turns away is told before there is a WebSocket.
    const refused = twin.refuses({ query, authorization });
    if (refused !== null) {
      socket.end(`HTTP/1.1 ${refused} Refused\r\n\r\n`);
      return;
    }
    upgrades.handleUpgrade(request, socket, head, (listening) => {
      const stop = twin.listen({ query }, { send: (text) => listening.send(text), close: () => listening.terminate() });
      listening.on('close', stop);
      listening.on('error', () => listening.terminate());
    });
  });

  const manager = createTcpServer((socket) => {
    const client = twin.manage({ write: (text) => void socket.write(text), close: () => socket.end() });
    socket.setEncoding('utf8');
    socket.on('data', (text) => client.receive(String(text)));
    socket.on('close', () => client.closed());
  });
  for (const server of [http, manager]) {
    server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      socket.on('error', () => socket.destroy());
    });
  }
  return {
    http: await listenLocally(http, ports.http),
    manager: await listenLocally(manager, ports.manager),
    async close() {
      twin.drop();
      for (const socket of sockets) socket.destroy();
      await Promise.all([http, manager].map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}

const authorizationOf = ({ headers }: IncomingMessage): string => headers.authorization ?? '';
