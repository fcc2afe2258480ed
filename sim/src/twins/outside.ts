/** What clients write, as something a twin can go by. */

/** Nothing lasts longer, in ms: a day. */
export const LONGEST_MS = 86_400_000;
/** So much text may wait for its end, in UTF-16 units. */
export const MOST_HELD = 0x10_0000;

/** A time in units of `unitMs`, in whole ms; `otherwiseMs` where it is none, or not above 0. */
export function durationIn(text: string | undefined, unitMs: number, otherwiseMs: number): number {
  const ms = Math.round(Number(text) * unitMs);
  return ms > 0 ? Math.min(ms, LONGEST_MS) : otherwiseMs;
}

/** What stands in a table under a name that nobody vouches for. */
export const entryOf = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;
