/** A clock that stands still until it is told otherwise: the only time there is in a simulation. */
export interface VirtualClock {
  /** The time now, in whole milliseconds. */
  now(): number;
  /**
   * Moves the clock on.
   *
   * @throws RangeError when `atMs` is not a safe integer or lies in the past: virtual time never runs backwards.
   */
  advanceTo(atMs: number): void;
}

/** A clock that stands at `startMs`. */
export function createClock(startMs = 0): VirtualClock {
  if (!Number.isSafeInteger(startMs)) throw new RangeError(`a clock stands at a whole millisecond, not ${startMs}`);
  let nowMs = startMs;
  return {
    now: () => nowMs,
    advanceTo(atMs) {
      if (!Number.isSafeInteger(atMs)) throw new RangeError(`a clock stands at a whole millisecond, not ${atMs}`);
      if (atMs < nowMs) throw new RangeError(`the clock stands at ${nowMs} ms and cannot go back to ${atMs} ms`);
      nowMs = atMs;
    },
  };
}
