/** What a command ran into. */
export type Conflict = 'handover' | 'hold' | 'recording' | 'change' | 'mute' | 'digits' | 'command' | 'claim';

/** What a switch can lack. */
export const capabilities = [
  'answer',
  'dial',
  'redirect',
  'join',
  'treat',
  'play',
  'monitor',
  'whisper',
  'barge',
  'mute',
  'digits',
  'record',
  'hangUp',
  'claim',
  'dialFirst',
] as const;
export type Capability = (typeof capabilities)[number];

/** An expected no. It changes nothing, and says why. */
export type Refusal =
  /** The command is not well formed: the field that is wrong, and what is allowed there. */
  | { readonly reason: 'invalid'; readonly field: string; readonly allowed: string }
  | { readonly reason: 'noSuchCall' }
  | { readonly reason: 'noSuchLeg' }
  | { readonly reason: 'noSuchSeat' }
  | { readonly reason: 'noSuchAgent' }
  | { readonly reason: 'noSuchSupervisor' }
  | { readonly reason: 'noSuchQueue' }
  /** Not in this state of the call, leg, seat or agent. */
  | { readonly reason: 'notNow' }
  | { readonly reason: 'conflict'; readonly with: Conflict }
  /** The agent's leg is another than the one the command names. */
  | { readonly reason: 'stale'; readonly expected: string }
  | { readonly reason: 'alreadySo' }
  | { readonly reason: 'notHeld' }
  /** There is no agent to act upon. */
  | { readonly reason: 'noAgent' }
  | { readonly reason: 'agentUnavailable' }
  | { readonly reason: 'supervisorBusy' }
  /** A supervisor cannot supervise the call they are talking on. */
  | { readonly reason: 'ownCall' }
  | { readonly reason: 'full' }
  /** Legwork did not start the call and has not claimed it. */
  | { readonly reason: 'notOurs' }
  /** The switch is out of reach; what we know of the call may be out of date. */
  | { readonly reason: 'unconfirmed' }
  | { readonly reason: 'unsupported'; readonly capability: Capability }
  | { readonly reason: 'forbidden' };
export type RefusalReason = Refusal['reason'];
