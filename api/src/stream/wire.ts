import { sseText } from './item.ts';

/** One thing that is told to a reader. */
export interface Message {
  readonly name: string;
  readonly json: string;
  /** Where a reader is who has it; null where it is not told again to one who resumes. */
  readonly cursor: string | null;
  /** The same as bytes of a stream of server-sent events, where many readers share them. */
  readonly shared: Uint8Array | null;
}

/** How messages are written to a connection. */
export interface Wire {
  readonly name: 'sse' | 'socket';
  write(messages: readonly Message[]): Chunk;
  /** Says that the connection lives, and where the reader is. */
  beat(cursor: string): Chunk;
}
export type Chunk = Uint8Array | string;

const encoder = new TextEncoder();
const bytesOf = ({ shared, name, json, cursor }: Message): Uint8Array =>
  shared ?? encoder.encode(sseText(name, json, cursor));

/** Server-sent events (WHATWG HTML, 9.2). */
export const sseWire: Wire = {
  name: 'sse',
  write: (messages) => {
    const [only] = messages;
    if (messages.length === 1 && only !== undefined) return bytesOf(only);
    return Buffer.concat(messages.map(bytesOf));
  },
  // An id without data moves the reader's cursor on and is no event.
  beat: (cursor) => encoder.encode(`: beat\nid: ${cursor}\n\n`),
};

/** Text messages of a WebSocket: each an array. */
export const socketWire: Wire = {
  name: 'socket',
  write: (messages) =>
    `[${messages.map(({ name, json, cursor }) => `{"name":"${name}","cursor":${JSON.stringify(cursor)},"data":${json}}`).join(',')}]`,
  beat: (cursor) => `[{"name":"beat","cursor":${JSON.stringify(cursor)},"data":null}]`,
};
