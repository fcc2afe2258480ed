import type { NativeId } from '@legwork/core';

/** Somebody as Stringee knows them: a phone by its number, or a user of an app by their id. */
export interface Party {
  readonly type: 'internal' | 'external';
  readonly number: string;
  readonly alias: string;
}

/** One action of an SCCO (Stringee Call Control Object); what a caller hears is the operator's, and passed on as it is. */
export type Action = Readonly<Record<string, unknown>> & { readonly action: string };

/** How long one `input` waits, in seconds; then it is asked for again. */
const WAIT_S = 3600;

/** Keeps a leg: a call ends with its actions, so the last of them waits for keys until another is put in its place. */
export const waiting = (heard: readonly Action[], native: NativeId, eventUrl: string): readonly Action[] => [
  ...heard,
  { action: 'input', eventUrl, timeOut: WAIT_S, submitOnHash: false, customField: native },
];

export interface Connect {
  readonly native: NativeId;
  readonly from: Party;
  readonly to: Party;
  readonly ringMs: number;
  /** Where it is told that nobody has come, so that the caller is kept; null where the call is to end then. */
  readonly onFail: string | null;
}

/** Rings somebody and puts them together with whoever the action runs for, through Stringee's media servers: a call between two apps could not be supervised. */
export const connect = ({ native, from, to, ringMs, onFail }: Connect): Action => ({
  action: 'connect',
  from,
  to,
  customData: native,
  timeout: Math.max(1, Math.ceil(ringMs / 1000)),
  maxConnectTime: -1,
  peerToPeerCall: false,
  ...(onFail === null ? { continueOnFail: false } : { continueOnFail: true, onFailEventUrl: onFail }),
});
