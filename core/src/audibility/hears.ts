import type { LegId } from '../vocabulary/index.ts';
import type { Ear, HearingTraits } from './ear.ts';
import { has, sceneOf } from './scene.ts';
import type { Scene } from './scene.ts';

/** Who hears whom. Nobody hears themselves, and a leg that the relation does not know hears and is heard by nobody. */
export type Hearing = (listener: LegId, speaker: LegId) => boolean;

/**
 * Who hears whom by what was observed, over legs that are up.
 *
 * - All in one mix, `main` or `side`, hear each other.
 * - A muted leg is heard by nobody. A treated leg hears its treatment alone and is heard by nobody, save by those who
 *   tap it where the switch has the trait `tapHearsTreatment`.
 * - A tapping leg hears the tapped one and everyone in its mix: the consult during a consult, the agent alone on hold.
 * - `monitor` is heard by nobody; `whisper` by the tapped leg, and under `coWhisper` by all who tap it; `barge` by the
 *   tapped leg, everyone in its mix and all who tap one of them.
 */
export function hears(ears: readonly Ear[], traits: HearingTraits): Hearing {
  return hearingIn(sceneOf(ears, traits, 'observed'));
}

/**
 * Who may hear whom: true where some combination of what was observed and what was asked for and not settled, of the
 * listener, the speaker and a tapped leg, lets the listener hear the speaker; and nowhere else.
 *
 * A leg that is not observed to be up counts as soon as something is asked of it, for its answer may be under way.
 */
export function mayHear(ears: readonly Ear[], traits: HearingTraits): Hearing {
  return hearingIn(sceneOf(ears, traits, 'possible'));
}

/** What a recording of the call holds by what was observed: everybody in `main`, and who barges in on somebody there. */
export function recorderHears(ears: readonly Ear[]): (speaker: LegId) => boolean {
  return recordingOf(sceneOf(ears, noTraits, 'observed'));
}

/** What a recording of the call may hold, in the sense of {@link mayHear}. */
export function recorderMayHear(ears: readonly Ear[]): (speaker: LegId) => boolean {
  return recordingOf(sceneOf(ears, noTraits, 'possible'));
}

/** The recorder taps nobody, so the traits do not matter to it. */
const noTraits: HearingTraits = { coWhisper: false, tapHearsTreatment: false };

function hearingIn({ ears, heardBy }: Scene): Hearing {
  return (listener, speaker) => has(heardBy[indexOf(ears, listener)], indexOf(ears, speaker));
}

function recordingOf({ ears, recorded }: Scene): (speaker: LegId) => boolean {
  return (speaker) => has(recorded, indexOf(ears, speaker));
}

function indexOf(ears: readonly Ear[], leg: LegId): number {
  return ears.findIndex((ear) => ear.leg === leg);
}
