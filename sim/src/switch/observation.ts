import { assertNever } from '@legwork/core';
import type { Capabilities, Confirmation, EffectCapability, SwitchEffect, SwitchEvent } from '@legwork/core';

/** What has become true, before it is said who reports it and how surely. */
export type Observation = Bare<SwitchEvent>;
type Bare<Event extends SwitchEvent> = Event extends unknown ? Omit<Event, 'switch' | 'basis'> : never;

/** Why a switch does not perform an effect. */
export type SwitchRefusal =
  /** It lacks the capability. */
  | 'unsupported'
  /** The leg is not there, or no longer: the answer to every effect on a leg that has ended. */
  | 'noSuchLeg'
  /** The leg has not been answered, or not by us. */
  | 'notUp'
  /** The other leg of a tap is not there, not up, or taps somebody itself; that of a repeated redirect has ended. */
  | 'noTarget'
  /** A leg with this id exists. */
  | 'taken'
  /** The effect is about a call that has no leg here, or about no call where it needs one. */
  | 'noSuchCall'
  /** There is no connection to the switch. */
  | 'disconnected';

/** The observation that says an effect has happened, in the words of the effect. */
export function answerTo(effect: SwitchEffect): Observation {
  switch (effect.type) {
    case 'answer':
      return { type: 'leg.answered', native: effect.native };
    case 'dial':
      return { type: 'leg.ringing', native: effect.native };
    case 'redirect':
      return { type: 'leg.ringing', native: effect.target };
    case 'join':
      return { type: 'leg.placed', native: effect.native, at: effect.mix };
    case 'treat':
      return { type: 'leg.placed', native: effect.native, at: 'treated' };
    case 'tap':
      return { type: 'leg.placed', native: effect.native, at: 'tap', target: effect.target, mode: effect.mode };
    case 'play':
      return { type: 'leg.played', native: effect.native, prompt: effect.prompt };
    case 'mute':
      return { type: 'leg.muted', native: effect.native, on: effect.on };
    case 'digits':
      return { type: 'leg.digits', native: effect.native, digits: effect.digits, sent: true };
    case 'record':
      return { type: effect.on ? 'record.started' : 'record.stopped', call: effect.call };
    case 'claim':
      return { type: 'call.claimed', call: effect.call };
    case 'hangUp':
      return { type: 'leg.ended', native: effect.native, cause: effect.cause };
    default:
      return assertNever(effect);
  }
}

/** How the switch confirms the effect, if it can perform it at all. */
export function confirmationOf(effect: SwitchEffect, { effects }: Capabilities): Confirmation | 'unsupported' {
  const capability: EffectCapability = effect.type === 'tap' ? effect.mode : effect.type;
  return effects[capability];
}
