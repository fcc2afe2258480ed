/**
 * An event of FreeSWITCH, read where it is asked for: of some two hundred headers an application needs a dozen, and looking one up in the text
 * costs less than making an object of all. The text holds one character for each byte of the event.
 */
export interface EslEvent {
  readonly format: 'json' | 'plain';
  readonly text: string;
}

/** The event of the body of a frame. */
export const eventOf = (format: EslEvent['format'], body: Buffer): EslEvent => ({
  format,
  text: body.toString('latin1'),
});

/**
 * The value of one header, undefined where the event has none or is malformed. A header with several values gives them as FreeSWITCH writes
 * them in plain events: `ARRAY::one|:two`.
 *
 * Plain events are lossy: FreeSWITCH leaves a percent sign of the value itself as it is, so that `%41` comes out as `A`. Ask for JSON.
 */
export const header = (event: EslEvent, name: string): string | undefined =>
  event.format === 'json' ? jsonHeader(event.text, name) : plainHeader(event.text, name);

/** What stands behind the headers: the result of a job. */
export const bodyOf = (event: EslEvent): string | undefined => {
  if (event.format === 'json') return jsonHeader(event.text, '_body');
  const end = event.text.indexOf('\n\n');
  const body = end < 0 ? '' : event.text.slice(end + 2);
  return body === '' ? undefined : utf8(body);
};

// Names are written in the code, so that there are few.
const needles = new Map<string, string>();
const needleOf = (name: string): string => {
  let needle = needles.get(name);
  if (needle === undefined) {
    needle = `"${name}":`;
    needles.set(name, needle);
  }
  return needle;
};

/** Within a value each quotation mark is escaped: a name with its marks and a colon is found nowhere but where it is the name. */
const jsonHeader = (text: string, name: string): string | undefined => {
  const needle = needleOf(name);
  const found = text.indexOf(needle);
  if (found < 0) return undefined;
  const at = found + needle.length;
  if (text[at] === '[') return jsonList(text, at);
  return text[at] === '"' ? jsonText(text, at)?.value : undefined;
};

const jsonText = (text: string, at: number): { readonly value: string; readonly end: number } | undefined => {
  let end = text.indexOf('"', at + 1);
  while (end > 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  if (end < 0) return undefined;
  const raw = text.slice(at + 1, end);
  if (!raw.includes('\\')) return { value: utf8(raw), end };
  try {
    const value: unknown = JSON.parse(utf8(text.slice(at, end + 1)));
    return typeof value === 'string' ? { value, end } : undefined;
  } catch {
    // No JSON: the header cannot be read, and is not there.
    return undefined;
  }
};

const isEscaped = (text: string, mark: number): boolean => {
  let at = mark;
  while (text[at - 1] === '\\') at -= 1;
  return (mark - at) % 2 === 1;
};

const jsonList = (text: string, start: number): string | undefined => {
  const values: string[] = [];
  let at = start + 1;
  while (text[at] === '"') {
    const one = jsonText(text, at);
    if (one === undefined) return undefined;
    values.push(one.value);
    at = text[one.end + 1] === ',' ? one.end + 2 : one.end + 1;
  }
  return text[at] === ']' ? `ARRAY::${values.join('|:')}` : undefined;
};

const plainHeader = (text: string, name: string): string | undefined => {
  const starts = `${name}: `;
  const found = text.startsWith(starts) ? 0 : text.indexOf(`\n${starts}`) + 1;
  if (found === 0 && !text.startsWith(starts)) return undefined;
  // The body is no header.
  const empty = text.indexOf('\n\n');
  if (empty >= 0 && found > empty) return undefined;
  const lineEnd = text.indexOf('\n', found);
  const raw = text.slice(found + starts.length, lineEnd < 0 ? text.length : lineEnd);
  return raw.includes('%') ? utf8(unescaped(raw)) : utf8(raw);
};

const unescaped = (raw: string): string =>
  raw.replaceAll(/%([0-9A-Fa-f]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));

const beyondAscii = /[\u0080-\u00FF]/;
const utf8 = (bytes: string): string =>
  beyondAscii.test(bytes) ? Buffer.from(bytes, 'latin1').toString('utf8') : bytes;
