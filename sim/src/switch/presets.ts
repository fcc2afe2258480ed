import type { Capabilities, Confirmation, EffectCapability, Traits } from '@legwork/core';
import type { SwitchShape } from './shape.ts';

/** Nothing it cannot do, everything seen, and nobody overhears anything. */
export const unlimited: SwitchShape = {
  capabilities: {
    effects: everyEffect('event'),
    traits: { dialFirst: true, list: true, coWhisper: false, tapHearsTreatment: false },
  },
  habits: { leftAlone: 'stays', redirectFailed: 'stays', hangUpEnds: 'leg', whileLost: 'vanishes' },
};

/** The least a switch can have: it dials, connects blindly and hangs up, and cannot say what exists on it. A transfer that fails loses the customer. */
export const blindOnly: SwitchShape = {
  capabilities: {
    effects: { ...everyEffect('unsupported'), answer: 'event', dial: 'event', redirect: 'event', hangUp: 'event' },
    traits: { ...unlimited.capabilities.traits, dialFirst: false, list: false },
  },
  habits: { ...unlimited.habits, redirectFailed: 'ends' },
};

/** Asterisk 22 over ARI, for calls in Stasis. Nothing cascades: legs that are left stay up. */
export const asterisk: SwitchShape = {
  capabilities: withCapabilities({
    effects: {
      // `/redirect` on an answered channel sends REFER and can leave one behind that cannot be hung up.
      redirect: 'unsupported',
      // LeftBridge tells that the leg has left, nothing that its music has begun.
      treat: 'reply',
      // The snoop that is there is muted or unmuted, which gives no event.
      whisper: 'reply',
      mute: 'reply',
      digits: 'reply',
    },
  }),
  habits: unlimited.habits,
};

/** FreeSWITCH 1.10 over its event socket. A bridged leg ends with its peer, and a blind transfer loses who cannot be connected. */
export const freeswitch: SwitchShape = {
  capabilities: withCapabilities({
    effects: { mute: 'reply', digits: 'reply', claim: 'reply' },
    // A second supervisor hears what the first one whispers; a tap on a held leg hears it, and its music.
    traits: { coWhisper: true, tapHearsTreatment: true },
  }),
  habits: { ...unlimited.habits, leftAlone: 'ends', redirectFailed: 'ends' },
};

/**
 * Stringee's server-side API. It cannot move, mute or drop one party and lists no calls; a call ends as a whole. What is not
 * publicly known is taken to be inconvenient: a transfer that fails loses the customer, and effects fail while it is
 * out of reach.
 */
export const stringee: SwitchShape = {
  capabilities: withCapabilities(
    { effects: { play: 'reply', monitor: 'event', whisper: 'reply', barge: 'event' } },
    blindOnly.capabilities,
  ),
  habits: { leftAlone: 'ends', redirectFailed: 'ends', hangUpEnds: 'call', whileLost: 'isRefused' },
};

/** Capabilities that differ from others in what is named; from the unlimited ones where no others are given. */
export function withCapabilities(
  { effects, traits }: CapabilityOverrides,
  base: Capabilities = unlimited.capabilities,
): Capabilities {
  return { effects: { ...base.effects, ...effects }, traits: { ...base.traits, ...traits } };
}

export interface CapabilityOverrides {
  readonly effects?: Partial<Capabilities['effects']>;
  readonly traits?: Partial<Traits>;
}

function everyEffect(
  by: Confirmation | 'unsupported',
): Readonly<Record<EffectCapability, Confirmation | 'unsupported'>> {
  return {
    answer: by,
    dial: by,
    redirect: by,
    join: by,
    treat: by,
    play: by,
    monitor: by,
    whisper: by,
    barge: by,
    mute: by,
    digits: by,
    record: by,
    hangUp: by,
    claim: by,
  };
}
