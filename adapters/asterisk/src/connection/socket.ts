import { WebSocket } from 'ws';
import { readEvent, type AriEvent } from '../codec/event.ts';
import { authorizationOf, placeOf, type AriHttpOptions } from './http.ts';
import { faultOfTls } from './tls.ts';

export interface AriSocketOptions extends AriHttpOptions {
  readonly application: string;
  readonly onEvent: (event: AriEvent) => void;
  /** It was open, and is no more. Said once. */
  readonly onLost: () => void;
}

export interface AriSocket {
  close(): void;
}

const OPEN_MS = 10_000;
/** Asterisk sends no pings. A connection that has died in silence is found by ours. */
const PING_MS = 10_000;
const MAX_MESSAGE_BYTES = 0x40_0000;

/** Opens the WebSocket of ARI's events, which registers the application. Rejects where that fails. */
export function openSocket(options: AriSocketOptions): Promise<AriSocket> {
  const { url, user, password, ca, application, onEvent, onLost } = options;
  const address = new URL(url);
  address.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  address.pathname = `${url.pathname.replace(/\/$/, '')}/events`;
  address.search = new URLSearchParams({ app: application, subscribeAll: 'true' }).toString();
  const socket = new WebSocket(address, {
    headers: { authorization: authorizationOf(user, password) },
    handshakeTimeout: OPEN_MS,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
    ...(ca === undefined ? {} : { ca }),
  });

  return new Promise((resolve, reject) => {
    let isOpen = false;
    let isLost = false;
    let isAlive = true;
    const pinging = setInterval(() => {
      if (!isOpen) return;
      if (!isAlive) {
        socket.terminate();
        return;
      }
      isAlive = false;
      socket.ping();
    }, PING_MS);
    const gone = (fault: Error): void => {
      clearInterval(pinging);
      if (!isOpen) reject(fault);
      else if (!isLost) onLost();
      isLost = true;
    };
    socket.on('open', () => {
      isOpen = true;
      resolve({
        close() {
          isLost = true;
          clearInterval(pinging);
          socket.terminate();
        },
      });
    });
    socket.on('pong', () => {
      isAlive = true;
    });
    socket.on('message', (data) => {
      isAlive = true;
      if (isLost) return;
      const event = readEvent(Buffer.isBuffer(data) ? data.toString() : '');
      if (event !== null) onEvent(event);
    });
    socket.on('error', (error) => gone(new Error(faultOfTls(error, placeOf(url)) ?? error.message, { cause: error })));
    socket.on('close', () => gone(new Error('the WebSocket was closed')));
  });
}
