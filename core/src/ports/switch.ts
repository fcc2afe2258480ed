import type { Observable } from 'rxjs';
import type { Capability, SwitchEffect, SwitchEvent, SwitchSnapshot } from '../vocabulary/index.ts';

/** How sure we are that an effect has happened: the switch says so by itself, its reply has to do, or it says nothing. */
export type Confirmation = 'event' | 'reply' | 'nothing';
/** An effect, or a mode of a tap, that a switch can or cannot perform. */
export type EffectCapability = Exclude<Capability, 'dialFirst'>;

/** What switches differ in beyond single effects. */
export interface Traits {
  /** A new party can be dialled before anybody is moved. Without it every transfer is blind. */
  readonly dialFirst: boolean;
  /** The switch can list what exists on it. Without it a silence deadline closes a call as `presumed`. */
  readonly list: boolean;
  /** A supervisor hears what another supervisor whispers to the same agent. */
  readonly coWhisper: boolean;
  /** Whoever taps a treated leg hears its treatment. */
  readonly tapHearsTreatment: boolean;
}

export interface Capabilities {
  readonly effects: Readonly<Record<EffectCapability, Confirmation | 'unsupported'>>;
  readonly traits: Traits;
}

/**
 * A switch carries decisions out and reports what it observes. It never decides.
 * A placement (`join`, `treat`, `tap`) that succeeds is answered by `leg.placed`, one that does not by `effect.refused`; either may be lost.
 */
export interface Switch {
  readonly capabilities: Capabilities;
  /**
   * One ordered stream; the reply to an effect is an event in it, so that no waiter can be missed. `switch.back` is the first event of each
   * connection, also of the first one where the switch is not connected when it is handed over.
   */
  readonly events: Observable<SwitchEvent>;
  perform(effect: SwitchEffect): void;
  /** The legs that exist now. Rejects where the trait `list` is absent. */
  snapshot(): Promise<SwitchSnapshot>;
  close(): Promise<void>;
}
