import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Hmac, SendWebhook, StringeeTwin, WebhookAnswered } from '@legwork/sim/twins/stringee';
import { bodyOf } from './body-of.ts';
import { listenLocally } from './listen-locally.ts';

/** A twin's REST API on a real port. */
export interface ServedStringee {
  readonly port: number;
  close(): Promise<void>;
}

/** Serves the twin on this machine alone; port 0 takes any that is free. */
export async function serveStringee(twin: StringeeTwin, port: number): Promise<ServedStringee> {
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    bodyOf(request).then(
      (body) =>
        twin.request(
          { method: request.method ?? 'GET', url: request.url ?? '/', token: tokenOf(request), body: body ?? '' },
          ({ status, body: said }) => {
            response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(said));
          },
        ),
      // Whoever asks may leave in the middle of it.
      () => response.destroy(),
    );
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  });
  return {
    port: await listenLocally(server, port),
    async close() {
      twin.crash();
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const tokenOf = ({ headers }: IncomingMessage): string => {
  const token = headers['x-stringee-auth'];
  return typeof token === 'string' ? token : '';
};

export const hmac: Hmac = (hash, secret, text) => createHmac(hash, secret).update(text, 'utf8').digest('base64');

/** Sends a webhook over HTTP. Whoever is not reached has not answered. */
export const sendWebhook: SendWebhook = ({ method, url, headers, body }, answered) => {
  ask(url, { method, headers: { ...headers }, ...(body === '' ? {} : { body }) }).then(answered, () => answered(null));
};

/** Nobody is waited for any longer, whatever the twin would. */
const GIVES_UP_MS = 60_000;

async function ask(url: string, asked: RequestInit): Promise<WebhookAnswered> {
  const response = await fetch(url, { ...asked, redirect: 'error', signal: AbortSignal.timeout(GIVES_UP_MS) });
  const body = response.body === null ? '' : await bodyOf(response.body);
  return body === null ? null : { status: response.status, body };
}
