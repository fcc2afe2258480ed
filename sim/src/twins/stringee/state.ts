import type { TimeSource } from '../../centre/index.ts';
import type { EndpointBehaviour } from '../../switch/index.ts';
import type { Address } from './address.ts';
import type { Asked } from './courier.ts';
import type { CallEnded, CallStatus } from './events.ts';
import type { BoughtNumber, ProjectUrls, StringeeOpenFacts, StringeeRing } from './options.ts';
import type { Script } from './script.ts';

/** A call: one or more parties who are all in one conversation. */
export interface Call {
  readonly id: string;
  /** By this name the answer_url of a number is asked. */
  readonly uuid: string;
  readonly createdReason: CreatedReason;
  /** The user of an app who made it; empty otherwise. */
  readonly userId: string;
  readonly custom: string;
  readonly from: Address;
  /** What was called. */
  readonly to: Address;
  readonly eventUrl: string;
  readonly isPcc: boolean;
  readonly createdAt: number;
  answeredAt: number | null;
  isPeerToPeer: boolean;
  /** What its `ended` calls it. */
  callType: 'IVR' | 'CALL' | 'CONFERENCE';
  /** Whom its end is told of. */
  lastTo: Address;
  /** What it does, step by step; null until that is known. */
  script: Script | null;
  readonly parties: Set<Party>;
  /** How many parties it has had. */
  counted: number;
  isGone: boolean;
}

export type CreatedReason =
  | 'EXTERNAL_CALL_IN'
  | 'CLIENT_MAKE_CALL'
  | 'SERVER_CALL_OUT_BY_MAKE_CALL_TO_APP_BEFORE'
  | 'SERVER_CALL_OUT_BY_MAKE_CALL_TO_EXTERNAL_BEFORE';

/** Somebody in a call. */
export interface Party {
  readonly id: string;
  readonly call: Call;
  /** Whom the other end of its own connection shows. */
  readonly from: Address;
  readonly address: Address;
  /** `anchor`: the call is theirs, and ends with them. `connected`: talks with them by a connect or a transfer. `added`: by adduser. */
  role: 'anchor' | 'connected' | 'added';
  state: 'calling' | 'dialled' | 'ringing' | 'up' | 'gone';
  mode: 'talks' | 'spies' | 'whispers';
  /** The one who hears the whisper; null for the agents of the call. */
  whispersTo: Party | null;
  /** Whoever is rung answers, or does not; null where nobody is rung. */
  ring: { readonly answer: () => void; readonly decline: () => void } | null;
  readonly timers: Set<() => void>;
}

/** What all parts of the twin share. */
export interface Core {
  readonly time: TimeSource;
  readonly open: StringeeOpenFacts;
  readonly projectId: number;
  readonly accountSid: string;
  readonly calls: Map<string, Call>;
  readonly project: () => ProjectUrls;
  readonly number: (called: string) => BoughtNumber | null;
  readonly answering: (ring: StringeeRing) => EndpointBehaviour | null;
  readonly soundMs: (sound: string) => number;
  readonly newCallId: () => string;
  readonly newUuid: () => string;
  /** Tells the customer's server what has become of a party, or of the whole call. */
  readonly tell: (status: CallStatus, party: Party, ended?: CallEnded) => void;
  /** Asks the customer's server; null where it gives no JSON. */
  readonly ask: (call: Call, asked: Asked, answered: (json: unknown) => void) => void;
  /** A call has ended. */
  readonly file: (call: Call, end: CallEnded) => void;
  /** Who hears whom may have changed. */
  readonly witness: () => void;
}

export const anchorOf = (call: Call): Party | undefined => partyAs(call, 'anchor');
export const connectedOf = (call: Call): Party | undefined => partyAs(call, 'connected');

const partyAs = (call: Call, role: Party['role']): Party | undefined =>
  [...call.parties].find((party) => party.role === role);

/** Whoever has that number, or is that user, in the call. */
export const partyNamed = (call: Call, number: string): Party | undefined =>
  [...call.parties].find(({ address }) => address.number === number);

/** Runs something on behalf of a party, unless that is gone by then. */
export function later(core: Core, party: Party, ms: number, run: () => void): () => void {
  const cancel = core.time.after(ms, () => {
    party.timers.delete(cancel);
    if (party.state !== 'gone') run();
  });
  party.timers.add(cancel);
  return cancel;
}
