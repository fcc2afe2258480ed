import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { createManagerReader, writeAction, type ManagerPacket } from '../codec/manager.ts';
import type { ManagerOptions } from '../options.ts';
import { faultOfTls } from './tls.ts';

/** What the Asterisk Manager Interface answers; null where it does not. */
export interface ManagerReply {
  readonly answer: ManagerPacket | null;
  /** Why there is no TLS, in plain words, where that is why no answer came. */
  readonly fault?: string | undefined;
}

const REPLY_MS = 10_000;

/**
 * Has one action performed by the Asterisk Manager Interface, over a connection of its own: it is asked for so rarely that
 * none has to be kept. Never rejects.
 */
export function performAction(
  { host: named, port, user, password, tls = false }: ManagerOptions,
  ca: string | undefined,
  action: Readonly<Record<string, string>>,
): Promise<ManagerReply> {
  return new Promise((resolve) => {
    const read = createManagerReader();
    // As in a URL, an IPv6 address may stand in brackets.
    const host = named.replace(/^\[(.*)\]$/, '$1');
    // The certificate has to be for the host that is asked; an address has no name to ask for.
    const socket: Socket = tls
      ? connectTls({
          host,
          port,
          ...(isIP(host) === 0 ? { servername: host } : {}),
          ...(ca === undefined ? {} : { ca }),
        })
      : connect({ host, port });
    const end = (reply: ManagerReply): void => {
      socket.destroy();
      resolve(reply);
    };
    const place = { host: `${named}:${port}`, file: 'manager.conf', otherwise: 'no tls' } as const;
    socket.setTimeout(REPLY_MS, () => end({ answer: null }));
    socket.on('error', (error) => end({ answer: null, fault: faultOfTls(error, place) }));
    socket.on('close', () => end({ answer: null }));
    socket.on(tls ? 'secureConnect' : 'connect', () =>
      socket.write(
        writeAction({ Action: 'Login', ActionID: 'login', Username: user, Secret: password, Events: 'off' }),
      ),
    );
    socket.on('data', (chunk) => {
      for (const packet of read(chunk.toString())) {
        if (packet.get('actionid') === 'action') end({ answer: packet });
        if (packet.get('actionid') !== 'login') continue;
        if (packet.get('response') === 'Success') socket.write(writeAction({ ...action, ActionID: 'action' }));
        else end({ answer: packet });
      }
    });
  });
}
