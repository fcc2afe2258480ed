import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createFrameReader, messageOf } from '@legwork/freeswitch/codec';
import type { Place } from './place.ts';

/** A way to FreeSWITCH that is not the adapter's, for tests to look at it and to act on it. */
export interface EventSocket {
  /** Runs an API command, or `bgapi` and one. */
  api(command: string): Promise<string>;
  /** The ids of all channels. */
  channels(): Promise<readonly string[]>;
  /** Restarts FreeSWITCH, and is there again when somebody has told that another life than this one has begun. */
  restart(anotherThan: (life: string) => Promise<unknown>): Promise<void>;
  close(): Promise<void>;
}

export const openEventSocket = async (place: Place): Promise<EventSocket> => {
  let line = await openLine(place);
  const api = (command: string): Promise<string> => line.ask(command.startsWith('bgapi ') ? command : `api ${command}`);
  return {
    api,
    async channels() {
      const list = JSON.parse(await api('show channels as json')) as {
        readonly rows?: readonly { readonly uuid: string }[];
      };
      return (list.rows ?? []).map(({ uuid }) => uuid);
    },
    async restart(anotherThan) {
      // It takes connections until it goes, and for a while nobody does.
      const another = anotherThan(await api('global_getvar core_uuid'));
      await api('fsctl shutdown restart');
      await another;
      line.close();
      line = await openLine(place);
    },
    close() {
      line.close();
      return Promise.resolve();
    },
  };
};

const closed = '-ERR closed';
interface Line {
  ask(text: string): Promise<string>;
  close(): void;
}

const openLine = async ({ host, port, password }: Place): Promise<Line> => {
  const socket: Socket = connect({ host, port });
  const reader = createFrameReader();
  const waiting: ((text: string) => void)[] = [];
  socket.on('data', (chunk: Buffer) => {
    for (const frame of reader.read(chunk).frames) {
      const message = messageOf(frame);
      if (message.kind === 'reply' || message.kind === 'response') waiting.shift()?.(message.text);
    }
  });
  socket.on('close', () => {
    for (const answer of waiting.splice(0)) answer(closed);
  });
  await once(socket, 'connect');
  socket.on('error', () => socket.destroy());
  const ask = (text: string): Promise<string> =>
    new Promise((resolve) => {
      if (socket.destroyed) {
        resolve(closed);
        return;
      }
      waiting.push(resolve);
      socket.write(`${text}\n\n`);
    });
  const reply = await ask(`auth ${password}`);
  if (!reply.startsWith('+OK')) throw new Error('FreeSWITCH does not take the password of LEGWORK_FREESWITCH');
  return { ask, close: () => socket.destroy() };
};
