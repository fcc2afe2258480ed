import type { ListedLeg, NativeId, SwitchEffect, SwitchEvent } from '@legwork/core';
import type { TimeSource } from '../../centre/index.ts';

/**
 * What faults of the catalogue have to know of a twin, and what they may have it do. The catalogue speaks the words of the port; `Told` is what the twin
 * tells its clients in the words of its protocol.
 */
export interface Ground<Told> {
  readonly time: TimeSource;
  /** Every leg there is. */
  legs(): readonly ListedLeg[];
  /** How long it is, in ms. */
  promptMs(prompt: string): number;
  /** What it says in the words of the port; undefined for what only the protocol knows. Everything that tells of a leg's end says `leg.ended`. */
  eventOf(told: Told): SwitchEvent | undefined;
  /** How the protocol says that: like what is given, where it is the same about another leg or with another cause. Empty where it has no words for it. */
  toldAs(event: SwitchEvent, like: Told | null): readonly Told[];
  /** The clients are told. */
  tell(told: Told): void;
  /** Does at once what nobody has asked for. */
  does(effect: SwitchEffect): void;
  /** Whoever is at the far end hangs up. */
  hangsUp(native: NativeId): void;
  /** Breaks all connections and lets nobody in for so long; it dies meanwhile where it `forgets`. */
  loses(ms: number, how?: 'forgets'): void;
  isConnected(): boolean;
  /** What was hung up was not there, it is said: in answer to the command. */
  foundNone(native: NativeId): void;
}

/** What was asked of a twin, and can be done, promised and not done, or refused. */
export interface Deed {
  /** Does it and answers; the effects as they have become on their way. */
  perform(effects: readonly SwitchEffect[]): void;
  /** Answers as if it were done. */
  accept(): void;
  refuse(reason: string): void;
}
