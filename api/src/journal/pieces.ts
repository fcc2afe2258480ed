import type { Checkpoint } from '@legwork/core';

/** The texts of a checkpoint that grow with the number of calls. */
export const longTexts = ['engine', 'live'] as const;
export type LongText = (typeof longTexts)[number];

/** A checkpoint without them. */
export type Shortened = Omit<Checkpoint, LongText>;

/** A piece of one of them. */
export interface Piece {
  readonly checkpoint: number;
  readonly text: LongText;
  /** From 0. */
  readonly n: number;
  readonly piece: string;
}

/** Long enough that few are needed, and short enough that whoever waits for the disk meanwhile waits for some milliseconds. */
const LENGTH = 262_144;

/** Cut between characters: half of one would be written as another. */
export const piecesOf = (text: string): readonly string[] => {
  const pieces: string[] = [];
  for (let from = 0; from < text.length;) {
    const end = from + LENGTH;
    const to = isHighSurrogate(text.charCodeAt(end - 1)) ? end - 1 : end;
    pieces.push(text.slice(from, to));
    from = to;
  }
  return pieces;
};

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
