import { createCalendar } from './calendar.ts';
import type { EventHandle, Schedulable } from './calendar.ts';
import { createClock } from './clock.ts';

/**
 * A calendar and a clock that move together: each item happens at its time, one after the other, on the thread that runs them.
 * While an item happens it may schedule, cancel and stop, but not run: a simulation does not re-enter itself.
 */
export interface Simulation<T extends Schedulable> {
  /** The virtual time, in whole milliseconds. */
  now(): number;
  /** How many items are still to happen. */
  readonly pending: number;
  /** The time of the next item in ms; Infinity when none waits. */
  peekTime(): number;
  /** Schedules an item for a time, now included. @throws RangeError when `atMs` is not a safe integer or has passed. */
  at(atMs: number, item: T): EventHandle;
  /** Schedules an item `delayMs` from now. @throws RangeError when `delayMs` is not a safe integer or is negative. */
  after(delayMs: number, item: T): EventHandle;
  /** Takes an item out before it happens. False when it has happened or was cancelled. */
  cancel(handle: EventHandle): boolean;
  /** Lets the next item happen. False when none waits. */
  step(): boolean;
  /** Lets everything up to and including `untilMs` happen; when it ends as `reached`, the clock stands at `untilMs`. */
  runUntil(untilMs: number, bounds?: RunBounds): RunEnd;
  /** Lets everything happen. Ends as `empty`, unless stopped or out of its bounds: a world that reschedules for ever needs `maxEvents`. */
  runUntilEmpty(bounds?: RunBounds): RunEnd;
  /** Ends the run that is under way after the item that is happening. Without a run it does nothing. */
  stop(): void;
}

export interface RunBounds {
  /** How many items may happen before the run ends as `exhausted`: a guard against events that breed at one instant. */
  readonly maxEvents?: number;
}

/** Why a run ended: its time was reached, nothing was left, it was stopped, or it used up `maxEvents`. */
export type RunEnd = 'reached' | 'empty' | 'stopped' | 'exhausted';

/** A simulation that stands at `startMs` and has nothing scheduled. `happen` is called for each item, with the clock at its time. */
export function createSimulation<T extends Schedulable>(
  happen: (item: T, nowMs: number) => void,
  { startMs = 0 }: { readonly startMs?: number } = {},
): Simulation<T> {
  const clock = createClock(startMs);
  const calendar = createCalendar<T>({ startMs });
  let running = false;
  let stopped = false;

  function takeNext(): boolean {
    const atMs = calendar.peekTime();
    const item = calendar.next();
    if (item === undefined) return false;
    clock.advanceTo(atMs);
    happen(item, atMs);
    return true;
  }

  function exclusively<R>(run: () => R): R {
    if (running) throw new Error('the simulation is running: an item that happens may schedule, but not run');
    running = true;
    stopped = false;
    try {
      return run();
    } finally {
      running = false;
    }
  }

  function runWhile(lastMs: number, maxEvents: number): RunEnd {
    let happened = 0;
    while (calendar.size > 0 && calendar.peekTime() <= lastMs) {
      if (happened === maxEvents) return 'exhausted';
      takeNext();
      happened += 1;
      if (stopped) return 'stopped';
    }
    return calendar.size > 0 ? 'reached' : 'empty';
  }

  return {
    now: () => clock.now(),
    get pending() {
      return calendar.size;
    },
    peekTime: () => calendar.peekTime(),
    at(atMs, item) {
      if (atMs < clock.now()) throw new RangeError(`${atMs} ms is in the past: the clock stands at ${clock.now()} ms`);
      return calendar.schedule(atMs, item);
    },
    after(delayMs, item) {
      if (delayMs < 0) throw new RangeError(`a delay of ${delayMs} ms lies in the past`);
      return calendar.schedule(clock.now() + delayMs, item);
    },
    cancel: (handle) => calendar.cancel(handle),
    step: () => exclusively(takeNext),
    runUntil: (untilMs, { maxEvents = Infinity } = {}) =>
      exclusively(() => {
        const end = runWhile(untilMs, maxEvents);
        if (end === 'stopped' || end === 'exhausted') return end;
        clock.advanceTo(untilMs);
        return 'reached';
      }),
    runUntilEmpty: ({ maxEvents = Infinity } = {}) => exclusively(() => runWhile(Infinity, maxEvents)),
    stop() {
      stopped = true;
    },
  };
}
