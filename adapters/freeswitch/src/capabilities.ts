import type { Capabilities } from '@legwork/core';

/**
 * What FreeSWITCH does, and how surely we know. It tells of nearly everything by itself. The mode of a tap is changed by a command that it does not
 * acknowledge, because the one that it does would let the supervisor's own keypad change it too. A blind transfer it always calls a success, and drops
 * the customer where it fails: nothing is dialled that way here, since it can dial first.
 */
export const capabilities: Capabilities = {
  effects: {
    answer: 'event',
    dial: 'event',
    redirect: 'unsupported',
    join: 'event',
    treat: 'event',
    play: 'event',
    monitor: 'event',
    whisper: 'reply',
    barge: 'reply',
    mute: 'reply',
    digits: 'reply',
    record: 'event',
    hangUp: 'event',
    claim: 'reply',
  },
  traits: {
    dialFirst: true,
    list: true,
    // A whisper is mixed into the agent's leg, which all who tap it hear, music and all.
    coWhisper: true,
    tapHearsTreatment: true,
  },
};
