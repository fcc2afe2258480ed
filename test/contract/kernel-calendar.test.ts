import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCalendar } from '../../sim/src/kernel/index.ts';
import type { EventHandle } from '../../sim/src/kernel/index.ts';

describe('the event calendar', () => {
  it('gives items back in order of time', () => {
    const calendar = createCalendar<string>();
    calendar.schedule(30, 'third');
    calendar.schedule(10, 'first');
    calendar.schedule(20, 'second');
    expect(drain(calendar)).toEqual(['first', 'second', 'third']);
  });

  it('gives items of the same time back in the order they were scheduled', () => {
    const calendar = createCalendar<number>();
    const items = Array.from({ length: 1000 }, (_, i) => i);
    for (const item of items) calendar.schedule(7, item);
    expect(drain(calendar)).toEqual(items);
  });

  it('does what a sorted list does, whatever is scheduled, cancelled and taken', () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 400 }), (operations) => {
        const calendar = createCalendar<number>({ capacity: 1 });
        const model: { readonly atMs: number; readonly item: number }[] = [];
        const scheduled: { readonly handle: EventHandle; readonly item: number }[] = [];
        let nowMs = 0;
        for (const { kind, n } of operations) {
          if (kind === 'schedule') {
            const item = scheduled.length;
            const atMs = nowMs + n;
            scheduled.push({ item, handle: calendar.schedule(atMs, item) });
            const after = model.findIndex((other) => other.atMs > atMs);
            model.splice(after < 0 ? model.length : after, 0, { atMs, item });
          } else if (kind === 'cancel' && scheduled.length > 0) {
            const target = scheduled[n % scheduled.length];
            const place = model.findIndex(({ item }) => item === target?.item);
            expect(target && calendar.cancel(target.handle)).toBe(place >= 0);
            if (place >= 0) model.splice(place, 1);
          } else if (kind === 'take') {
            expect(calendar.peekTime()).toBe(model[0]?.atMs ?? Infinity);
            const expected = model.shift();
            nowMs = expected?.atMs ?? nowMs;
            expect(calendar.next()).toBe(expected?.item);
          }
          expect(calendar.size).toBe(model.length);
        }
        expect(drain(calendar)).toEqual(model.map(({ item }) => item));
      }),
      { seed: 19990201, numRuns: 300 },
    );
  });

  it('cancels an item once, and never the one that took its place', () => {
    const calendar = createCalendar<string>();
    const first = calendar.schedule(1, 'first');
    expect(calendar.cancel(first)).toBe(true);
    expect(calendar.cancel(first)).toBe(false);
    calendar.schedule(2, 'second');
    expect(calendar.cancel(first)).toBe(false);
    expect(drain(calendar)).toEqual(['second']);
  });

  it('does not cancel an item that was taken', () => {
    const calendar = createCalendar<string>();
    const handle = calendar.schedule(1, 'taken');
    calendar.next();
    expect(calendar.cancel(handle)).toBe(false);
  });

  it.each([NaN, Infinity, 0.5, 2 ** 53])('refuses the time %s', (atMs) => {
    expect(() => createCalendar<string>().schedule(atMs, 'never')).toThrow(RangeError);
  });

  it('refuses a time before the item taken last, and takes that very time', () => {
    const calendar = createCalendar<string>();
    calendar.schedule(10, 'now');
    calendar.next();
    expect(() => calendar.schedule(9, 'past')).toThrow('in the past');
    calendar.schedule(10, 'again');
    expect(calendar.peekTime()).toBe(10);
  });

  it('has nothing to give when nothing waits', () => {
    const calendar = createCalendar<string>();
    expect(calendar.next()).toBeUndefined();
    expect(calendar.peekTime()).toBe(Infinity);
  });
});

const operation = fc.record({
  kind: fc.constantFrom('schedule', 'schedule', 'cancel', 'take'),
  n: fc.nat({ max: 20 }),
});

function drain<T extends string | number>(calendar: ReturnType<typeof createCalendar<T>>): T[] {
  const taken: T[] = [];
  for (let item = calendar.next(); item !== undefined; item = calendar.next()) taken.push(item);
  return taken;
}
