import type { Channel } from './state.ts';

/** Who truly hears whom, by what is connected to what: from the channel that listens towards the voices that reach it. */
export function hears(listener: Channel, speaker: Channel): boolean {
  if (listener === speaker || !hasAudio(listener) || !hasAudio(speaker) || speaker.isMuted) return false;
  if (talksWith(listener, speaker)) return true;
  const { spiesOn } = listener;
  if (spiesOn !== null && (spiesOn === speaker || talksWith(spiesOn, speaker))) return true;
  if (snoopsOf(listener).some(({ target }) => speaker === target || talksWith(target, speaker))) return true;
  return snoopsOf(speaker).some(
    ({ target, whisper }) =>
      (whisper !== 'none' && whisper !== 'in' && listener === target) ||
      (whisper === 'both' && talksWith(listener, target)),
  );
}

const hasAudio = (channel: Channel): boolean => channel.state === 'Up' && !channel.isGone && channel.treatment === null;

const talksWith = (one: Channel, other: Channel): boolean =>
  one !== other && one.bridge !== null && one.bridge === other.bridge && hasAudio(one) && hasAudio(other);

/** The snoops that a channel meets in its bridge: through them it hears, and is heard. */
const snoopsOf = ({ bridge }: Channel) => [...(bridge?.members ?? [])].flatMap(({ snoop }) => snoop ?? []);
