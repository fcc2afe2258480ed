import type { WriteStream } from 'node:tty';

/** How many characters a line of a report may have: as many as the terminal shows, 80 where there is none. */
export function pageWidth(out: Pick<WriteStream, 'isTTY' | 'columns'>): number {
  // A terminal that does not know its size says 0.
  return out.isTTY && out.columns > 0 ? Math.max(NARROWEST, out.columns) : 80;
}

const NARROWEST = 40;

/** Breaks a text between words into lines of at most `width` characters; the second and later ones begin with `indent`. */
export function wrapped(text: string, width: number, indent = ''): string {
  const [first = '', ...words] = text.split(/(?<=\S) /);
  const lines = [first];
  for (const word of words) {
    const longer = `${lines.at(-1) ?? ''} ${word}`;
    if (longer.length <= width) lines[lines.length - 1] = longer;
    else lines.push(`${indent}${word}`);
  }
  return lines.join('\n');
}
