import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Duplex } from 'node:stream';
import { ForbiddenAddress, type AddressGuard } from './address-guard.ts';

/** What came of one attempt. */
export interface Answer {
  /** Null where there was none. */
  readonly status: number | null;
  /** Why it is no success, in words without the receiver's own: null where it is one. */
  readonly error: string | null;
  readonly tookMs: number;
}

export interface Posting {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends one message. Never rejects: what goes wrong is an answer, too. */
export type Post = (posting: Posting, signal?: AbortSignal) => Promise<Answer>;

/** What a receiver says beyond its status is read up to here, and thrown away. */
const MOST_READ = 65_536;

/**
 * Posts to receivers outside. Success is 2xx within the time-out. Redirects are not followed: the address that they name was never checked.
 *
 * @param timeoutMs for the whole of it, from the resolving of the name to the end of the answer.
 */
export const createPost =
  (guard: AddressGuard, timeoutMs: number): Post =>
  ({ url, headers, body }, signal) => {
    const startedAt = performance.now();
    const answer = (status: number | null, error: string | null): Answer => ({
      status,
      error,
      tookMs: Math.round(performance.now() - startedAt),
    });
    return new Promise((resolve) => {
      const target = new URL(url);
      try {
        guard.checkHost(target.hostname);
      } catch (error) {
        resolve(answer(null, wordsFor(error)));
        return;
      }
      const timeout = AbortSignal.timeout(timeoutMs);
      const send = target.protocol === 'https:' ? requestHttps : requestHttp;
      const request = send(target, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          'Content-Length': Buffer.byteLength(body),
          'User-Agent': 'Legwork-Webhooks',
          ...headers,
        },
        lookup: guard.lookup,
        // A connection that was checked once is not kept: the name may be somewhere else by then.
        agent: false,
        signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
      });
      request.on('error', (error) => {
        resolve(answer(null, timeout.aborted ? `no answer within ${timeoutMs} ms` : wordsFor(error)));
      });
      // A receiver that would rather talk something else: nobody listens.
      request.on('upgrade', ({ statusCode: status = 0 }: IncomingMessage, socket: Duplex) => {
        resolve(answer(status, refusalOf(status)));
        socket.destroy();
      });
      request.on('response', (response: IncomingMessage) => {
        const status = response.statusCode ?? 0;
        const ended = (): void => resolve(answer(status, refusalOf(status)));
        let read = 0;
        response.on('data', (chunk: Buffer) => {
          read += chunk.byteLength;
          if (read <= MOST_READ) return;
          ended();
          request.destroy();
        });
        response.on('end', ended);
        // A connection that breaks off in the middle of an answer: what counts of it has come.
        response.on('error', ended);
      });
      request.end(body);
    });
  };

const refusalOf = (status: number): string | null => {
  if (status >= 200 && status < 300) return null;
  return status >= 300 && status < 400 ? `${status}: redirects are not followed` : `the receiver answered ${status}`;
};

const wordsFor = (error: unknown): string => {
  if (error instanceof ForbiddenAddress) return error.message;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  switch (code) {
    case 'ECONNREFUSED':
      return 'the connection was refused';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'the name cannot be resolved';
    case 'ECONNRESET':
    case 'EPIPE':
      return 'the connection broke';
    case 'ABORT_ERR':
      return 'called off';
    default:
      return code === '' ? 'it could not be sent' : `it could not be sent (${code})`;
  }
};
