import type { LegworkEvent, Telling, Touched } from '../events/index.ts';
import type { Told } from '../events/index.ts';
import { withoutNumbers } from './numbers.ts';

/** A publication on its way to whoever may know of it. What it looks like on the wire is written once, however many read it. */
export interface Item {
  readonly seq: number;
  readonly told: readonly WireEvent[];
  readonly touched: readonly Touched[];
}

/** One event, with its place among the events of its publication. */
export interface WireEvent extends Told {
  readonly index: number;
  /** How many events its publication has. */
  readonly of: number;
  /** As JSON, with numbers in full or without. */
  json(numbers: boolean): string;
  /** For streams of server-sent events whose cursor is the same for everybody. */
  sse(numbers: boolean, cursor: string): Uint8Array;
}

const encoder = new TextEncoder();

export const itemOf = ({ seq, told, touched }: Telling): Item => ({
  seq,
  touched,
  told: told.map((one, index) => wireEventOf(one, index, told.length)),
});

export const wireEventOf = ({ event, audience }: Told, index: number, of: number): WireEvent => {
  const texts: [string | null, string | null] = [null, null];
  const bytes: [Uint8Array | null, Uint8Array | null] = [null, null];
  const json = (numbers: boolean): string => (texts[numbers ? 1 : 0] ??= textOf(event, numbers));
  return {
    event,
    audience,
    index,
    of,
    json,
    sse: (numbers, cursor) => (bytes[numbers ? 1 : 0] ??= encoder.encode(sseText(event.type, json(numbers), cursor))),
  };
};

const textOf = (event: LegworkEvent, numbers: boolean): string =>
  JSON.stringify(numbers ? event : withoutNumbers(event));

/** One server-sent event. JSON has no line breaks, so that one line of data will do. A null cursor: whoever resumes is not told it again. */
export const sseText = (name: string, json: string, cursor: string | null): string =>
  `${cursor === null ? '' : `id: ${cursor}\n`}event: ${name}\ndata: ${json}\n\n`;
