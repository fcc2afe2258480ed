import type { JournalBatch, Note } from '../ports/index.ts';
import type { Command } from '../vocabulary/index.ts';
import type { Stride } from './course.ts';
import type { JournalFault } from './journal-fault.ts';
import type { Taken } from './runtime.ts';

/** Somebody who waits for what becomes of a command. */
export interface Asked {
  readonly command: Command;
  readonly isWellFormed: boolean;
  readonly note: Omit<Note, 'command' | 'at'> | undefined;
  resolve(taken: Taken): void;
  reject(fault: JournalFault): void;
}

/** What one turn of the event loop has gathered: all of it becomes durable, or nothing. */
export interface Turn {
  readonly strides: Stride[];
  readonly notes: Note[];
  readonly answers: { readonly asked: Asked; readonly taken: Taken }[];
}

export const newTurn = (): Turn => ({ strides: [], notes: [], answers: [] });

/** As the journal takes it. `performed`: the last entry whose effects were performed before. */
export const batchOf = ({ strides, notes }: Turn, performed: number): JournalBatch => ({
  entries: strides.map(({ entry }) => entry),
  publications: strides.flatMap(({ publications }) => publications),
  notes,
  performed,
});
