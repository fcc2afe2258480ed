import type { Observable } from 'rxjs';
import type { Engine, EngineConfig } from '../engine/index.ts';
import type { LiveList } from '../live/index.ts';
import type { Clock, Journal, Note, Publication, Randomness, Switch } from '../ports/index.ts';
import type { Command, CommandType, Refusal, SwitchId } from '../vocabulary/index.ts';
import type { Behaviours } from './behaviours.ts';
import type { JournalFault } from './journal-fault.ts';
import type { Notice } from './notices.ts';

/** What became of a command at once. What was taken on will be resolved by a publication. */
export type Taken =
  | { readonly accepted: true }
  | { readonly accepted: false; readonly refusal: Refusal; readonly allowed: readonly CommandType[] };

/** What of an engine can be looked at. */
export type EngineView = Pick<Engine, 'state' | 'hears' | 'mayHear' | 'ears' | 'allowed' | 'would'>;

/**
 * The imperative shell: an engine, its switches, a clock and a journal.
 *
 * Nothing is performed, published or acknowledged before the input that it comes of is durable. Where the journal cannot be written, what is
 * not durable is undone: commands reject, observations and timers are kept and taken again when the journal is back, and the engine goes on
 * from what the journal holds.
 */
export interface Runtime {
  /**
   * Ask for something. Resolves when it is durable what became of it at once. Rejects with a `JournalFault` where it cannot be made durable, or
   * too much is asked for (`busy`); then nothing has come of it.
   */
  ask(command: Command, note?: Omit<Note, 'command' | 'at'>): Promise<Taken>;
  /** Every fact, in order, once it is durable. */
  readonly publications: Observable<Publication>;
  /** The live list as of the last publication. */
  readonly live: LiveList;
  /** The number of the last publication. */
  published(): number;
  readonly engine: EngineView;
  now(): number;
  /** Why the journal cannot be written at present; null where it can. */
  fault(): JournalFault | null;
  /** How many commands wait: to be durable, or for their switch to come back. */
  waiting(): number;
  /** Resolves when nothing waits to be made durable. */
  settled(): Promise<void>;
  /**
   * Takes no input any more; resolves when all that was taken is durable, a checkpoint is kept, and the journal is closed. Calls go on at the
   * switch.
   */
  close(): Promise<void>;
}

export interface Limits {
  /** How many commands may wait to become durable, or for their switch. More are refused as `busy`. */
  readonly commands: number;
  /** How many observations are kept while the journal cannot be written. Beyond that they are let go, and the switches asked anew. */
  readonly held: number;
}

export interface RuntimeOptions {
  readonly config: EngineConfig;
  readonly switches: ReadonlyMap<SwitchId, Switch>;
  readonly clock: Clock;
  readonly journal: Journal;
  /** Switches that are not connected yet: out of reach until they say `switch.back`. After a restart that is every switch. */
  readonly awaited?: ReadonlySet<SwitchId>;
  readonly limits?: Partial<Limits>;
  /** How long a command waits for a switch that is out of reach, in milliseconds; 0, where nothing is said: it is refused as `unconfirmed`. */
  readonly holdWhileLostMs?: number;
  /**
   * After so many inputs there is a new checkpoint; with more than 2,500 live calls after more in proportion: eight a call, where nothing is said.
   * So many are replayed at most after a crash, some ten thousand a second.
   */
  readonly checkpointEvery?: number;
  /** For jitter between attempts to write. */
  readonly randomness?: Randomness;
  readonly notice?: (notice: Notice) => void;
  readonly behaviours?: Behaviours;
}

/** Options with nothing left open. */
export type Settled = Required<Omit<RuntimeOptions, 'limits'>> & { readonly limits: Limits };
