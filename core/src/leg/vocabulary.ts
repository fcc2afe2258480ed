import type { Refuses } from '../machine/index.ts';
import type { Cause, Mode, Outcome, Place } from '../vocabulary/index.ts';

/** What a leg's machine remembers. No time, no text, no foreign id. */
export interface LegRecord {
  /** Where its audio was last seen. */
  readonly place: Place;
  /** For a tap: which of its call's legs it taps, by number; 0 for none. */
  readonly tapped: number;
  readonly mode: Mode | 'none';
  readonly muted: boolean;
  /** A placement was asked for and has not been seen: the next one is news even where nothing differs. */
  readonly asked: boolean;
  /** How often the switch was asked to end it. */
  readonly tries: number;
  /** Why it ends: the first reason wins. */
  readonly cause: Cause | 'none';
  readonly muteOp: 'none' | 'mute' | 'unmute';
  readonly digitsOp: boolean;
}

export const newLeg: LegRecord = {
  place: 'none',
  tapped: 0,
  mode: 'none',
  muted: false,
  asked: false,
  tries: 0,
  cause: 'none',
  muteOp: 'none',
  digitsOp: false,
};

/** Effects that a leg's machine asks for by itself. Placements are asked for by the call or the seat that owns the leg. */
export type LegDeed = 'dial' | 'answer' | 'hangUp' | 'mute' | 'unmute' | 'digits';

export type LegInput =
  | { readonly type: 'sig.dial' }
  | { readonly type: 'sig.redirect' }
  | { readonly type: 'sig.offer' }
  | { readonly type: 'sig.found' }
  | { readonly type: 'sig.answer' }
  | { readonly type: 'sig.hangUp'; readonly cause: Cause }
  | { readonly type: 'sig.asked' }
  | { readonly type: 'leg.ringing' }
  | { readonly type: 'leg.answered' }
  | { readonly type: 'leg.placed'; readonly at: Place; readonly tapped: number; readonly mode: Mode | 'none' }
  | { readonly type: 'leg.muted'; readonly on: boolean }
  | { readonly type: 'leg.digits' }
  | { readonly type: 'leg.played' }
  | { readonly type: 'leg.ended'; readonly cause: Cause }
  | { readonly type: 'leg.refused'; readonly deed: LegDeed }
  | { readonly type: 'timer.ring' }
  | { readonly type: 'timer.kill' }
  | { readonly type: 'timer.mute' }
  | { readonly type: 'timer.digits' }
  | { readonly type: 'cmd.mute' }
  | { readonly type: 'cmd.unmute' }
  | { readonly type: 'cmd.digits' };

export type LegTimer = 'ring' | 'kill' | 'mute' | 'digits';
export type LegOpSlot = 'mute' | 'digits';

/** What a leg's machine says: to the switch, to whoever owns it, to the clock, to whoever asked, to the world. */
export type LegOut =
  | Refuses
  | { readonly say: 'do'; readonly deed: LegDeed }
  | { readonly say: 'owner'; readonly signal: 'up' | 'placed' | 'played' | 'gone' }
  | { readonly say: 'timer'; readonly timer: LegTimer; readonly on: boolean }
  | { readonly say: 'open'; readonly slot: LegOpSlot }
  | { readonly say: 'resolve'; readonly slot: LegOpSlot; readonly outcome: Outcome }
  | { readonly say: 'fact'; readonly fact: 'ringing' | 'answered' | 'placed' | 'muted' | 'ended' | 'orphaned' };
