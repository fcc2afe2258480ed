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
  sse(numbers: boolean, cursor: string): string;
}

export const itemOf = ({ seq, told, touched }: Telling): Item => ({
  seq,
  touched,
  told: told.map((one, index) => wireEventOf(one, index, told.length)),
});

export const wireEventOf = (told: Told, index: number, of: number): WireEvent => new Written(told, index, of);

/** Many of these are remembered for a while, so that each is one object and what is written of it. */
class Written implements WireEvent {
  readonly event: Told['event'];
  readonly audience: Told['audience'];
  readonly index: number;
  readonly of: number;
  #json: string | null = null;
  #withoutNumbers: string | null = null;
  #sse: string | null = null;
  #sseWithoutNumbers: string | null = null;

  constructor({ event, audience }: Told, index: number, of: number) {
    this.event = event;
    this.audience = audience;
    this.index = index;
    this.of = of;
  }

  json(numbers: boolean): string {
    if (numbers) return (this.#json ??= textOf(this.event, true));
    return (this.#withoutNumbers ??= textOf(this.event, false));
  }

  sse(numbers: boolean, cursor: string): string {
    const { type } = this.event;
    if (numbers) return (this.#sse ??= sseText(type, this.#json ?? textOf(this.event, true), cursor));
    return (this.#sseWithoutNumbers ??= sseText(type, this.#withoutNumbers ?? textOf(this.event, false), cursor));
  }
}

const textOf = (event: LegworkEvent, numbers: boolean): string =>
  JSON.stringify(numbers ? event : withoutNumbers(event));

/** One server-sent event. JSON has no line breaks, so that one line of data will do. A null cursor: whoever resumes is not told it again. */
export const sseText = (name: string, json: string, cursor: string | null): string =>
  `${cursor === null ? '' : `id: ${cursor}\n`}event: ${name}\ndata: ${json}\n\n`;
