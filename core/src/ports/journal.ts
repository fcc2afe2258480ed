import type { CommandId, Fact, Input, SwitchEffect, TimerId } from '../vocabulary/index.ts';

/** An input as the engine took it: its number, from 1 without gaps, and its time. Replaying them in order gives the same state. */
export interface JournalEntry {
  readonly seq: number;
  readonly at: number;
  readonly input: Input;
  /** The last publication after it: what it brought about are those from the one before it on. */
  readonly published: number;
  /** The behaviour of the engine that took it. */
  readonly behaviour: number;
}

/** A fact as it was published: its number, from 1 without gaps, by which lists and streams agree on where they are. */
export interface Publication {
  readonly seq: number;
  readonly fact: Fact;
}

/** What is kept of who asked for a command, beside the command itself. */
export interface Note {
  readonly command: CommandId;
  readonly at: number;
  /** Who asked, as the API knows them. */
  readonly principal: string;
  /** Why, in their words. */
  readonly reason: string | null;
  /** The request that may be repeated, where it named a key: durable together with the command, or not at all. */
  readonly receipt: Receipt | null;
}

/** A request that carries a key: repeated with the same fingerprint it is the same request. */
export interface Receipt {
  /** Whose key it is: caller, method and path. */
  readonly scope: string;
  readonly key: string;
  /** A digest of the body. */
  readonly fingerprint: string;
}

/** What one turn makes durable: all of it, or nothing. */
export interface JournalBatch {
  readonly entries: readonly JournalEntry[];
  readonly publications: readonly Publication[];
  readonly notes: readonly Note[];
  /** The last entry whose effects were performed before this batch: those of later ones are repeated after a crash. */
  readonly performed: number;
}

/** Everything that is known after an input, so that no earlier one has to be replayed. */
export interface Checkpoint {
  /** The last entry that it contains. */
  readonly seq: number;
  readonly at: number;
  /** The last publication before it. */
  readonly published: number;
  /** The behaviour that wrote it. */
  readonly behaviour: number;
  /** As JSON: the engine's configuration. What follows is replayed with it. */
  readonly config: string;
  /** As JSON: the engine's snapshot. */
  readonly engine: string;
  /** As JSON: the live list. */
  readonly live: string;
  /** When each timer is due. */
  readonly timers: readonly (readonly [timer: TimerId, dueAt: number])[];
  /** Effects that were not performed yet, because their switch is out of reach, with the entries that they come of. */
  readonly unperformed: readonly Unperformed[];
}

/** An effect that is to be performed, and the entry that it comes of. */
export interface Unperformed {
  readonly seq: number;
  readonly effect: SwitchEffect;
}

/** An entry as it is read back, with what it brought about when it was taken. */
export interface Recorded {
  readonly entry: JournalEntry;
  readonly publications: readonly Publication[];
}

/** Where inputs are kept before their effects are performed. Faults of the outside world reject as a `JournalFault`. */
export interface Journal {
  /** Resolves when the batch is durable. Batches are durable in the order in which they were given. An empty one tries whether the journal can be written. */
  append(batch: JournalBatch): Promise<void>;
  /** Every entry from `seq` on, in order. */
  read(seq: number): AsyncIterable<Recorded>;
  /** The last entry whose effects are known to have been performed; 0 where none is. */
  performed(): Promise<number>;
  /** Keeps the checkpoint; what came before it may be given up. */
  save(checkpoint: Checkpoint): Promise<void>;
  /** The latest checkpoint; null where there is none. */
  load(): Promise<Checkpoint | null>;
  close(): Promise<void>;
}
