import type { HoursNode } from './routing.ts';
import { days } from './routing.ts';

const minutesPerDay = 24 * 60;

/**
 * True while the node's hours are open at `atMs`, milliseconds since the Unix epoch.
 * Local time is UTC plus the node's fixed offset: there is no daylight saving. Time is counted as POSIX does, without leap seconds.
 */
export function isOpen({ utcOffsetMinutes, open, closedOn }: HoursNode, atMs: number): boolean {
  const minutes = Math.floor(atMs / 60_000) + utcOffsetMinutes;
  const day = Math.floor(minutes / minutesPerDay);
  const minute = minutes - day * minutesPerDay;
  const weekday = days[modulo(day + thursday, 7)];
  return (
    open.some(
      ({ days, from, to }) =>
        days.some((name) => name === weekday) && minute >= minuteOf(from) && minute < minuteOf(to),
    ) && !closedOn.includes(dateOf(day))
  );
}

/** The Unix epoch fell on a Thursday. */
const thursday = days.indexOf('thu');

/** The minute of the day that `HH:MM` means, 0 to 1440. */
export const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** From 1 March 2000 on, every four centuries have the same days. A year that starts in March has its leap day at the end. */
const epochToMarch2000 = 11_017;
const daysPer400Years = 146_097;
const daysPerCentury = 36_524;
const daysPer4Years = 1_461;
const monthsFromMarch = [31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 31, 29];

/** The date, `YYYY-MM-DD`, of the day that many days after 1970-01-01 in the Gregorian calendar, for years 0 to 9999. */
export function dateOf(day: number): string {
  const sinceMarch2000 = day - epochToMarch2000;
  const cycles = Math.floor(sinceMarch2000 / daysPer400Years);
  let left = sinceMarch2000 - cycles * daysPer400Years;
  // The last century of a cycle and the last year of four are a day longer than the others: hence at most 3 of each.
  const centuries = Math.min(3, Math.floor(left / daysPerCentury));
  left -= centuries * daysPerCentury;
  const fours = Math.floor(left / daysPer4Years);
  left -= fours * daysPer4Years;
  const years = Math.min(3, Math.floor(left / 365));
  left -= years * 365;

  let month = 3;
  for (const length of monthsFromMarch) {
    if (left < length) break;
    left -= length;
    month += 1;
  }
  const marchYear = 2000 + cycles * 400 + centuries * 100 + fours * 4 + years;
  return month <= 12 ? written(marchYear, month, left + 1) : written(marchYear + 1, month - 12, left + 1);
}

/** True for a date, `YYYY-MM-DD`, that the Gregorian calendar has. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const year = Number(text.slice(0, 4));
  const month = Number(text.slice(5, 7));
  const day = Number(text.slice(8));
  return month >= 1 && month <= 12 && day >= 1 && day <= lengthOfMonth(year, month);
}

function lengthOfMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

const written = (year: number, month: number, day: number): string =>
  `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;

const modulo = (value: number, divisor: number): number => value - Math.floor(value / divisor) * divisor;
