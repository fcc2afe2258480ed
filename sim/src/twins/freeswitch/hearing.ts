import { assertNever } from '@legwork/core';
import { isGone, type Channel } from './channel.ts';

/** Who truly hears whom, by what is connected to what: from the channel that listens towards the voices that reach it. */
export const hears = (listener: Channel, speaker: Channel): boolean => {
  if (listener === speaker || !hasAudio(listener) || !hasAudio(speaker) || speaker.isMuted) return false;
  return reaches(listener, speaker);
};

/** The voices that a recording of the channel holds: its own, and those that it hears. */
export const isRecordedBy = (recorded: Channel, speaker: Channel): boolean =>
  recorded === speaker ? hasAudio(speaker) && !speaker.isMuted && !isTreated(speaker) : hears(recorded, speaker);

const hasAudio = (channel: Channel): boolean => channel.isAnswered && !isGone(channel);

/** Music or a prompt: the channel hears nothing else, and whoever talks with it does not hear it. */
const isTreated = (channel: Channel): boolean => channel.broadcast !== null || channel.task.kind === 'plays';

/** Whoever listens to it here hears nothing. */
const isBypassed = ({ task }: Channel): boolean => task.kind === 'bridged' && task.isBypassed;

const reaches = (listener: Channel, speaker: Channel): boolean => {
  if (isTreated(listener)) return false;
  const { task } = listener;
  if (task.kind === 'eavesdrops') {
    if (!task.hasBegun) return false;
    const { target } = task;
    if (isBypassed(target)) return false;
    return speaker === target || (target.task.kind !== 'eavesdrops' && !isTreated(target) && reaches(target, speaker));
  }
  return talksWith(listener, speaker) || speaksInto(listener, speaker);
};

const talksWith = (listener: Channel, speaker: Channel): boolean => {
  if (isTreated(speaker)) return false;
  const { task } = listener;
  if (task.kind === 'bridged') {
    return task.peer === speaker && ![listener, speaker].some(({ callState }) => callState === 'HELD');
  }
  if (task.kind === 'confers') {
    return speaker.task.kind === 'confers' && speaker.task.room === task.room && !task.room.muted.has(speaker);
  }
  return false;
};

/** Whoever is parked is sent nothing at all, unless it is to be silence: a supervisor's voice would have to be mixed into it. */
const isSentNothing = ({ task, variables }: Channel): boolean =>
  task.kind === 'parked' && Number(variables.get('send_silence_when_idle') ?? 0) === 0;

/** Whether the speaker eavesdrops and is heard by the listener. */
const speaksInto = (listener: Channel, speaker: Channel): boolean => {
  const { task } = speaker;
  if (task.kind !== 'eavesdrops' || !task.hasBegun || isBypassed(task.target) || isSentNothing(listener)) return false;
  switch (task.mode) {
    case '0':
      return false;
    case '1':
      return talksWith(listener, task.target);
    case '2':
      return listener === task.target;
    case '3':
      return listener === task.target || talksWith(listener, task.target);
    default:
      return assertNever(task.mode);
  }
};
