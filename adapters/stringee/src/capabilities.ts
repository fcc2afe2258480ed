import type { Capabilities } from '@legwork/core';

/**
 * What Stringee's server-side API can do for Legwork. It moves, mutes and drops no single party, keeps nobody apart from the others, and lists no
 * calls: what is not here is refused as `unsupported`.
 */
export const capabilities: Capabilities = {
  effects: {
    answer: 'event',
    dial: 'event',
    redirect: 'event',
    join: 'unsupported',
    treat: 'unsupported',
    // Nothing is told of a prompt: that it was taken on, and how long it lasts, has to do.
    play: 'reply',
    monitor: 'event',
    // `whisper` is answered, and no webhook tells of it.
    whisper: 'reply',
    barge: 'event',
    mute: 'unsupported',
    digits: 'unsupported',
    record: 'unsupported',
    hangUp: 'event',
    claim: 'unsupported',
  },
  traits: { dialFirst: false, list: false, coWhisper: false, tapHearsTreatment: false },
};

/** The same where the mode of somebody who is in the call already cannot be changed: a supervisor begins in silence, and stays silent but for a whisper. */
export const withoutModeChanges: Capabilities = {
  ...capabilities,
  effects: { ...capabilities.effects, barge: 'unsupported' },
};
