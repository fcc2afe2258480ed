import { connect, type Socket } from 'node:net';
import { requestText } from './load.ts';

/** Clients that read a stream of server-sent events, and count what they are told. */
export interface Readers {
  /** How many events all of them together have read. */
  readonly events: () => number;
  /** What the first of them has read, event by event, since it began to be kept. */
  keep(): () => readonly string[];
  end(): void;
}

export const openReaders = async (
  { port, path, token }: { readonly port: number; readonly path: string; readonly token: string },
  count: number,
): Promise<Readers> => {
  let events = 0;
  let kept: string[] | null = null;
  const sockets = await Promise.all(
    Array.from({ length: count }, (_, n) =>
      open(port, requestText('GET', path, token), (told, chunk) => {
        events += told;
        if (n === 0) kept?.push(chunk.toString());
      }),
    ),
  );
  return {
    events: () => events,
    keep: () => {
      const all: string[] = [];
      kept = all;
      return () => {
        kept = null;
        // What goes between the chunks of the transfer is none of what was told.
        const text = all.join('').replaceAll(/\r\n[0-9a-f]+\r\n|^[0-9a-f]+\r\n|\r\n$/g, '');
        return text.split('\n\n').filter((event) => event.includes('data: '));
      };
    },
    end: () => {
      for (const socket of sockets) socket.destroy();
    },
  };
};

const NEW_LINE = 0x0a;

/** Resolves when the stream has begun. An event ends with an empty line, and no chunk ends within it. */
const open = (port: number, request: string, heard: (events: number, chunk: Buffer) => void): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' });
    let hasBegun = false;
    let endsLine = false;
    socket.on('error', reject);
    socket.once('connect', () => socket.write(request));
    socket.on('data', (chunk) => {
      let from = 0;
      if (!hasBegun) {
        const head = chunk.indexOf('\r\n\r\n');
        if (head < 0) return;
        hasBegun = true;
        from = head + 4;
        resolve(socket);
      }
      let events = endsLine && chunk[from] === NEW_LINE ? 1 : 0;
      for (let at = chunk.indexOf('\n\n', from); at >= 0; at = chunk.indexOf('\n\n', at + 2)) events += 1;
      endsLine = chunk.at(-1) === NEW_LINE && chunk.at(-2) !== NEW_LINE;
      heard(events, chunk.subarray(from));
    });
  });
