import type { Capabilities } from '@legwork/core';

/** What an Asterisk 22 can do over ARI, with the manager interface for calls of others. */
export const capabilities: Capabilities = {
  effects: {
    answer: 'event',
    dial: 'event',
    // `/redirect` on an answered channel sends REFER and can leave one behind that cannot be hung up.
    redirect: 'unsupported',
    join: 'event',
    // LeftBridge tells that the leg has left, nothing that its music has begun.
    treat: 'reply',
    play: 'event',
    // Each mode is a snoop of its own, which announces itself: nothing has to be assumed.
    monitor: 'event',
    whisper: 'event',
    barge: 'event',
    mute: 'reply',
    digits: 'reply',
    record: 'event',
    hangUp: 'event',
    claim: 'event',
  },
  traits: { dialFirst: true, list: true, coWhisper: false, tapHearsTreatment: false },
};

/** The same of one without the manager interface. */
export const withoutManager: Capabilities = {
  ...capabilities,
  effects: { ...capabilities.effects, claim: 'unsupported' },
};
