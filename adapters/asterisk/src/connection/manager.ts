import { connect } from 'node:net';
import { createManagerReader, writeAction, type ManagerPacket } from '../codec/manager.ts';
import type { ManagerOptions } from '../options.ts';

const REPLY_MS = 10_000;

/**
 * Has one action performed by the Asterisk Manager Interface, over a connection of its own: it is asked for so rarely that
 * none has to be kept. Resolves with what it answers; null where it does not.
 */
export function performAction(
  { host, port, user, password }: ManagerOptions,
  action: Readonly<Record<string, string>>,
): Promise<ManagerPacket | null> {
  return new Promise((resolve) => {
    const read = createManagerReader();
    const socket = connect({ host, port });
    const end = (answer: ManagerPacket | null): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(REPLY_MS, () => end(null));
    socket.on('error', () => end(null));
    socket.on('close', () => end(null));
    socket.on('connect', () =>
      socket.write(
        writeAction({ Action: 'Login', ActionID: 'login', Username: user, Secret: password, Events: 'off' }),
      ),
    );
    socket.on('data', (chunk) => {
      for (const packet of read(chunk.toString())) {
        if (packet.get('actionid') === 'action') end(packet);
        if (packet.get('actionid') !== 'login') continue;
        if (packet.get('response') === 'Success') socket.write(writeAction({ ...action, ActionID: 'action' }));
        else end(packet);
      }
    });
  });
}
