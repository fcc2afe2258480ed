import { invalid } from './problem.ts';

/** A place in a list, as text that nobody has to understand. */
export const writeCursor = (place: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(place)).toString('base64url');

/** @throws ProblemError where the text is no cursor of that many parts. */
export const readCursor = (text: string, parts: number): readonly unknown[] => {
  const place = parse(Buffer.from(text, 'base64url').toString());
  if (!Array.isArray(place) || place.length !== parts) {
    throw invalid([{ pointer: 'cursor', detail: 'is none that a list has given' }]);
  }
  return place as readonly unknown[];
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
};
