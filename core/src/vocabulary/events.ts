import type { SwitchEffect } from './effects.ts';
import type { EffectId, Endpoint, NativeId, SwitchId, CallId } from './ids.ts';
import type { Basis, Cause, Mode, Place } from './words.ts';

/** What a switch reports. Each is an observation about the past; it may be late, doubled, lost or out of order. */
interface Observed<Type extends string> {
  readonly type: Type;
  readonly switch: SwitchId;
  readonly basis: Basis;
}
interface OfLeg<Type extends string> extends Observed<Type> {
  readonly native: NativeId;
}

/** A leg as a switch lists it. */
export interface ListedLeg {
  readonly native: NativeId;
  readonly up: boolean;
  readonly at: Place;
  readonly target?: NativeId;
  readonly mode?: Mode;
  /** Of a leg that was offered and not answered: what the offer said, for whoever has missed it. */
  readonly offered?: { readonly from: Endpoint; readonly to: Endpoint };
}
/** What exists on a switch at one moment, for the resync after a lost connection. */
export interface SwitchSnapshot {
  readonly legs: readonly ListedLeg[];
}
/** A leg of a call that Legwork did not start. */
export interface FoundLeg {
  readonly native: NativeId;
  readonly role: 'customer' | 'agent';
  readonly endpoint: Endpoint;
}

interface LegOffered extends OfLeg<'leg.offered'> {
  readonly from: Endpoint;
  readonly to: Endpoint;
}
type LegRinging = OfLeg<'leg.ringing'>;
type LegAnswered = OfLeg<'leg.answered'>;
/** The leg's audio has arrived somewhere. Each `join`, `treat` and `tap` that succeeds is followed by one of these for its leg. */
interface LegPlaced extends OfLeg<'leg.placed'> {
  readonly at: Place;
  readonly target?: NativeId;
  readonly mode?: Mode;
}
interface LegMuted extends OfLeg<'leg.muted'> {
  readonly on: boolean;
}
interface LegDigits extends OfLeg<'leg.digits'> {
  readonly digits: string;
  /** True where Legwork had them sent, false where they were pressed at the other end. */
  readonly sent: boolean;
}
interface LegPlayed extends OfLeg<'leg.played'> {
  readonly prompt: string;
}
interface LegEnded extends OfLeg<'leg.ended'> {
  readonly cause: Cause;
}
interface RecordStarted extends Observed<'record.started'> {
  readonly call: CallId;
}
interface RecordStopped extends Observed<'record.stopped'> {
  readonly call: CallId;
}
interface CallFound extends Observed<'call.found'> {
  readonly legs: readonly FoundLeg[];
}
interface CallClaimed extends Observed<'call.claimed'> {
  readonly call: CallId;
}
/** The switch says that it will not, or cannot, perform an effect. */
interface EffectRefused extends Observed<'effect.refused'> {
  readonly op: EffectId;
  readonly effect: SwitchEffect['type'];
  readonly native?: NativeId;
  readonly call?: CallId;
  readonly reason: string;
}
type SwitchLost = Observed<'switch.lost'>;
interface SwitchBack extends Observed<'switch.back'> {
  /** Changes where the switch was restarted and has forgotten everything. */
  readonly epoch: string;
  /** Null where the switch cannot list its calls. */
  readonly snapshot: SwitchSnapshot | null;
}

export type LegEvent = LegRinging | LegAnswered | LegPlaced | LegMuted | LegDigits | LegPlayed | LegEnded;
export type SwitchEvent =
  | LegOffered
  | LegEvent
  | RecordStarted
  | RecordStopped
  | CallFound
  | CallClaimed
  | EffectRefused
  | SwitchLost
  | SwitchBack;
/** One switch event by its type. */
export type EventOf<Type extends SwitchEvent['type']> = Extract<SwitchEvent, { readonly type: Type }>;
