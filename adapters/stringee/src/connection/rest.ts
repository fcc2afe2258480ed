import { Pool, type Dispatcher } from 'undici';
import { readReply, type Said } from '../codec/reply.ts';
import type { RestRequest } from '../codec/request.ts';
import { parse } from '../codec/values.ts';

/** What came of a request. `unreachable`: nobody answered in a way that could be understood, and it may or may not have been done. */
export type RestReply = Said | { readonly kind: 'unreachable'; readonly why: string };

/** Stringee's REST interface. Never rejects. */
export interface Rest {
  send(request: RestRequest): Promise<RestReply>;
  close(): void;
}

export interface RestOptions {
  readonly url: URL;
  /** Gives a token that is good now. */
  readonly token: () => string;
  /** How long a reply may take, in ms. */
  readonly replyMs: number;
}

const MAX_BODY_BYTES = 0x10_0000;
const MAX_SOCKETS = 16;
/** A kept socket was closed by the other end before the reply: the request may not have been read. */
const resets: readonly string[] = ['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'];
const TRIES = 3;

export function openRest({ url, token, replyMs }: RestOptions): Rest {
  const pool = new Pool(url.origin, {
    connections: MAX_SOCKETS,
    headersTimeout: replyMs,
    bodyTimeout: replyMs,
    connect: { timeout: replyMs },
  });
  const above = url.pathname.replace(/\/$/, '');

  async function attempt({ method, path, body }: RestRequest): Promise<RestReply | 'reset'> {
    try {
      const response = await pool.request({
        method,
        path: above + path,
        headers: { 'X-STRINGEE-AUTH': token(), accept: 'application/json', 'content-type': 'application/json' },
        body: body === undefined ? null : JSON.stringify(body),
      });
      return read(response.statusCode, await textOf(response.body));
    } catch (error) {
      return isReset(error) ? 'reset' : { kind: 'unreachable', why: wordsOf(error) };
    }
  }

  return {
    async send(request) {
      // What may have been done is not asked for again, unless that is harmless.
      const tries = request.isRepeatable ? TRIES : 1;
      for (let n = 0; n < tries; n += 1) {
        const reply = await attempt(request);
        if (reply !== 'reset') return reply;
      }
      return { kind: 'unreachable', why: 'the connection broke off' };
    },
    close: () => void pool.destroy(),
  };
}

function read(status: number, text: string | null): RestReply {
  const said = text === null ? null : readReply(parse(text));
  if (said !== null && status < 500 && status !== 429) return said;
  return { kind: 'unreachable', why: status === 200 ? 'its reply is none' : `it answers with ${status}` };
}

/** The text of a reply; null where it is too long. */
async function textOf(body: Dispatcher.ResponseData['body']): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    const part = chunk as Buffer;
    bytes += part.length;
    if (bytes > MAX_BODY_BYTES) return null;
    chunks.push(part);
  }
  return Buffer.concat(chunks).toString();
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
const isReset = (error: unknown): boolean => resets.includes(codeOf(error));

function wordsOf(error: unknown): string {
  switch (codeOf(error)) {
    case 'ECONNREFUSED':
      return 'nobody answers there';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'its name cannot be looked up';
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'UND_ERR_HEADERS_TIMEOUT':
    case 'UND_ERR_BODY_TIMEOUT':
      return 'it does not answer in time';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
