import type { Basis, CallId, EffectId, SwitchEffect, SwitchEvent, SwitchId } from '@legwork/core';
import { isUnsafe, type Command, type Unsafe } from './codec/index.ts';
import type { Leg, Legs } from './legs.ts';
import type { Settings } from './options.ts';
import type { Waiting } from './waiting.ts';

/** What has become true, before it is said who reports it and how surely. */
export type Observation = Bare<SwitchEvent>;
type Bare<Event extends SwitchEvent> = Event extends unknown ? Omit<Event, 'switch' | 'basis'> : never;

/** Why an effect was not performed. `unconfirmed`: FreeSWITCH took the command and never told that it happened. */
export type RefusedBecause =
  | 'unsupported'
  | 'noSuchLeg'
  | 'notUp'
  | 'noTarget'
  | 'taken'
  | 'noSuchCall'
  | 'disconnected'
  | 'unconfirmed'
  | 'failed'
  /** The phone of the leg that is to be listened to has put the call on hold. */
  | 'onHold'
  | `unsafe ${string}`;

/** What all parts of the adapter share. */
export interface Desk {
  readonly id: SwitchId;
  readonly settings: Settings;
  readonly legs: Legs;
  readonly waiting: Waiting;
  /** Effects that dial, by the job that does it. */
  readonly jobs: Map<string, SwitchEffect & { readonly type: 'dial' }>;
  /** Prompts that are being played, by leg. */
  readonly prompts: Map<string, { readonly path: string; readonly effect: SwitchEffect & { readonly type: 'play' } }[]>;
  /** Files that are recorded into, by call. */
  readonly recordings: Map<CallId, { readonly path: string; readonly leg: Leg; isOn: boolean }>;
  /** A conference has lost somebody. */
  onThinner(room: string): void;
  tell(observation: Observation, basis?: Basis): void;
  /** What has been refused is remembered, and refused again when it is asked for again. */
  refuse(effect: SwitchEffect, reason: RefusedBecause): void;
  /** Sends a command and gives its answer; undefined where the connection was lost. */
  ask(command: string): Promise<string | undefined>;
  isDone(op: EffectId): void;
}

/** Sends what is safe; what is not is refused. Undefined where it was refused, or the connection was lost. */
export const askSafely = async (
  desk: Desk,
  effect: SwitchEffect,
  command: Command | Unsafe,
): Promise<string | undefined> => {
  if (isUnsafe(command)) {
    desk.refuse(effect, `unsafe ${command.unsafe}`);
    return undefined;
  }
  return desk.ask(`api ${command}`);
};
