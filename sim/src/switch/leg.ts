import type { EffectId, ListedLeg, Mix, Mode, NativeId, Place, Treatment } from '@legwork/core';
import type { Conversation } from './conversation.ts';
import type { Cancel } from './lanes.ts';

/** A leg as the switch itself has it. */
export interface Leg {
  readonly native: NativeId;
  state: 'offered' | 'ringing' | 'up' | 'gone';
  whereabouts: Whereabouts;
  isMuted: boolean;
  /** The call it belongs to: the one named by the last effect on it. */
  conversation: Conversation | null;
  /** The legs that tap this one. */
  readonly tappers: Set<Leg>;
  /** The blind transfer that it is part of, until that is through. */
  redirection: Redirection | null;
  /** The prompts that are playing to it, by the effects that asked for them. */
  readonly prompts: Set<EffectId>;
  /** What is still to happen to it. */
  readonly timers: Set<Cancel>;
}

/** The customer has been sent to the target, and the target rings. */
export interface Redirection {
  readonly customer: Leg;
  readonly target: Leg;
}

/** Where the audio of a leg goes to and comes from. */
export type Whereabouts =
  | { readonly at: 'none' }
  | { readonly at: Mix; readonly mix: Set<Leg> }
  | { readonly at: 'treated'; readonly with: Treatment }
  | { readonly at: 'tap'; readonly target: Leg; readonly mode: Mode };

export const nowhere: Whereabouts = { at: 'none' };

export function createLeg(native: NativeId, state: Leg['state']): Leg {
  return {
    native,
    state,
    whereabouts: nowhere,
    isMuted: false,
    conversation: null,
    tappers: new Set(),
    redirection: null,
    prompts: new Set(),
    timers: new Set(),
  };
}

/** Moves the audio of a leg. Both sides of mixes and taps agree afterwards. */
export function put(leg: Leg, to: Whereabouts): void {
  const from = leg.whereabouts;
  if ('mix' in from) from.mix.delete(leg);
  if ('target' in from) from.target.tappers.delete(leg);
  leg.whereabouts = to;
  if ('mix' in to) to.mix.add(leg);
  if ('target' in to) to.target.tappers.add(leg);
}

export function mixOf(leg: Leg): Set<Leg> | null {
  return 'mix' in leg.whereabouts ? leg.whereabouts.mix : null;
}

/** The leg as an entry of a list. */
export function listed(leg: Leg): ListedLeg {
  return { native: leg.native, up: leg.state === 'up', ...placeOf(leg.whereabouts) };
}

/** Whereabouts as they are reported. */
export function placeOf(whereabouts: Whereabouts): {
  readonly at: Place;
  readonly target?: NativeId;
  readonly mode?: Mode;
} {
  if (whereabouts.at !== 'tap') return { at: whereabouts.at };
  return { at: 'tap', target: whereabouts.target.native, mode: whereabouts.mode };
}
