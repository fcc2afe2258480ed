/**
 * The headers of an event, in order. Text is a text of bytes here: one character for each byte of the wire, so that whatever was sent comes back
 * as it was.
 */
export type Fields = readonly (readonly [name: string, value: string])[];

/** As `event json` sends it: a header with several values becomes a list. */
export const jsonOf = (fields: Fields, body?: string): string => {
  const event: Record<string, string | readonly string[]> = {};
  for (const [name, value] of fields) event[name] = value.startsWith('ARRAY::') ? value.slice(7).split('|:') : value;
  if (body !== undefined) {
    event['Content-Length'] = String(body.length);
    event['_body'] = body;
  }
  return JSON.stringify(event);
};

/** As `event plain` sends it: values are escaped, but for what looks escaped already, which comes out wrong at the other end. */
export const plainOf = (fields: Fields, body?: string): string => {
  const lines = fields.map(([name, value]) => `${name}: ${escaped(value)}\n`).join('');
  return body === undefined ? `${lines}\n` : `${lines}Content-Length: ${body.length}\n\n${body}`;
};

const escaped = (value: string): string =>
  value.replaceAll(
    /%(?![0-9A-Fa-f]{2})|[^\u0021-\u007e]|["#&+:;<=>?@[\\\]^`{|}]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
