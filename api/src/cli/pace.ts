import { setImmediate, setTimeout } from 'node:timers/promises';
import type { Day } from '@legwork/sim';

/** The grid on which a day is run: whatever the pace, it is looked at at the same moments. */
export const MINUTE_MS = 60_000;

/** Lives through the day minute by minute, each taking `msPerMinute` of real time, until it is over or `isStopped`. */
export async function liveThrough(
  day: Day,
  {
    msPerMinute,
    isStopped,
    onMinute,
  }: { readonly msPerMinute: number; readonly isStopped: () => boolean; readonly onMinute: () => void },
): Promise<void> {
  const startedMs = performance.now();
  const firstMs = day.clockMs();
  while (!day.isOver && !isStopped()) {
    day.runUntil((Math.floor(day.clockMs() / MINUTE_MS) + 1) * MINUTE_MS);
    onMinute();
    const dueMs = startedMs + ((day.clockMs() - firstMs) / MINUTE_MS) * msPerMinute;
    const waitMs = dueMs - performance.now();
    // Even without a wait: signals and the terminal want their turn.
    await (waitMs > 0 ? setTimeout(waitMs) : setImmediate());
  }
}
