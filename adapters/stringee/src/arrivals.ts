import { asId } from '@legwork/core';
import type { Endpoint, NativeId } from '@legwork/core';
import type { Board } from './board.ts';
import type { Action } from './codec/actions.ts';
import { isSameNumber, type Asking, type CallEvent } from './codec/webhook.ts';
import { newLine, type Line } from './ledger.ts';

/** Whoever calls: offered to the engine, and kept ringing until it has decided. */
export interface Arrivals {
  /** Stringee asks what to do with a call that has come in. The reply is held back until it is known. */
  arrives(asking: Asking): Promise<readonly Action[]>;
  /** A call that nobody knows has begun. True where it was one that had come in before, under another id. */
  isKnownAs(event: CallEvent): boolean;
  /** They are to be answered. False where nobody waits for that any more. */
  answer(line: Line): boolean;
  /** They are not to be answered. False where nobody waits for that any more. */
  turnAway(line: Line): boolean;
  close(): void;
}

/** For so long the id of a call that comes from a phone is waited for: the webhook that has it and the one that asks come at the same time. */
const ID_FOLLOWS_MS = 1000;
const MAX_ARRIVALS = 10_000;

/** Somebody who has called and was not decided on. */
interface Arrival {
  readonly asking: Asking;
  line: Line | null;
  callId: string | null;
  /** Stringee's requests that wait for what to do: more than one where it has asked again. */
  readonly held: Set<(actions: readonly Action[]) => void>;
  /** Once decided, it is said again to whoever asks again. */
  said: readonly Action[] | null;
  timer: NodeJS.Timeout | undefined;
}

export function createArrivals(board: Board): Arrivals {
  const { ledger, options, tell } = board;
  /** By the id under which Stringee asks. */
  const arrivals = new Map<string, Arrival>();
  const byLine = new WeakMap<Line, Arrival>();
  /** Those of whom Stringee has not told the call's id. */
  const nameless = new Set<Arrival>();
  /** Calls that have begun and were not asked about yet. */
  const begun = new Map<string, CallEvent>();

  function arrives(asking: Asking): Promise<readonly Action[]> {
    const id = asking.callId ?? asking.uuid ?? '';
    const known = arrivals.get(id);
    const arrival: Arrival = known ?? {
      asking,
      line: null,
      callId: asking.callId ?? takeBegun(asking),
      held: new Set(),
      said: null,
      timer: undefined,
    };
    if (arrival.said !== null) return Promise.resolve(arrival.said);
    const reply = new Promise<readonly Action[]>((resolve) => arrival.held.add(resolve));
    if (known !== undefined) return reply;
    arrivals.set(id, arrival);
    cut(arrivals);
    if (asking.callId !== null) begun.delete(asking.callId);
    if (arrival.callId === null) {
      nameless.add(arrival);
      arrival.timer = setTimeout(() => offer(arrival), ID_FOLLOWS_MS);
    } else offer(arrival);
    return reply;
  }

  /** The oldest call between the two that nobody has asked about. */
  function takeBegun({ from, to }: Asking): string | null {
    for (const [callId, event] of begun) {
      if (!isSameNumber(event.from.number, from) || !isSameNumber(event.to.number, to)) continue;
      begun.delete(callId);
      return callId;
    }
    return null;
  }

  function isKnownAs(event: CallEvent): boolean {
    for (const arrival of nameless) {
      const { line } = arrival;
      // Their call's id was learnt in another way, or they have gone without one: the next between the same two is somebody else.
      if (line !== null && (line.callId !== null || !ledger.lines.has(line))) {
        nameless.delete(arrival);
        continue;
      }
      const { from, to } = arrival.asking;
      if (!isSameNumber(event.from.number, from) || !isSameNumber(event.to.number, to)) continue;
      nameless.delete(arrival);
      arrival.callId = event.callId;
      if (line === null) offer(arrival);
      else ledger.name(line, event.callId);
      return true;
    }
    if (event.status === 'created' || event.status === 'started') begun.set(event.callId, event);
    else begun.delete(event.callId);
    cut(begun);
    return false;
  }

  /** By Stringee's id for the call where it is known, so that after a restart nothing has to be remembered to act on it. */
  function offer(arrival: Arrival): void {
    clearTimeout(arrival.timer);
    const { asking, callId } = arrival;
    const [from, to] = [asId<Endpoint>(asking.from === '' ? 'anonymous' : asking.from), asId<Endpoint>(asking.to)];
    const native = asId<NativeId>(callId ?? asking.uuid ?? '');
    const isPhone = asking.callId === null;
    const line = newLine(
      { uuid: asking.uuid, from, to },
      { native, origin: 'caller', number: asking.to, isPhone, state: 'offered' },
    );
    arrival.line = line;
    byLine.set(line, arrival);
    ledger.add(line.main);
    if (callId !== null) ledger.name(line, callId);
    // Stringee does not wait for ever; whoever is not decided on by then is answered, and told to be.
    arrival.timer = setTimeout(() => decide(arrival, board.waitingFor(native)), options.answerWithinMs);
    tell({ type: 'leg.offered', native, from, to });
  }

  function decide(arrival: Arrival, actions: readonly Action[]): void {
    clearTimeout(arrival.timer);
    arrival.said = actions;
    for (const resolve of arrival.held) resolve(actions);
    arrival.held.clear();
  }

  function decideOn(line: Line, actions: readonly Action[]): boolean {
    const arrival = byLine.get(line);
    if (arrival === undefined || arrival.said !== null) return false;
    decide(arrival, actions);
    return true;
  }

  return {
    arrives,
    isKnownAs,
    answer: (line) => decideOn(line, board.waitingFor(line.main.native)),
    turnAway: (line) => decideOn(line, []),
    close() {
      for (const arrival of arrivals.values()) decide(arrival, []);
      arrivals.clear();
      nameless.clear();
    },
  };
}

/** Oldest first: what nobody has asked about by then is not asked about any more. */
function cut(all: Map<string, unknown>): void {
  if (all.size <= MAX_ARRIVALS) return;
  for (const oldest of all.keys()) {
    all.delete(oldest);
    return;
  }
}
