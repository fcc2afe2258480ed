/** ISO 8601 in UTC, to the millisecond, with the offset as Asterisk writes it. */
export function timestampOf(ms: number): string {
  const days = Math.floor(ms / DAY_MS);
  const rest = Math.floor(ms - days * DAY_MS);
  const [hours, minutes, seconds, millis] = [rest / 3_600_000, (rest / 60_000) % 60, (rest / 1000) % 60, rest % 1000];
  return `${dateOf(days)}T${padded(hours, 2)}:${padded(minutes, 2)}:${padded(seconds, 2)}.${padded(millis, 3)}+0000`;
}

const DAY_MS = 86_400_000;
const padded = (value: number, digits: number): string => String(Math.floor(value)).padStart(digits, '0');

/** The date of a day counted from 1 January 1970, in eras of 400 years that begin in March. */
function dateOf(days: number): string {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const month = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * month + 2) / 5) + 1;
  const year = yearOfEra + era * 400 + (month >= 10 ? 1 : 0);
  return `${padded(year, 4)}-${padded(month < 10 ? month + 3 : month - 9, 2)}-${padded(day, 2)}`;
}
