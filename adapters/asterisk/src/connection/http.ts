import { Pool, type Dispatcher } from 'undici';
import { parse } from '../codec/event.ts';
import type { AriRequest } from '../codec/request.ts';
import { faultOfTls, type TlsPlace } from './tls.ts';

/** What came of a request. The status is 0 where no reply came. */
export interface AriReply {
  readonly status: number;
  readonly body: unknown;
  /** Why there is no TLS, in plain words, where that is why no reply came. */
  readonly fault?: string | undefined;
  /** The connection broke off before a first reply: what says that it is done already may have been done by the same request. */
  readonly isRepeat?: true;
}

/** ARI over HTTP. Never rejects. */
export interface AriHttp {
  send(request: AriRequest): Promise<AriReply>;
  close(): void;
}

export interface AriHttpOptions {
  readonly url: URL;
  readonly user: string;
  readonly password: string;
  readonly ca?: string | undefined;
  /** How long a reply may take, in ms; 10 s where nothing is said. */
  readonly replyMs?: number;
}

const REPLY_MS = 10_000;
const MAX_BODY_BYTES = 0x200_0000;
const MAX_SOCKETS = 16;
/** A kept socket was closed by the other end before the reply: the request may not have been read. */
const resets: readonly string[] = ['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'];

export function openHttp({ url, user, password, ca, replyMs = REPLY_MS }: AriHttpOptions): AriHttp {
  const pool = new Pool(url.origin, {
    connections: MAX_SOCKETS,
    // What takes longer was read, and may be done yet: it is not asked again.
    headersTimeout: replyMs,
    bodyTimeout: replyMs,
    connect: { timeout: REPLY_MS, ...(ca === undefined ? {} : { ca }) },
  });
  const above = url.pathname.replace(/\/$/, '');
  const authorization = authorizationOf(user, password);
  const withoutBody = { authorization };
  const withBody = { authorization, 'content-type': 'application/json' };

  // Its dispatcher itself, without the streams that a request of it has: a call is a dozen of requests, and most replies are empty.
  function attempt({ method, path, query = {}, body }: AriRequest): Promise<AriReply | 'reset'> {
    return new Promise((resolve) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      let status = 0;
      const handler: Dispatcher.DispatchHandler = {
        // By this undici knows the handlers of today from those of before.
        onRequestStart: () => undefined,
        onResponseStart(_, statusCode) {
          status = statusCode;
        },
        onResponseData(controller, chunk) {
          bytes += chunk.length;
          if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
          else controller.abort(new Error('the reply is too long'));
        },
        onResponseEnd: () =>
          resolve({ status, body: bytes === 0 ? undefined : parse(Buffer.concat(chunks).toString()) }),
        onResponseError: (_, error) =>
          resolve(isReset(error) ? 'reset' : { status: 0, body: undefined, fault: faultOfTls(error, placeOf(url)) }),
      };
      const content = body === undefined ? null : JSON.stringify(body);
      const headers = content === null ? withoutBody : withBody;
      pool.dispatch({ method, path: above + path + searchOf(query), headers, body: content }, handler);
    });
  }

  return {
    async send(request) {
      const first = await attempt(request);
      if (first !== 'reset') return first;
      for (let again = 0; request.once !== true && again < 3; again += 1) {
        const reply = await attempt(request);
        if (reply !== 'reset') return { ...reply, isRepeat: true };
      }
      return { status: 0, body: undefined };
    },
    close: () => void pool.destroy(),
  };
}

function searchOf(query: NonNullable<AriRequest['query']>): string {
  let search = '';
  for (const [key, value] of Object.entries(query))
    if (value !== undefined)
      search += `${search === '' ? '?' : '&'}${key}=${encodeURIComponent(String(value).toWellFormed())}`;
  return search;
}

const isReset = (error: Error): boolean =>
  'code' in error && typeof error.code === 'string' && resets.includes(error.code);

/** Where ARI is, for what is said of its TLS. */
export const placeOf = ({ host }: URL): TlsPlace => ({ host, file: 'http.conf', otherwise: 'http' });

export const authorizationOf = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
