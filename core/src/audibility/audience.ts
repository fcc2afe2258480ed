import { assertNever } from '../vocabulary/index.ts';
import type { LegId, Mode } from '../vocabulary/index.ts';
import type { Ear, HearingTraits, Placement } from './ear.ts';
import { has, sceneOf } from './scene.ts';

/** For whom a supervisor speaks: for nobody, for the tapped leg, for everybody around it. */
export type Audience = 'nobody' | 'tapped' | 'everybody';

/** The audience of a mode. */
export function audienceOf(mode: Mode): Audience {
  switch (mode) {
    case 'monitor':
      return 'nobody';
    case 'whisper':
      return 'tapped';
    case 'barge':
      return 'everybody';
    default:
      return assertNever(mode);
  }
}

/** Somebody may hear a supervisor without belonging to the audience. */
export interface Overheard {
  readonly listener: LegId;
  /** The supervisor's leg. */
  readonly speaker: LegId;
}

/**
 * Who may hear a supervisor and must not: empty at every moment, or a promise to the supervised is broken.
 *
 * The loudest of what a supervisor's leg was observed in, and was asked for and is not settled, decides: a tap has its
 * mode's audience, a supervisor in a mix (a takeover) speaks for everybody, and elsewhere for nobody. A whisper is for the
 * legs it may tap, and under `coWhisper` for other supervisors; it is never for a customer or a guest, whomever it taps.
 * The recording needs no pair: by its rule it holds nobody who is not for everybody.
 */
export function forbidden(ears: readonly Ear[], traits: HearingTraits): readonly Overheard[] {
  if (!ears.some(isQuietSupervisor)) return [];
  const found: Overheard[] = [];
  const scene = sceneOf(ears, traits, 'possible');
  for (const [n, speaker] of scene.ears.entries()) {
    if (!isQuietSupervisor(speaker)) continue;
    for (const [m, listener] of scene.ears.entries()) {
      if (!has(scene.heardBy[m], n) || isMeant(listener, speaker, traits)) continue;
      found.push({ listener: listener.leg, speaker: speaker.leg });
    }
  }
  return found;
}

const isQuietSupervisor = (ear: Ear): boolean => ear.party === 'seat' && loudestOf(ear) !== 'everybody';

function isMeant(listener: Ear, speaker: Ear, traits: HearingTraits): boolean {
  if (loudestOf(speaker) === 'nobody') return false;
  switch (listener.party) {
    case 'customer':
    case 'guest':
      return false;
    case 'seat':
      return traits.coWhisper || mayWhisperTo(speaker, listener.leg);
    case 'agent':
    case 'target':
      return mayWhisperTo(speaker, listener.leg);
    default:
      return assertNever(listener.party);
  }
}

function mayWhisperTo(speaker: Ear, leg: LegId): boolean {
  const whispers = ({ at, target, mode }: Placement): boolean => at === 'tap' && target === leg && mode === 'whisper';
  return whispers(speaker.place) || speaker.asked.some(whispers);
}

function loudestOf({ place, asked }: Ear): Audience {
  let loudest = loudnessOf(place);
  for (const placement of asked) {
    const audience = loudnessOf(placement);
    if (audience === 'everybody' || loudest === 'nobody') loudest = audience;
  }
  return loudest;
}

function loudnessOf({ at, mode }: Placement): Audience {
  switch (at) {
    case 'none':
    case 'treated':
      return 'nobody';
    case 'main':
    case 'side':
      return 'everybody';
    case 'tap':
      return mode === null ? 'nobody' : audienceOf(mode);
    default:
      return assertNever(at);
  }
}
