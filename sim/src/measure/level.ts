/** A quantity that holds for a time, such as the length of a queue or the number of agents who talk, and its average over time. */
export interface Level {
  readonly value: number;
  /** The greatest value held since the start or the last {@link restart}. */
  readonly max: number;
  /** The value holds from `atMs` on. @throws RangeError when `atMs` lies before the last change. */
  set(atMs: number, value: number): void;
  /** The value changes by `delta` at `atMs`. */
  change(atMs: number, delta: number): void;
  /** The integral of the value over the time up to `untilMs`, divided by that time; NaN over no time. */
  average(untilMs: number): number;
  /** Forgets the past and keeps the value: the end of a warm-up. */
  restart(atMs: number): void;
}

export function createLevel(startMs = 0, initial = 0): Level {
  let value = initial;
  let max = initial;
  let sinceMs = startMs;
  let changedMs = startMs;
  let area = 0;

  function holdUntil(atMs: number): void {
    if (!(atMs >= changedMs)) throw new RangeError(`${atMs} ms lies before the last change at ${changedMs} ms`);
    area += value * (atMs - changedMs);
    changedMs = atMs;
  }

  function set(atMs: number, next: number): void {
    if (!Number.isFinite(next)) throw new RangeError(`a level is a finite number, not ${next}`);
    holdUntil(atMs);
    value = next;
    if (value > max) max = value;
  }

  return {
    get value() {
      return value;
    },
    get max() {
      return max;
    },
    set,
    change: (atMs, delta) => set(atMs, value + delta),
    average(untilMs) {
      holdUntil(untilMs);
      return area / (untilMs - sinceMs);
    },
    restart(atMs) {
      holdUntil(atMs);
      area = 0;
      sinceMs = atMs;
      max = value;
    },
  };
}
