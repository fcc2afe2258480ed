import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { parse } from '../codec/event.ts';
import type { AriRequest } from '../codec/request.ts';
import { faultOfTls } from './tls.ts';

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

export function openHttp({ url, user, password, ca, replyMs = REPLY_MS }: AriHttpOptions): AriHttp {
  const isSecure = url.protocol === 'https:';
  const agent = isSecure
    ? new HttpsAgent({ keepAlive: true, maxSockets: MAX_SOCKETS, ...(ca === undefined ? {} : { ca }) })
    : new HttpAgent({ keepAlive: true, maxSockets: MAX_SOCKETS });
  const ask = isSecure ? httpsRequest : httpRequest;
  const authorization = authorizationOf(user, password);

  function attempt({ method, path, query = {}, body }: AriRequest): Promise<AriReply | 'reset'> {
    const given = Object.entries(query).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, String(value)] as [string, string]],
    );
    const search = given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
    const content = body === undefined ? '' : JSON.stringify(body);
    const headers = {
      authorization,
      'content-length': Buffer.byteLength(content),
      ...(content === '' ? {} : { 'content-type': 'application/json' }),
    };
    const where = {
      agent,
      method,
      headers,
      host: url.hostname,
      port: url.port,
      path: `${url.pathname.replace(/\/$/, '')}${path}${search}`,
    };
    return new Promise((resolve) => {
      const asked = ask(where, (response) => {
        const chunks: Buffer[] = [];
        let bytes = 0;
        response.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
          else asked.destroy();
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body: parse(Buffer.concat(chunks).toString()) }),
        );
        response.on('error', () => resolve({ status: 0, body: undefined }));
      });
      // It was read, and may be done yet: it is not asked again.
      asked.setTimeout(replyMs, () => {
        resolve({ status: 0, body: undefined });
        asked.destroy();
      });
      // A kept socket that the other end has closed in the meantime: the request may not have been read.
      asked.on('error', (error) =>
        resolve(asked.reusedSocket ? 'reset' : { status: 0, body: undefined, fault: faultOfTls(error, url) }),
      );
      asked.end(content);
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
    close: () => agent.destroy(),
  };
}

export const authorizationOf = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
