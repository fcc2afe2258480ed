import type { EffectId, Endpoint, ListedLeg, Mix, Mode, NativeId, Place, Treatment } from '@legwork/core';
import type { Conversation } from './conversation.ts';
import type { Cancel } from './lanes.ts';

/** A leg as the switch itself has it. */
export interface Leg {
  readonly native: NativeId;
  state: 'offered' | 'ringing' | 'up' | 'gone';
  /** Who calls whom, where the leg is a caller's. */
  readonly offered: { readonly from: Endpoint; readonly to: Endpoint } | null;
  whereabouts: Whereabouts;
  isMuted: boolean;
  /** The call it belongs to: the one named by the last effect on it. */
  conversation: Conversation | null;
  /** It was brought in to tap, and has been in no mix since: whoever it taps may have left. */
  isTapper: boolean;
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

export function createLeg(native: NativeId, state: Leg['state'], offered: Leg['offered'] = null): Leg {
  return {
    native,
    state,
    offered,
    whereabouts: nowhere,
    isMuted: false,
    conversation: null,
    isTapper: false,
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
  if (to.at === 'tap') leg.isTapper = true;
  else if ('mix' in to) leg.isTapper = false;
}

export function mixOf(leg: Leg): Set<Leg> | null {
  return 'mix' in leg.whereabouts ? leg.whereabouts.mix : null;
}

/** The leg as an entry of a list. */
export function listed(leg: Leg): ListedLeg {
  const { native, state, offered, whereabouts } = leg;
  const isOffered = state === 'offered' && offered !== null;
  return { native, up: state === 'up', ...placeOf(whereabouts), ...(isOffered ? { offered } : {}) };
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
