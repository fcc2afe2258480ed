import { useEffect, useRef, useSyncExternalStore, type RefObject } from 'react';

// How far the service's clock is ahead of this machine's, by the last answer that told its time.
let aheadMs = 0;

/** The time at the service, in milliseconds since the epoch. */
export const serviceNow = (): number => Date.now() + aheadMs;

/** An answer says what time it is at the service, to the second: less than two seconds apart is not worth correcting. */
export const hearTime = (date: string | null): void => {
  const there = date === null ? Number.NaN : Date.parse(date);
  const ahead = there - Date.now();
  if (!Number.isNaN(ahead)) aheadMs = Math.abs(ahead) < 2_000 ? 0 : ahead;
};

// When what is shown was true last; null while it is true now.
let shownAt: number | null = null;

/** Stops every clock of the page at a moment, or lets them run again. */
export const stopClocks = (at: number | null): void => {
  shownAt = at;
};

/** The time of what is shown. It stands while the service is out of reach: what has become of it since then nobody knows. */
export const shownNow = (): number => shownAt ?? serviceNow();

const each = new Set<() => void>();
let beating: number | undefined;

/** Runs something at every full second; all clocks of the page move together. */
const onSecond = (run: () => void): (() => void) => {
  each.add(run);
  beating ??= window.setInterval(() => {
    for (const one of each) one();
  }, 1_000);
  return () => {
    each.delete(run);
    if (each.size > 0) return;
    window.clearInterval(beating);
    beating = undefined;
  };
};

/** A text that depends on the time, written into the page each second without drawing anything again. */
export const useRunningText = (
  textAt: (nowMs: number) => string,
  clock: () => number = shownNow,
): RefObject<HTMLSpanElement | null> => {
  const element = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const write = (): void => {
      const text = textAt(clock());
      if (element.current !== null && element.current.textContent !== text) element.current.textContent = text;
    };
    write();
    return onSecond(write);
  }, [textAt, clock]);
  return element;
};

let second = 0;
const tellSeconds = (told: () => void): (() => void) =>
  onSecond(() => {
    second = Math.floor(serviceNow() / 1_000);
    told();
  });

/** Draws again each second, for what has more than a text to change. */
export const useSeconds = (): number =>
  useSyncExternalStore(tellSeconds, () => {
    second ||= Math.floor(serviceNow() / 1_000);
    return second;
  });
