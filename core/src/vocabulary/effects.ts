import type { CallId, EffectId, Endpoint, LegId, NativeId, SwitchId, TimerId } from './ids.ts';
import type { Cause, Mix, Mode, Treatment } from './words.ts';

/** What the engine asks to be done. Repeating one with the same `op` is harmless. */
interface Asked<Type extends string> {
  readonly type: Type;
  readonly op: EffectId;
  readonly switch: SwitchId;
}
interface OnLeg<Type extends string> extends Asked<Type> {
  readonly call: CallId | null;
  readonly leg: LegId;
  readonly native: NativeId;
}

type Answer = OnLeg<'answer'>;
/** Make a new leg: ring `to` for at most `ringMs` milliseconds. The leg's id is Legwork's. */
interface Dial extends OnLeg<'dial'> {
  readonly to: Endpoint;
  /** The number to show. */
  readonly as: Endpoint;
  readonly ringMs: number;
}
/** For switches that cannot dial first: send `leg` to `to` as the new leg `target`, and disconnect `instead`. */
interface Redirect extends OnLeg<'redirect'> {
  readonly to: Endpoint;
  readonly target: NativeId;
  readonly instead: NativeId | null;
  readonly ringMs: number;
}
/** Put the leg into a mix of its call; with `instead`, in place of that leg. */
interface Join extends OnLeg<'join'> {
  readonly mix: Mix;
  readonly instead: NativeId | null;
}
interface Treat extends OnLeg<'treat'> {
  readonly with: Treatment;
}
interface Play extends OnLeg<'play'> {
  readonly prompt: string;
}
/** Let the leg hear `target`; in `whisper` be heard by `target` alone, in `barge` by everybody around it. */
interface Tap extends OnLeg<'tap'> {
  readonly target: NativeId;
  readonly mode: Mode;
}
interface Mute extends OnLeg<'mute'> {
  readonly on: boolean;
}
interface SendDigits extends OnLeg<'digits'> {
  readonly digits: string;
}
interface HangUp extends OnLeg<'hangUp'> {
  readonly cause: Cause;
}
interface Record extends Asked<'record'> {
  readonly call: CallId;
  readonly on: boolean;
}
/** Take control of a call that the switch has found; from now on its legs are known as this call's. */
interface Claim extends Asked<'claim'> {
  readonly call: CallId;
  readonly natives: readonly NativeId[];
}
/** Wake the engine with `timer.fired` after `ms` milliseconds. */
interface StartTimer {
  readonly type: 'startTimer';
  readonly timer: TimerId;
  readonly ms: number;
}
interface StopTimer {
  readonly type: 'stopTimer';
  readonly timer: TimerId;
}

/** The names of what a switch performs. */
export const switchEffects = [
  'answer',
  'dial',
  'redirect',
  'join',
  'treat',
  'play',
  'tap',
  'mute',
  'digits',
  'hangUp',
  'record',
  'claim',
] as const;
/** What a switch performs. */
export type SwitchEffect =
  Answer | Dial | Redirect | Join | Treat | Play | Tap | Mute | SendDigits | HangUp | Record | Claim;
/** What a clock performs. */
export type TimerEffect = StartTimer | StopTimer;
export type Effect = SwitchEffect | TimerEffect;
/** One effect by its type. */
export type EffectOf<Type extends Effect['type']> = Extract<Effect, { readonly type: Type }>;
