import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateOf, isDate } from '../../core/src/flow/hours.ts';
import { isOpen } from '../../core/src/flow/index.ts';
import type { HoursNode, Opening } from '../../core/src/flow/index.ts';
import { asId } from '../../core/src/vocabulary/index.ts';

const dayMs = 86_400_000;
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

const hours = (open: readonly Opening[], parts: Partial<HoursNode> = {}): HoursNode => ({
  kind: 'hours',
  utcOffsetMinutes: 0,
  open,
  closedOn: [],
  inside: asId('inside'),
  outside: asId('outside'),
  ...parts,
});
const at = (text: string): number => Date.parse(text);

describe('office hours', () => {
  const office = hours([{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '07:00', to: '19:30' }]);

  it('begin with the minute they name and end before the one they name', () => {
    expect(isOpen(office, at('2024-02-29T06:59:59.999Z'))).toBe(false);
    expect(isOpen(office, at('2024-02-29T07:00:00.000Z'))).toBe(true);
    expect(isOpen(office, at('2024-02-29T19:29:59.999Z'))).toBe(true);
    expect(isOpen(office, at('2024-02-29T19:30:00.000Z'))).toBe(false);
  });

  it('are closed on days they do not name', () => {
    expect(isOpen(office, at('2024-03-02T12:00Z'))).toBe(false);
    expect(isOpen(office, at('2024-03-03T12:00Z'))).toBe(false);
    expect(isOpen(office, at('2024-03-04T12:00Z'))).toBe(true);
  });

  it('last until midnight where they end at 24:00', () => {
    const late = hours([{ days: ['sat'], from: '07:00', to: '24:00' }]);
    expect(isOpen(late, at('2024-03-02T23:59:59.999Z'))).toBe(true);
    expect(isOpen(late, at('2024-03-03T00:00Z'))).toBe(false);
  });

  it('are local: seven hours ahead of UTC, Monday begins on Sunday afternoon', () => {
    const hanoi = hours([{ days: ['mon'], from: '00:00', to: '01:00' }], { utcOffsetMinutes: 420 });
    expect(isOpen(hanoi, at('2024-03-03T16:59Z'))).toBe(false);
    expect(isOpen(hanoi, at('2024-03-03T17:00Z'))).toBe(true);
    expect(isOpen(hanoi, at('2024-03-03T18:00Z'))).toBe(false);
  });

  it('know no daylight saving', () => {
    const berlin = hours([{ days: ['mon'], from: '09:00', to: '10:00' }], { utcOffsetMinutes: 60 });
    expect(isOpen(berlin, at('2024-01-15T08:00Z'))).toBe(true);
    expect(isOpen(berlin, at('2024-07-15T08:00Z'))).toBe(true);
  });

  it('are closed on a local date that is named, from midnight to midnight', () => {
    const everyDay = [{ days: weekdays, from: '00:00', to: '24:00' }];
    const newYear = hours(everyDay, { utcOffsetMinutes: -300, closedOn: ['2025-01-01'] });
    expect(isOpen(newYear, at('2025-01-01T04:59Z'))).toBe(true);
    expect(isOpen(newYear, at('2025-01-01T05:00Z'))).toBe(false);
    expect(isOpen(newYear, at('2025-01-02T04:59Z'))).toBe(false);
    expect(isOpen(newYear, at('2025-01-02T05:00Z'))).toBe(true);
  });

  it('agree with the calendar of the machine at any time, before 1970 too', () => {
    const times = fc.record({ from: fc.nat({ max: 1_439 }), length: fc.integer({ min: 1, max: 1_440 }) });
    fc.assert(
      fc.property(
        fc.subarray([...weekdays], { minLength: 1 }),
        times,
        fc.integer({ min: -720, max: 840 }),
        fc.integer({ min: at('1900-01-01'), max: at('2200-01-01') }),
        (days, { from, length }, utcOffsetMinutes, atMs) => {
          const to = Math.min(1_440, from + length);
          const local = new Date(atMs + utcOffsetMinutes * 60_000);
          const minute = local.getUTCHours() * 60 + local.getUTCMinutes();
          const today = weekdays[local.getUTCDay()] ?? 'mon';
          const node = hours([{ days, from: clock(from), to: clock(to) }], { utcOffsetMinutes });
          expect(isOpen(node, atMs)).toBe(days.includes(today) && minute >= from && minute < to);
          expect(isOpen({ ...node, closedOn: [local.toISOString().slice(0, 10)] }, atMs)).toBe(false);
        },
      ),
    );
  });
});

describe('the calendar', () => {
  it('names every day of eight centuries as the machine does', () => {
    const first = at('1600-01-01') / dayMs;
    const last = at('2400-12-31') / dayMs;
    let named = 0;
    for (let day = first; day <= last; day += 1) {
      if (dateOf(day) === new Date(day * dayMs).toISOString().slice(0, 10)) named += 1;
    }
    expect(named).toBe(last - first + 1);
  });

  it.each(['0000-02-29', '2000-02-29', '2024-02-29', '2023-12-31', '9999-04-30'])('has a %s', (date) => {
    expect(isDate(date)).toBe(true);
  });

  it.each([
    '2023-02-29',
    '1900-02-29',
    '2024-04-31',
    '2024-13-01',
    '2024-00-10',
    '2024-01-00',
    '2024-1-1',
    '24-01-01',
    '',
  ])('has no %j', (date) => {
    expect(isDate(date)).toBe(false);
  });
});

const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
