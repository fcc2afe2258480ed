import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { isSigned, signedUris } from '../codec/signature.ts';
import type { Action } from '../codec/actions.ts';

/** What Stringee can ask of us, and what is said to it. Null where it cannot be read. */
export interface WebhookHandlers {
  /** It wants to know what to do with a call. */
  readonly answer: (query: URLSearchParams) => Promise<readonly Action[]> | null;
  /** Something has happened to a call. */
  readonly event: (body: string) => true | null;
  /** Keys were pressed, or none for a long time: what is to be done now. */
  readonly input: (body: string, query: URLSearchParams) => readonly Action[] | null;
  /** Nobody has come of those who were rung: what is to be done with the caller. */
  readonly failed: (body: string, query: URLSearchParams) => readonly Action[] | null;
}

export interface WebhooksOptions {
  readonly host: string;
  readonly port: number;
  /** Where Stringee reaches us; null where it is the listener's own address. */
  readonly publicUrl: URL | null;
  readonly signingSecret: string;
  readonly handlers: WebhookHandlers;
  readonly log: (line: string) => void;
}

interface Reply {
  readonly status: number;
  readonly body?: object;
}

const methods: ReadonlyMap<string, string> = new Map([
  ['/answer', 'GET'],
  ['/events', 'POST'],
  ['/input', 'POST'],
  ['/failed', 'POST'],
]);

/** Where webhooks come in. */
export interface Webhooks {
  /** Where Stringee reaches it, without a slash at the end. */
  readonly url: string;
  close(): Promise<void>;
}

const MAX_BODY_BYTES = 0x1_0000;
const MAX_CONNECTIONS = 512;
const REQUEST_MS = 10_000;
/** Of whoever asks without a signature an operator hears once in so long. */
const COMPLAIN_EVERY_MS = 60_000;

/**
 * Listens for webhooks. What is not signed by the project's secret is refused before anything of it is read.
 *
 * Rejects with the fault of the socket where it cannot listen there.
 */
export async function openWebhooks(options: WebhooksOptions): Promise<Webhooks> {
  const { host, port, publicUrl, signingSecret, handlers, log } = options;
  let base = publicUrl ?? new URL('http://127.0.0.1');
  let complainedAt = -Infinity;

  const server = createServer((request, response) => {
    replyTo(request).then(
      (reply) => write(response, reply),
      (error: unknown) => {
        log(`bug: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
        write(response, { status: 500 });
      },
    );
  });
  server.maxConnections = MAX_CONNECTIONS;
  server.requestTimeout = REQUEST_MS;
  server.headersTimeout = REQUEST_MS;
  server.on('clientError', (_, socket) => void socket.destroy());

  async function replyTo(request: IncomingMessage): Promise<Reply> {
    const { method, url: requested = '/' } = request;
    const rest = suffixOf(requested, base);
    const [, path = '', search = ''] = /^([^?]*)\??(.*)$/s.exec(rest) ?? [];
    const wanted = methods.get(path);
    if (wanted === undefined) return { status: 404 };
    if (method !== wanted) return { status: 405 };
    const body = wanted === 'GET' ? Buffer.alloc(0) : await bodyOf(request);
    if (body === null) return { status: 413 };
    const signed = wanted === 'GET' ? signedUris(requested, rest, base) : [body];
    if (!isSigned(request.headers['x-stringee-signature'], signed, signingSecret)) {
      complain();
      return { status: 401 };
    }
    const answer = await handle(path, body.toString(), new URLSearchParams(search));
    return answer === null ? { status: 400 } : { status: 200, body: answer };
  }

  function handle(path: string, body: string, query: URLSearchParams): Promise<object> | object | null {
    switch (path) {
      case '/answer':
        return handlers.answer(query);
      case '/input':
        return handlers.input(body, query);
      case '/failed':
        return handlers.failed(body, query);
      default:
        return handlers.event(body) === null ? null : {};
    }
  }

  function complain(): void {
    const now = Date.now();
    if (now - complainedAt < COMPLAIN_EVERY_MS) return;
    complainedAt = now;
    log(
      'a webhook without a valid signature was refused: is signingSecret that of the project, and publicUrl the address it calls?',
    );
  }

  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  if (publicUrl === null && typeof address === 'object' && address !== null)
    base = new URL(`http://${host.includes(':') ? `[${host}]` : host}:${address.port}`);
  return {
    url: base.href.replace(/\/$/, ''),
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** What comes after the path of the public address, where a proxy has left that in its place. */
function suffixOf(requested: string, { pathname }: URL): string {
  const above = pathname.replace(/\/$/, '');
  return above !== '' && requested.startsWith(`${above}/`) ? requested.slice(above.length) : requested;
}

/** Null where it is too long, or whoever sends it has gone in the middle of it. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    // Whoever sends too much is told so, on a connection that is still there.
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      const part = chunk as Buffer;
      bytes += part.length;
      if (bytes > MAX_BODY_BYTES) return null;
      chunks.push(part);
    }
  } catch {
    return null;
  }
  return Buffer.concat(chunks);
}

function write(response: ServerResponse, { status, body }: Reply): void {
  if (response.destroyed) return;
  // A body that was too long was not read to its end: nothing can follow it on this connection.
  response.writeHead(status, { 'content-type': 'application/json', ...(status === 413 && { connection: 'close' }) });
  response.end(body === undefined ? '' : JSON.stringify(body));
}
