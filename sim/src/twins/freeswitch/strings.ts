/** What FreeSWITCH reads out of its command strings. */

/** Words between spaces; single quotation marks hold one together, and a backslash takes the next character as it is. */
export const wordsOf = (text: string): readonly string[] => {
  const words: string[] = [];
  let word = '';
  let isQuoted = false;
  let isWord = false;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const one = text.charAt(at);
    if (one === "'" && depth === 0) {
      isQuoted = !isQuoted;
      isWord = true;
    } else if (one === ' ' && !isQuoted && depth === 0) {
      if (isWord) words.push(word);
      word = '';
      isWord = false;
    } else {
      if (one === '{' || one === '[') depth += 1;
      if ((one === '}' || one === ']') && depth > 0) depth -= 1;
      word += one;
      isWord = true;
    }
  }
  if (isWord) words.push(word);
  return words;
};

/** How long somebody is rung where nothing is said of it, in ms. */
export const RING_MS = 60_000;

/** A dial string: `{a=1,b='x y'}[c=2]sofia/lab/agent1@127.0.0.1:5090`. */
export interface DialString {
  readonly variables: ReadonlyMap<string, string>;
  /** `sofia/lab/agent1@127.0.0.1:5090` */
  readonly url: string;
  /** `agent1` */
  readonly user: string;
}

export const dialStringOf = (text: string): DialString => {
  const variables = new Map<string, string>();
  let rest = text;
  for (let open = rest.charAt(0); open === '{' || open === '['; open = rest.charAt(0)) {
    const end = rest.indexOf(open === '{' ? '}' : ']');
    if (end < 0) break;
    for (const [name, value] of assignments(rest.slice(1, end))) variables.set(name, value);
    rest = rest.slice(end + 1);
  }
  const user = (rest.split('/').at(-1) ?? '').split('@')[0] ?? '';
  return { variables, url: rest, user };
};

/** What lies between separators; single quotation marks hold one together. */
const between = (list: string, separator: string): readonly string[] => {
  const parts: string[] = [];
  let part = '';
  let isQuoted = false;
  for (const one of list) {
    if (one === "'") isQuoted = !isQuoted;
    if (one === separator && !isQuoted) {
      parts.push(part);
      part = '';
    } else part += one;
  }
  return [...parts, part];
};

const assignments = (text: string): readonly (readonly [string, string])[] => {
  // `^^:` makes the colon the separator.
  const separator = text.startsWith('^^') ? text.charAt(2) : ',';
  const list = text.startsWith('^^') ? text.slice(3) : text;
  return between(list, separator).flatMap((part) => {
    const equals = part.indexOf('=');
    return equals < 0 ? [] : [[part.slice(0, equals), part.slice(equals + 1).replaceAll("'", '')] as const];
  });
};

/** One step of a dialplan: an application and what it is given. */
export interface Application {
  readonly name: string;
  readonly data: string;
}

/** `eavesdrop:A,park`, or with another separator `m:^:set:a=b^park`. */
export const inlineOf = (text: string): readonly Application[] => {
  const [, own] = /^m:(.):/.exec(text) ?? [];
  const list = own === undefined ? text.split(',') : text.slice(4).split(own);
  return list.map(applicationOf);
};

export const applicationOf = (text: string): Application => {
  const colon = text.indexOf(':');
  return colon < 0 ? { name: text, data: '' } : { name: text.slice(0, colon), data: text.slice(colon + 1) };
};

/** `&park()`, `&bridge(sofia/…)`. */
export const ampersandOf = (text: string): Application => {
  const [, name = '', data = ''] = /^&([^(]*)(?:\((.*)\))?$/s.exec(text) ?? [];
  return { name, data };
};
