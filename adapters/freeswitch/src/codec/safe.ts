/**
 * What may stand in a command. FreeSWITCH splits commands at line breaks and spaces, variables at commas (or at whatever follows `^^`), lists of
 * applications at commas, dial strings at bars, and expands `${…}` wherever it finds it, which can run any command. None of that can be escaped
 * reliably, so that a text which holds any of it is refused. What is allowed is listed; everything else is not.
 */
export type Safe = string & { readonly safe: unique symbol };

/** Why a text is not let into a command: which part, and what that part may be. Never the text itself, which may be a number. */
export interface Unsafe {
  readonly unsafe: string;
  readonly allowed: string;
}
export const isUnsafe = (value: string | Unsafe): value is Unsafe => typeof value === 'object';

interface Shape {
  readonly pattern: RegExp;
  readonly allowed: string;
}
const shapes = {
  uuid: {
    pattern: /^[A-Za-z0-9](?:[A-Za-z0-9._-]){0,127}$/,
    allowed: 'letters, digits, full stops, hyphens and underscores',
  },
  /** What is dialled: a number, an extension, or a user at a host. */
  endpoint: {
    pattern: /^\+?[A-Za-z0-9*#](?:[A-Za-z0-9._*#-]){0,127}(?:@[A-Za-z0-9](?:[A-Za-z0-9.-]){0,252}(?::\d{1,5})?)?$/,
    allowed: 'a number, an extension, or user@host',
  },
  digits: { pattern: /^[0-9A-D*#]{1,64}$/, allowed: '0 to 9, A to D, * and #' },
  /** A file or a stream, without parameters. */
  sound: {
    pattern: /^(?!.*\.\.)(?:[a-z_]{1,24}:\/\/)?[A-Za-z0-9_/](?:[A-Za-z0-9_./-]){0,255}$/,
    allowed: 'a path or a stream of letters, digits, full stops, slashes, hyphens and underscores, without ..',
  },
} as const satisfies Readonly<Record<string, Shape>>;

/** What of a text is for people to read, such as a number to show; it goes between single quotation marks. The rest is left out. */
export const wordsOf = (text: string): string => text.replaceAll(/[^\p{L}\p{M}\p{N} _.+@*#-]/gu, '').slice(0, 128);

/** The text as it may stand in a command; or why it may not. */
export const safe = (shape: keyof typeof shapes, text: string): Safe | Unsafe => {
  const { pattern, allowed } = shapes[shape];
  return pattern.test(text) ? (text as Safe) : { unsafe: shape, allowed };
};
