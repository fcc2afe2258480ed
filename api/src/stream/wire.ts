import { sseText } from './item.ts';

/** One thing that is told to a reader. */
export type Message =
  | {
      readonly shared: null;
      readonly name: string;
      readonly json: string;
      /** Where a reader is who has it; null where it is not told again to one who resumes. */
      readonly cursor: string | null;
    }
  /** As a stream of server-sent events has it, written once for many readers. */
  | { readonly shared: string };

/** How messages are written to a connection. */
export interface Wire {
  readonly name: 'sse' | 'socket';
  write(messages: readonly Message[]): Chunk;
  /** Says that the connection lives, and where the reader is. */
  beat(cursor: string): Chunk;
}
export type Chunk = Uint8Array | string;

const encoder = new TextEncoder();
const textOf = (message: Message): string => message.shared ?? sseText(message.name, message.json, message.cursor);

/** Server-sent events (WHATWG HTML, 9.2). */
export const sseWire: Wire = {
  name: 'sse',
  // Bytes at once for all, and for every reader the same.
  write: (messages) => encoder.encode(messages.map(textOf).join('')),
  // An id without data moves the reader's cursor on and is no event.
  beat: (cursor) => encoder.encode(`: beat\nid: ${cursor}\n\n`),
};

/** Text messages of a WebSocket: each an array. */
export const socketWire: Wire = {
  name: 'socket',
  write: (messages) =>
    `[${messages
      .map((message) => {
        if (message.shared !== null) throw new Error('bug: server-sent events in a WebSocket');
        const { name, json, cursor } = message;
        return `{"name":"${name}","cursor":${JSON.stringify(cursor)},"data":${json}}`;
      })
      .join(',')}]`,
  beat: (cursor) => `[{"name":"beat","cursor":${JSON.stringify(cursor)},"data":null}]`,
};
