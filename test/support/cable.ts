import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { Certificate } from './certificate.ts';

/** A way to a TCP port of this machine that can be cut and mended. */
export interface Cable {
  readonly port: number;
  /** Everything that goes through it breaks off, and nothing goes through it any more. */
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

/** With a certificate, TLS is spoken at its near end, which is an address of this machine. */
export async function layCable(to: number, certificate?: Certificate, host = '127.0.0.1'): Promise<Cable> {
  const ends = new Set<Socket>();
  let isCut = false;
  const join = (near: Socket): void => {
    const far = connect(to, '127.0.0.1');
    for (const [end, other] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(end);
      end.on('error', () => other.destroy());
      end.on('close', () => {
        ends.delete(end);
        other.destroy();
      });
    }
    if (isCut) near.destroy();
    near.pipe(far).pipe(near);
  };
  const server = certificate === undefined ? createServer(join) : createTlsServer(certificate, join);
  server.listen(0, host);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a server on the loopback has no port');
  return {
    port: address.port,
    cut() {
      isCut = true;
      for (const end of ends) end.destroy();
    },
    mend() {
      isCut = false;
    },
    async close() {
      for (const end of ends) end.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
