import type { Input } from '../vocabulary/index.ts';

/** An input as the engine took it: its number, its time. Replaying them in order gives the same state. */
export interface JournalEntry {
  readonly seq: number;
  readonly at: number;
  readonly input: Input;
}

/** Where inputs are kept before their effects are performed. */
export interface Journal {
  /** Resolves when the entries are durable. Rejects with a fault that has a `cause`; then nothing was acknowledged. */
  append(entries: readonly JournalEntry[]): Promise<void>;
  /** Every entry from `seq` on, in order. */
  read(seq: number): AsyncIterable<JournalEntry>;
}
