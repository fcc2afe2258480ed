/** JSON, or undefined where it is none. */
export function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};

/** No field that is read is longer. */
const MAX_TEXT = 500;

/** A text, or a number as one: some send either. Empty where it is neither, or too long. */
export function textIn(value: unknown): string {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.length <= MAX_TEXT ? value : '';
}

/** A whole number, also one that is sent as a text. Null where it is none. */
export function wholeIn(value: unknown): number | null {
  const text = textIn(value);
  return /^-?\d{1,15}$/.test(text) ? Number(text) : null;
}
