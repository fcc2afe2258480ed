/** Reads what others wrote, leniently: the vendor's own samples write numbers and truths as text. */

/** What was read, or why it cannot be: the field and what is allowed there. */
export type Read<T> = { readonly value: T } | { readonly problem: string };

export type Fields = Readonly<Record<string, unknown>>;

/** No text that matters is longer, in UTF-16 units. */
const MOST_TEXT = 2048;

export const textIn = (value: unknown, otherwise: string): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, MOST_TEXT) : otherwise;

export const numberIn = (value: unknown, otherwise: number): number => {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : otherwise;
};

export const truthIn = (value: unknown, otherwise: boolean): boolean => {
  if (value === true || value === 'true' || value === 1 || value === '1') return true;
  return value === false || value === 'false' || value === 0 || value === '0' ? false : otherwise;
};

/** A text that must be there. */
export const wantedText = (fields: Fields, name: string): Read<string> => {
  const value = textIn(fields[name], '');
  return value === '' ? { problem: `${name}: a text is wanted` } : { value };
};

export const fieldsIn = (value: unknown): Fields | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;

export const jsonIn = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Whether somebody can be asked there. */
export const isUrl = (text: string): boolean => /^https?:\/\/[^/]/.test(text);
