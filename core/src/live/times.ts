import type { CallState, HoldState } from '../vocabulary/index.ts';

/**
 * The three durations of a call record, as they run. Each stands still outside its state, and none is ever taken back:
 * when the call closes they are what `call.closed` reports.
 *
 * - wait: from the first `call.queued` to the first conversation, or to the moment the call begins to close. A call that
 *   was talked on before it was queued has not waited; one that is queued again does not wait again.
 * - talk: all time in the state `talking`, holds and handovers included.
 * - hold: all time while the hold region says `held`; getting there and back does not count.
 */
export interface CallTimes {
  readonly waiting: Stopwatch;
  readonly talking: Stopwatch;
  readonly held: Stopwatch;
  /** True once the wait can begin no more. */
  readonly waitIsOver: boolean;
}

/** Milliseconds counted so far, and since when it runs, if it runs. */
export interface Stopwatch {
  readonly countedMs: number;
  readonly sinceMs: number | null;
}

const stopped: Stopwatch = { countedMs: 0, sinceMs: null };

/** Before anything has happened. */
export const noTimes: CallTimes = { waiting: stopped, talking: stopped, held: stopped, waitIsOver: false };

/** The call was queued: the wait begins, if it ever does. */
export function timesQueued(times: CallTimes, atMs: number): CallTimes {
  return times.waitIsOver ? times : { ...times, waiting: running(times.waiting, true, atMs) };
}

/** The call is in this state from now on. */
export function timesIn(times: CallTimes, state: CallState, hold: HoldState, atMs: number): CallTimes {
  const waitIsOver = times.waitIsOver || endsTheWait(state);
  return {
    waiting: waitIsOver ? running(times.waiting, false, atMs) : times.waiting,
    talking: running(times.talking, state === 'talking', atMs),
    held: running(times.held, hold === 'held', atMs),
    waitIsOver,
  };
}

/** What the stopwatch shows. A moment before its last change shows what it counted until then. */
export function elapsed({ countedMs, sinceMs }: Stopwatch, nowMs: number): number {
  return sinceMs === null ? countedMs : countedMs + Math.max(0, nowMs - sinceMs);
}

const endsTheWait = (state: CallState): boolean => state === 'talking' || state === 'closing' || state === 'closed';

function running(watch: Stopwatch, runs: boolean, atMs: number): Stopwatch {
  if (runs === (watch.sinceMs !== null)) return watch;
  return runs ? { countedMs: watch.countedMs, sinceMs: atMs } : { countedMs: elapsed(watch, atMs), sinceMs: null };
}
