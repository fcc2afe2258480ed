import type { JournalFault } from './journal-fault.ts';

/** What the runtime has to say of itself, for a log. */
export type Notice =
  /** A journal was read: up to which entry, how many of them were played again, how long ago the last was taken. */
  | {
      readonly type: 'recovered';
      readonly seq: number;
      readonly replayed: number;
      readonly awayMs: number;
      readonly calls: number;
    }
  /** The journal cannot be written. Commands are refused until it can. */
  | { readonly type: 'journal.lost'; readonly fault: JournalFault }
  | { readonly type: 'journal.back'; readonly afterMs: number; readonly held: number }
  /** So much was observed while the journal could not be written that it was let go; the switches are asked anew. */
  | { readonly type: 'inputs.dropped'; readonly count: number }
  | { readonly type: 'checkpoint'; readonly seq: number; readonly bytes: number }
  /** A checkpoint could not be kept. The one before it and what came since will do. */
  | { readonly type: 'checkpoint.failed'; readonly fault: unknown };
