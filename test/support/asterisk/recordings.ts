import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

// Transcripts of a real Asterisk. They are large and not part of the repository: where they are not there, the tests go without.
const folder = join(import.meta.dirname, '../../../../shared/recordings/asterisk');

/** Something as JSON has it, in fields. */
export type Fields = Readonly<Record<string, unknown>>;

/** One line of a transcript: at `t` milliseconds something was sent, received or done. */
export type Row =
  | { readonly t: number; readonly k: 'ws-open'; readonly u: string }
  | { readonly t: number; readonly k: 'ws-close'; readonly c: number }
  | { readonly t: number; readonly k: 'ws'; readonly e: Fields }
  | {
      readonly t: number;
      readonly k: 'http';
      readonly q: string;
      readonly body?: unknown;
      readonly code: number;
      /** How long it took to be answered. */
      readonly ms: number;
      readonly r: unknown;
    }
  | { readonly t: number; readonly k: 'ami-tx' | 'ami-rx'; readonly m?: Readonly<Record<string, string>> }
  | {
      readonly t: number;
      readonly k: 'sip-tx' | 'sip-rx';
      readonly ua: string;
      readonly l: string;
      readonly cseq?: string;
      readonly dir?: string;
    }
  | { readonly t: number; readonly k: 'note'; readonly m: string }
  | { readonly t: number; readonly k: 'heard' | 'http-err' | 'ws-refused' };

export const recordingNames: readonly string[] = existsSync(folder)
  ? readdirSync(folder).filter((name) => name.endsWith('.jsonl'))
  : [];

export const readRecording = (name: string): readonly Row[] =>
  readFileSync(join(folder, name), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row);

export const fieldsIn = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {};

export const textIn = (value: unknown): string => (typeof value === 'string' ? value : '');
