import type { LegId, Mode, Place, Slot } from '../vocabulary/index.ts';

/** Where a leg's audio goes. */
export interface Placement {
  readonly at: Place;
  /** The tapped leg; null elsewhere than at a tap. A tap on a leg that is not up hears nobody and is heard by nobody. */
  readonly target: LegId | null;
  /** How a tapping leg is heard; null elsewhere. A tap without a mode is silent, as `monitor` is. */
  readonly mode: Mode | null;
}

/**
 * One leg, as far as hearing goes: what was observed of it, and what was asked for and not settled by an observation.
 * A leg that has ended is left out of the list, or has nothing asked for.
 */
export interface Ear {
  readonly leg: LegId;
  /** Observed: answered, and not ended. */
  readonly up: boolean;
  /** Who is at the other end: one of the call's four parties, or a supervisor. */
  readonly party: Slot | 'seat';
  /** Observed. */
  readonly place: Placement;
  /** Observed. */
  readonly muted: boolean;
  /** In the order of asking. Cancelling, parking and timeouts settle nothing: the switch may still do it. */
  readonly asked: readonly Placement[];
  readonly askedMutes: readonly boolean[];
}

/** What hearing depends on beyond placements. Switches differ in these; a switch's `Traits` will do. */
export interface HearingTraits {
  /** A supervisor hears what another supervisor whispers to the same leg. FreeSWITCH: yes; Asterisk: no. */
  readonly coWhisper: boolean;
  /** Whoever taps a treated leg hears it, treatment and all. */
  readonly tapHearsTreatment: boolean;
}
