import { assertNever } from '@legwork/core';
import type { Traits } from '@legwork/core';
import { mixOf, type Leg } from './leg.ts';

/**
 * Who truly hears whom, by what is connected to what inside the switch: the measure against which the relation that core
 * works out from reports is held. It follows the voice from the speaker outwards and shares nothing with core's.
 */
export function hears(listener: Leg, speaker: Leg, traits: Traits): boolean {
  if (listener === speaker || listener.state !== 'up' || listener.whereabouts.at === 'treated') return false;
  if (speaker.state !== 'up' || speaker.isMuted) return false;
  const from = speaker.whereabouts;
  switch (from.at) {
    case 'none':
      return taps(listener, speaker);
    case 'treated':
      return traits.tapHearsTreatment && taps(listener, speaker);
    case 'main':
    case 'side':
      return hearsMix(listener, from.mix);
    case 'tap':
      switch (from.mode) {
        case 'monitor':
          return false;
        case 'whisper':
          return listener === from.target || (traits.coWhisper && taps(listener, from.target));
        case 'barge':
          return listener === from.target || taps(listener, from.target) || hearsMix(listener, mixOf(from.target));
        default:
          return assertNever(from.mode);
      }
    default:
      return assertNever(from);
  }
}

/** What a recording of the leg's call holds of the leg: a voice in the main mix, or one that barges into it. */
export function isRecorded(speaker: Leg): boolean {
  const { conversation, whereabouts } = speaker;
  if (conversation === null || !conversation.isRecorded || speaker.state !== 'up' || speaker.isMuted) return false;
  if (conversation.main.has(speaker)) return true;
  return whereabouts.at === 'tap' && whereabouts.mode === 'barge' && conversation.main.has(whereabouts.target);
}

function hearsMix(listener: Leg, mix: Set<Leg> | null): boolean {
  if (mix === null) return false;
  if (mix.has(listener)) return true;
  return listener.whereabouts.at === 'tap' && mix.has(listener.whereabouts.target);
}

function taps(listener: Leg, target: Leg): boolean {
  return target.tappers.has(listener);
}
