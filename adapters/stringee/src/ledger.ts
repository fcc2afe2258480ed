import type { CallId, Cause, Endpoint, Mode, NativeId } from '@legwork/core';
import { isSameNumber } from './codec/webhook.ts';

/** One party to a call of Stringee's. */
export interface Leg {
  readonly native: NativeId;
  readonly line: Line;
  /**
   * How they came: they called; we called them and nobody else was there; a `connect` or a `transfer` of the caller rang them; or they were added to listen.
   */
  readonly origin: 'caller' | 'calledOut' | 'connected' | 'transferred' | 'added';
  /** The number or user that events name. */
  readonly number: string;
  readonly isPhone: boolean;
  state: 'offered' | 'dialling' | 'ringing' | 'up';
  /** Of a supervisor: how they are present, as far as has been confirmed. */
  mode: Mode | null;
  /** Of whoever was transferred: the party they come instead of. */
  readonly insteadOf: Leg | null;
  /** They are on their way out, because a transfer has put somebody in their place. */
  isLeaving: boolean;
  /** Told when the leg is told to have answered, also again. */
  readonly awaitingAnswer: Set<() => void>;
  ringing: NodeJS.Timeout | undefined;
}

/** One call of Stringee's: whoever it began with, and everybody who came to it. It ends as a whole. */
export interface Line {
  /** Null as long as Stringee has not told. */
  callId: string | null;
  /** The id of the request that told of it, where it told of no callId. */
  readonly uuid: string | null;
  /** The call that effects on it name. */
  call: CallId | null;
  readonly main: Leg;
  readonly others: Set<Leg>;
  readonly from: Endpoint;
  readonly to: Endpoint;
  /** Why we have asked it to end. */
  hungUp: Cause | null;
  /** Told when it has ended. */
  readonly awaitingEnd: Set<() => void>;
}

/** Who is seen on the line beside whoever it began with, and is not there to listen. */
export const partnerOf = (line: Line): Leg | null =>
  [...line.others].find((leg) => leg.origin !== 'added' && leg.state === 'up' && !leg.isLeaving) ?? null;

/** All that goes on in one project, as far as it has been told: the newest 16,384 calls. */
export interface Ledger {
  readonly legs: ReadonlyMap<NativeId, Leg>;
  readonly lines: ReadonlySet<Line>;
  /** The leg that has that id, or by which another one is named. */
  named(native: NativeId): Leg | undefined;
  /** Beyond so many lines the oldest is forgotten, and is known from then on as it would be after a restart. */
  add(leg: Leg): void;
  /** The leg has ended. */
  remove(leg: Leg): void;
  /** The other leg has become this one, and Stringee goes on to name it. */
  succeed(leg: Leg, other: NativeId): void;
  /** The line has got its id. */
  name(line: Line, callId: string): void;
  /** An effect has named the call that the line is. */
  assign(line: Line, call: CallId): void;
  byCallId(callId: string): Line | undefined;
  byCall(call: CallId): Line | undefined;
  /** A leg, or a call by Stringee's id, that was here and has ended: it does not come back. */
  hasEnded(id: string): boolean;
}

/** How many ends are remembered. */
const REMEMBERED = 0x4000;
/** How many lines are kept: one whose end was never told would be kept for ever. */
export const MOST_LINES = 0x4000;

export function createLedger(): Ledger {
  const legs = new Map<NativeId, Leg>();
  const successors = new Map<NativeId, Leg>();
  const lines = new Set<Line>();
  const byCallId = new Map<string, Line>();
  const byCall = new Map<CallId, Line>();
  const ended = createMemory(REMEMBERED);

  function dropLeg(leg: Leg): void {
    clearTimeout(leg.ringing);
    legs.delete(leg.native);
    leg.line.others.delete(leg);
    for (const [other, successor] of successors) if (successor === leg) successors.delete(other);
  }
  function dropLine(line: Line): void {
    lines.delete(line);
    if (line.callId !== null) byCallId.delete(line.callId);
    if (line.call !== null && byCall.get(line.call) === line) byCall.delete(line.call);
  }
  /** Nothing is known of its end. */
  function forgetOldest(): void {
    for (const line of lines) {
      for (const leg of [line.main, ...line.others]) dropLeg(leg);
      dropLine(line);
      return;
    }
  }

  return {
    legs,
    lines,
    named: (native) => legs.get(native) ?? successors.get(native),
    succeed: (leg, other) => void successors.set(other, leg),
    add(leg) {
      legs.set(leg.native, leg);
      if (leg !== leg.line.main) leg.line.others.add(leg);
      else if (lines.add(leg.line).size > MOST_LINES) forgetOldest();
    },
    remove(leg) {
      const { line } = leg;
      dropLeg(leg);
      ended.isNew(leg.native);
      if (leg !== line.main) return;
      dropLine(line);
      for (const awaits of line.awaitingEnd) awaits();
      if (line.callId !== null) ended.isNew(line.callId);
    },
    name(line, callId) {
      line.callId = callId;
      byCallId.set(callId, line);
    },
    assign(line, call) {
      line.call = call;
      byCall.set(call, line);
    },
    byCallId: (callId) => byCallId.get(callId),
    byCall: (call) => byCall.get(call),
    hasEnded: (id) => ended.has(id),
  };
}

/** Makes a line and the leg that it begins with. */
export function newLine(
  given: Pick<Line, 'uuid' | 'from' | 'to'>,
  main: Pick<Leg, 'native' | 'origin' | 'number' | 'isPhone' | 'state'>,
): Line {
  const line: Line = {
    ...given,
    callId: null,
    call: null,
    others: new Set(),
    hungUp: null,
    awaitingEnd: new Set(),
    // The two name each other.
    get main() {
      return leg;
    },
  };
  const leg = newLeg(line, main);
  return line;
}

export const newLeg = (
  line: Line,
  given: Pick<Leg, 'native' | 'origin' | 'number' | 'isPhone' | 'state'> & { readonly insteadOf?: Leg | null },
): Leg => ({
  line,
  mode: null,
  insteadOf: null,
  isLeaving: false,
  awaitingAnswer: new Set(),
  ringing: undefined,
  ...given,
});

/** Whom on the line an event with that number is about; the one it began with where it is nobody else. */
export const byNumber = (line: Line, number: string): Leg =>
  [...line.others].findLast((leg) => isSameNumber(leg.number, number)) ?? line.main;

/** Remembers so many texts, and which of them are new. */
export interface Memory {
  has(text: string): boolean;
  /** True the first time. */
  isNew(text: string): boolean;
}

export function createMemory(most: number): Memory {
  const known = new Set<string>();
  return {
    has: (text) => known.has(text),
    isNew(text) {
      if (known.has(text)) return false;
      known.add(text);
      if (known.size > most)
        for (const oldest of known) {
          known.delete(oldest);
          break;
        }
      return true;
    },
  };
}
