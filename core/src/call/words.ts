import type { ActOf, GuardOf, StateConfig, TransitionConfig } from '../machine/index.ts';
import type { CallEnd, Capability, Cause, Outcome, Refusal, Slot } from '../vocabulary/index.ts';
import type { edits } from './edits.ts';
import type { guards, Whither } from './guards.ts';
import type { tellings } from './tellings.ts';
import type { CallInput, CallOpSlot, CallOut, CallTimer } from './vocabulary.ts';

/** The words that a call's configuration is written in: short names for the literal actions and guards that recur. */

export type Act = ActOf<typeof edits, typeof tellings, CallOut>;
export type Guard = GuardOf<typeof guards>;
export type Region = StateConfig<Act, Guard, CallInput['type']>;
export type Transition = TransitionConfig<Act, Guard>;

export const say = (params: CallOut): Act => ({ type: 'say', params });

/** Refuse, and do nothing else. */
export const refuse = (refusal: Refusal): Transition => ({ actions: say({ say: 'refuse', refusal }) });
export const refuseIf = (guard: Guard, refusal: Refusal): Transition => ({ guard, ...refuse(refusal) });
export const needs = (capability: Capability): Transition =>
  refuseIf({ type: 'lacks', params: { capability } }, { reason: 'unsupported', capability });

/** Take a command on: it stays open in its slot until it is resolved. */
export const open = (slot: CallOpSlot): readonly Act[] => [
  { type: 'open', params: { slot } },
  say({ say: 'open', slot }),
];
/** Resolve the command that is open in a slot; nothing where none is. */
export const resolve = (
  slot: CallOpSlot,
  outcome: Outcome,
  cause: 'asTold' | 'customerLost' | null = null,
): readonly Act[] => [
  { type: 'resolve', params: { slot, outcome, cause } },
  { type: 'close', params: { slot } },
];

export const startTimer = (timer: CallTimer): Act => say({ say: 'timer', timer, on: true });
export const stopTimer = (timer: CallTimer): Act => say({ say: 'timer', timer, on: false });

/** Ask for a placement; where the leg is will be known when it is observed. */
export const place = (slot: Slot, at: Whither, instead?: 'agent'): readonly Act[] => [
  { type: 'place', params: instead === undefined ? { slot, at } : { slot, at, instead } },
  { type: 'move', params: { slot, at } },
];
/** The customer waits, and hears that they do. */
export const treat: readonly Act[] = [...place('customer', 'treated'), startTimer('place')];
/** What was not seen in time is asked for again. */
export const treatAgain: readonly Transition[] = [{ guard: 'isTreatedIfPossible' }, { actions: treat }];
/** The switch let go of somebody: they are where it says, and that is nowhere. */
export const letGo = (slot: Slot): Act => ({ type: 'settle', params: { slot } });
export const isAdrift: Transition = { guard: 'adrift', actions: [letGo('customer'), ...treat] };
/** Where the customer waits, and nothing else is done with them. What the switch undoes by itself is done again. */
export const keepTreated: NonNullable<Region['on']> = {
  'timer.place': treatAgain,
  'customer.placed': isAdrift,
};
const lacksJoin: Guard = { type: 'lacks', params: { capability: 'join' } };
/** The same while somebody is rung for the customer; a switch that moves them there by itself is not interfered with. */
export const keepTreatedUnlessMoved: NonNullable<Region['on']> = {
  'timer.place': [{ guard: lacksJoin }, ...treatAgain],
  'customer.placed': [{ guard: lacksJoin, actions: { type: 'settle', params: { slot: 'customer' } } }, isAdrift],
};
export const dial = (slot: Slot): readonly Act[] => [
  say({ say: 'dial', slot }),
  { type: 'set', params: { slot, as: 'coming' } },
];
/** Ask a leg to end, and wait for it in its slot. */
export const drop = (slot: Slot): readonly Act[] => [
  { type: 'hangUp', params: { slot } },
  { type: 'drop', params: { slot } },
];
/** Ask a leg to end, and go on without it. */
export const detach = (slot: Slot): readonly Act[] => [
  { type: 'detach', params: { slot } },
  { type: 'vacate', params: { slot } },
];
export const isGone = (slot: Slot): Act => ({ type: 'set', params: { slot, as: 'none' } });
export const isUp = (slot: Slot): Act => ({ type: 'set', params: { slot, as: 'up' } });
export const end = (as: CallEnd, cause: Cause | 'asTold'): Act => ({ type: 'end', params: { end: as, cause } });

export const queued = '#call.life.open.queued';
export const parked = '#call.life.open.parked';
export const closing = '#call.life.closing';

/**
 * The agent is lost and nobody replaces them: the customer goes back to the queue, before the others; where there is no queue the call closes.
 */
export const withoutAgent = (actions: readonly Act[]): readonly Transition[] => [
  { guard: 'requeues', target: queued, actions: [...actions, 'comesBack'] },
  { target: closing, actions: [...actions, end('failed', 'unreachable')] },
];
