import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

// Transcripts of a real FreeSWITCH's event socket. They are large and not part of the repository: where they are not there, the tests go without.
const folder = join(import.meta.dirname, '../../../../shared/recordings/freeswitch');

/** One part of a transcript: what was sent or received in one go, or a remark. */
export interface Part {
  readonly by: 'us' | 'switch' | 'remark' | 'end';
  readonly at: number;
  readonly text: string;
}

export const recordingNames: readonly string[] = existsSync(folder)
  ? readdirSync(folder).filter((name) => name.endsWith('.txt'))
  : [];

const speakers = { '>>>': 'us', '<<<': 'switch', '###': 'remark' } as const;

/** The parts of a transcript, in order. What was received holds exactly the bytes of its frame. */
export const readRecording = (name: string): readonly Part[] => {
  // A character is a byte.
  const [, ...pieces] = readFileSync(join(folder, name), 'latin1').split(/^(<<<|>>>|###) (\d{10}\.\d+)\n/m);
  const parts: Part[] = [];
  for (let n = 0; n + 2 < pieces.length; n += 3) {
    const by = speakers[pieces[n] as keyof typeof speakers];
    const text = pieces[n + 2] ?? '';
    const at = Number(pieces[n + 1]);
    if (text.startsWith('[TCP closed')) parts.push({ by: 'end', at, text: '' });
    else parts.push({ by, at, text: by === 'switch' ? frameOf(text) : text });
  }
  return parts;
};

/** The transcript ends each part with a line break, which is none of the frame's. */
const frameOf = (text: string): string => {
  const head = text.indexOf('\n\n') + 2;
  const length = Number(/^Content-Length: (\d+)$/m.exec(text.slice(0, head))?.[1] ?? 0);
  return text.slice(0, head + length);
};

/** All that a switch sent on the connection of a recording, as bytes. */
export const receivedIn = (name: string): Buffer =>
  Buffer.from(
    readRecording(name)
      .filter(({ by }) => by === 'switch')
      .map(({ text }) => text)
      .join(''),
    'latin1',
  );
