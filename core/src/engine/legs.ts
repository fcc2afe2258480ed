import type { Placement } from '../audibility/index.ts';
import { newLeg, type LegInput, type LegOut, type LegTimer } from '../leg/index.ts';
import {
  assertNever,
  type Basis,
  type EffectId,
  type Endpoint,
  type LegId,
  type NativeId,
  type Party,
  type Refusal,
  type SeatId,
  type Slot,
  type SwitchId,
} from '../vocabulary/index.ts';
import { isNamedByUs } from './books.ts';
import { resolve, takeOn } from './operations.ts';
import {
  noLegOps,
  noLegTimers,
  type Agent,
  type Ask,
  type Call,
  type EngineState,
  type Leg,
  type Owner,
  type Seat,
} from './state.ts';
import { ask, nextOp, publish, tellAgent, tellCall, tellLeg, tellSeat, type Step } from './step.ts';
import { startTimer, stopAllTimers, stopTimer } from './timers.ts';
import { toAgent, toCall, toLeg } from './told.ts';

/** Legs: made, watched by their machines, and forgotten once they have ended. */

interface NewLeg {
  readonly id: LegId;
  readonly native: NativeId;
  readonly switch: SwitchId;
  readonly endpoint: Endpoint;
  readonly owner: Owner;
  readonly n: number;
  readonly party: Party | null;
  readonly ringMs: number;
  readonly as: Endpoint;
}

export const createLeg = (step: Step, made: NewLeg): Leg => {
  const leg: Leg = {
    id: made.id,
    native: made.native,
    switch: made.switch,
    endpoint: made.endpoint,
    owner: made.owner,
    n: made.n,
    party: made.party,
    ringMs: made.ringMs,
    as: made.as,
    state: step.deciders.leg.initial(newLeg),
    wasUp: false,
    calledOff: false,
    digits: '',
    seat: made.owner.kind === 'seat' ? made.owner.seat : null,
    tapped: null,
    joined: null,
    asks: noAsks,
    ops: noLegOps,
    timers: noLegTimers(),
  };
  step.state.legs.set(leg.id, leg);
  publish(step, {
    type: 'leg.created',
    leg: leg.id,
    call: callOf(step, leg),
    endpoint: leg.endpoint,
    slot: slotOf(leg),
    at: step.at,
  });
  return leg;
};

const noAsks: readonly Ask[] = [];

/** The leg that a switch means by an id. */
export const legBy = ({ legs }: Pick<EngineState, 'legs'>, on: SwitchId, native: NativeId): Leg | undefined =>
  legs.by(on, native);

export const isUp = (leg: Leg): boolean => leg.state.at === 'up';
/** The leg exists on its switch as far as we know, and may have audio. */
export const hasAudio = (leg: Leg): boolean => leg.state.at === 'up' || leg.state.at === 'dropping';

/** The seat whose leg it is, lent or not; none where a supervisor has stayed on the call by it. */
export const seatOf = (step: Pick<Step, 'state'>, leg: Leg): Seat | undefined => {
  const seat = leg.seat === null ? undefined : step.state.seats.get(leg.seat);
  return seat?.leg === leg.id ? seat : undefined;
};

export const callOf = (step: Pick<Step, 'state'>, leg: Leg) =>
  leg.owner.kind === 'call' ? leg.owner.call : (step.state.seats.get(leg.owner.seat)?.call ?? null);

const slotOf = (leg: Leg): Slot | 'seat' =>
  leg.owner.kind === 'seat' || leg.owner.slot === 'stray' ? 'seat' : leg.owner.slot;

/** Give a leg's machine an input. `basis` is that of the observation, where it is one. */
export const decideLeg = (step: Step, leg: Leg, input: LegInput, basis: Basis = 'seen'): Refusal | null => {
  const decision = step.deciders.leg.decide(leg.state, input);
  if (decision.kind === 'refusal') return decision.refusal;
  if (decision.kind === 'ignored') {
    step.state.counters.ignored += 1;
    return null;
  }
  leg.state = decision.state;
  for (const out of decision.outs) perform(step, leg, out, basis);
  return null;
};

const perform = (step: Step, leg: Leg, out: LegOut, basis: Basis): void => {
  switch (out.say) {
    case 'do':
      doDeed(step, leg, out.deed);
      return;
    case 'owner':
      tellOwner(step, leg, out.signal);
      return;
    case 'timer':
      if (out.on) startTimer(step, leg.timers, leg.id, out.timer, lasts(step, leg, out.timer));
      else stopTimer(step, leg.timers, out.timer);
      return;
    case 'open':
      leg.ops = { ...leg.ops, [out.slot]: takeOn(step) };
      return;
    case 'resolve': {
      const command = leg.ops[out.slot];
      if (command === undefined) return;
      leg.ops = { ...leg.ops, [out.slot]: undefined };
      resolve(step, command, out.outcome, null);
      return;
    }
    case 'fact':
      publishLeg(step, leg, out.fact, basis);
      return;
    case 'refuse':
      return;
    default:
      assertNever(out);
  }
};

const lasts = ({ config: { policy } }: Step, leg: Leg, timer: LegTimer): number => {
  switch (timer) {
    case 'ring':
      return leg.ringMs + policy.ringGraceMs;
    case 'kill':
      return policy.killMs;
    case 'mute':
    case 'digits':
      return policy.deedTimeoutMs;
    default:
      return assertNever(timer);
  }
};

const doDeed = (step: Step, leg: Leg, deed: 'dial' | 'answer' | 'hangUp' | 'mute' | 'unmute' | 'digits'): void => {
  const { switch: on, id, native } = leg;
  const call = callOf(step, leg);
  const op = nextOp(step);
  switch (deed) {
    case 'dial': {
      const { endpoint: to, as, ringMs } = leg;
      ask(step, { switch: on, call, leg: id, native, type: 'dial', to, as, ringMs, op });
      return;
    }
    case 'answer':
      ask(step, { switch: on, call, leg: id, native, type: 'answer', op });
      return;
    case 'hangUp': {
      const { cause } = leg.state.record;
      ask(step, { switch: on, call, leg: id, native, type: 'hangUp', cause: cause === 'none' ? 'normal' : cause, op });
      return;
    }
    case 'mute':
    case 'unmute': {
      const mute = deed === 'mute';
      ask(step, { switch: on, call, leg: id, native, type: 'mute', on: mute, op });
      remember(leg, { op, placement: null, mute, standsFor: 0, isSecondTry: false });
      return;
    }
    case 'digits':
      ask(step, { switch: on, call, leg: id, native, type: 'digits', digits: leg.digits, op });
      return;
    default:
      assertNever(deed);
  }
};

/** What the effect may make true of the leg, from now until an observation settles it. */
export const expectPlacement = (
  { isRefused }: Pick<Step, 'isRefused'>,
  leg: Leg,
  op: EffectId,
  placement: Placement,
): void => {
  remember(leg, { op, placement, mute: null, standsFor: 0, isSecondTry: isRefused });
};

/**
 * A switch that confirms nothing is asked for the same again and again: of those that follow each other the first and the last are enough. What is
 * between changes nothing where the first has been performed, and is made good by the last, whichever of them is refused. Where each of them is
 * seen, they are counted: the last is settled by the last.
 */
const remember = (leg: Leg, ask: Ask): void => {
  if (leg.asks.length < 2) {
    leg.asks = leg.asks.length === 0 ? [ask] : [...leg.asks, ask];
    return;
  }
  const stoodFor = lastInARow(leg.asks, ask) ?? (leg.asks.length < MANY ? undefined : lastOfSeveral(leg.asks, ask));
  leg.asks =
    stoodFor === undefined
      ? [...leg.asks, ask]
      : [...leg.asks.filter((one) => one !== stoodFor), { ...ask, standsFor: stoodFor.standsFor + 1 }];
};
const lastInARow = (asks: readonly Ask[], ask: Ask): Ask | undefined => {
  const [first, last] = asks.filter((one) => (one.mute === null) === (ask.mute === null)).slice(-2);
  return first !== undefined && last !== undefined && isAgain(first, ask) && isAgain(last, ask) ? last : undefined;
};
/** More than are ever under way on a switch that can be reached. */
const MANY = 8;
/** Where several things are asked for in turn, as of a switch that is out of reach, of each the first and the last are kept. */
const lastOfSeveral = (asks: readonly Ask[], ask: Ask): Ask | undefined => {
  const alike = asks.filter((one) => isAgain(one, ask));
  return alike.length > 1 ? alike.at(-1) : undefined;
};
const isAgain = (one: Ask, other: Ask): boolean =>
  one.placement === null || other.placement === null
    ? one.placement === other.placement && one.mute === other.mute
    : isSame(one.placement, other.placement);

/** Ask for a placement of the leg, and remember it until an observation settles it: until then it may be true. */
export const askPlacement = (step: Step, leg: Leg, placement: Placement, effect: Effects): void => {
  const { switch: on, id, native } = leg;
  const call = callOf(step, leg);
  const op = nextOp(step);
  const { type } = effect;
  switch (type) {
    case 'join':
      ask(step, { switch: on, call, leg: id, native, type, mix: effect.mix, instead: effect.instead, op });
      leg.joined = call;
      break;
    case 'treat':
      ask(step, { switch: on, call, leg: id, native, type, with: effect.with, op });
      break;
    case 'tap':
      ask(step, { switch: on, call, leg: id, native, type, target: effect.target, mode: effect.mode, op });
      break;
    default:
      assertNever(type);
  }
  expectPlacement(step, leg, op, placement);
  decideLeg(step, leg, toLeg.asked);
};
type Effects =
  | { readonly type: 'join'; readonly mix: 'main' | 'side'; readonly instead: NativeId | null }
  | { readonly type: 'treat'; readonly with: 'music' | 'silence' }
  | { readonly type: 'tap'; readonly target: NativeId; readonly mode: 'monitor' | 'whisper' | 'barge' };

/** An observation settles what was asked for up to it: a switch performs the effects on one leg in order. */
export const settlePlacement = (leg: Leg, seen: Placement): void => {
  settle(
    leg,
    ({ placement }) => placement !== null && isSame(placement, seen),
    ({ placement }) => placement !== null,
  );
};
export const isSame = (one: Placement, other: Placement): boolean =>
  one.at === other.at && one.target === other.target && one.mode === other.mode;
export const settleMute = (leg: Leg, on: boolean): void => {
  settle(
    leg,
    ({ mute }) => mute === on,
    ({ mute }) => mute !== null,
  );
};
const settle = (leg: Leg, isSeen: (ask: Ask) => boolean, isOfKind: (ask: Ask) => boolean): void => {
  const { asks } = leg;
  const seen = asks.find(isSeen);
  if (seen === undefined) return;
  // What stands for several may stand for one that was asked for before what is remembered before it.
  if (seen.standsFor > 0) leg.asks = asks.map((one) => (one === seen ? { ...one, standsFor: one.standsFor - 1 } : one));
  else if (asks.length === 1) leg.asks = noAsks;
  else leg.asks = asks.filter((one, n) => n > asks.indexOf(seen) || !isOfKind(one));
};
/** What was refused, and is not expected any more; none where it was not. */
export const settleRefused = (leg: Leg, op: EffectId): Ask | undefined => {
  const refused = leg.asks.find((one) => one.op === op);
  if (refused !== undefined) leg.asks = leg.asks.filter((one) => one !== refused);
  return refused;
};

const publishLeg = (
  step: Step,
  leg: Leg,
  fact: 'ringing' | 'answered' | 'placed' | 'muted' | 'ended' | 'orphaned',
  basis: Basis,
): void => {
  const { id } = leg;
  const { at } = step;
  const call = callOf(step, leg);
  const { record } = leg.state;
  switch (fact) {
    case 'ringing':
      publish(step, { type: 'leg.ringing', leg: id, call, basis, at });
      return;
    case 'answered':
      publish(step, { type: 'leg.answered', leg: id, call, basis, at });
      return;
    case 'placed': {
      const { at: place, target, mode } = placementOf(step, leg);
      publish(step, { type: 'leg.placed', leg: id, call, place, target, mode, basis, at });
      return;
    }
    case 'muted':
      publish(step, { type: 'leg.muted', leg: id, call, on: record.muted, basis, at });
      return;
    case 'ended':
      publish(step, { type: 'leg.ended', leg: id, call, cause: record.cause === 'none' ? 'normal' : record.cause, at });
      return;
    case 'orphaned':
      // An id of our own is known by its form.
      if (!isNamedByUs(leg)) rememberOrphan(step, leg);
      publish(step, { type: 'leg.orphaned', leg: id, call, at });
      return;
    default:
      assertNever(fact);
  }
};

/** So many are known of each switch. One that cannot list its legs and tells no ends would have them all remembered for ever. */
const MOST_ORPHANS = 1_000;
const rememberOrphan = ({ state }: Step, { switch: on, native }: Leg): void => {
  const orphans = state.orphans.get(on);
  orphans?.add(native);
  const [oldest] = orphans ?? [];
  if (orphans !== undefined && oldest !== undefined && orphans.size > MOST_ORPHANS) orphans.delete(oldest);
};

/** Where the leg was last observed. */
export const placementOf = (step: Pick<Step, 'state'>, leg: Leg): Placement => {
  const { place, mode } = leg.state.record;
  if (place !== 'tap') return { at: place, target: null, mode: null };
  return {
    at: place,
    target: leg.tapped !== null && step.state.legs.has(leg.tapped) ? leg.tapped : null,
    mode: mode === 'none' ? null : mode,
  };
};

/** A supervisor's leg may hear the call from now on, until it has ended. */
export const listensTo = (step: Pick<Step, 'state'>, call: Call, leg: Leg): void => {
  if (call.taps.includes(leg.id)) return;
  call.taps = [...call.taps.filter((id) => step.state.legs.has(id)), leg.id];
};

/** The legs that a call owns, those it has detached included. */
export const legsOf = (call: {
  readonly legs: { readonly [Name in Slot]: LegId | null };
  readonly strays: readonly LegId[];
}): readonly LegId[] => {
  const { customer, agent, target, guest } = call.legs;
  return [customer, agent, target, guest, ...call.strays].filter((leg) => leg !== null);
};

const tellOwner = (step: Step, leg: Leg, signal: Signal): void => {
  if (signal === 'up') {
    leg.wasUp = true;
    const agent = agentOf(step, leg);
    if (agent !== undefined) tellAgent(step, agent, toAgent.answered);
  }
  if (leg.owner.kind === 'seat') tellOwningSeat(step, leg, leg.owner.seat, signal);
  else tellOwningCall(step, leg, leg.owner, signal);
  if (signal === 'gone') forget(step, leg);
};

type Signal = 'up' | 'placed' | 'played' | 'gone';

const tellOwningSeat = (step: Step, leg: Leg, id: SeatId, signal: Signal): void => {
  const seat = step.state.seats.get(id);
  if (seat === undefined) return;
  const { record } = leg.state;
  switch (signal) {
    case 'up':
      tellSeat(step, seat, { type: 'leg.up' });
      return;
    case 'placed': {
      const call = seat.call === null ? undefined : step.state.calls.get(seat.call);
      const agent = call?.legs.agent ?? null;
      const current = agent !== null && agent === leg.tapped;
      tellSeat(step, seat, { type: 'leg.placed', at: record.place, mode: record.mode, current });
      return;
    }
    case 'gone':
      tellSeat(step, seat, { type: 'leg.gone', cause: record.cause });
      return;
    case 'played':
      return;
    default:
      assertNever(signal);
  }
};

const tellOwningCall = (step: Step, leg: Leg, owner: Owner & { readonly kind: 'call' }, signal: Signal): void => {
  const call = step.state.calls.get(owner.call);
  if (call === undefined) return;
  const { slot } = owner;
  const { record } = leg.state;
  if (slot === 'stray') {
    if (signal !== 'gone') return;
    call.strays = call.strays.filter((stray) => stray !== leg.id);
    tellCall(step, call, toCall.strayGone);
    return;
  }
  switch (signal) {
    case 'up':
      tellCall(step, call, toCall.up[slot]);
      return;
    case 'placed':
      tellCall(step, call, toCall.placed[slot][record.place === 'tap' ? 'none' : record.place]);
      return;
    case 'played':
      if (slot === 'customer') tellCall(step, call, toCall.played);
      return;
    case 'gone': {
      call.legs[slot] = null;
      // A leg that a seat has lent for a takeover: the supervisor is gone too.
      const seat = seatOf(step, leg);
      if (seat !== undefined) tellSeat(step, seat, { type: 'leg.gone', cause: record.cause });
      tellCall(step, call, toCall.gone[slot][record.cause === 'none' ? 'normal' : record.cause]);
      return;
    }
    default:
      assertNever(signal);
  }
};

/** The agent at the other end is told of the leg's fate, whatever call or slot it belongs to by now: nobody stays reserved. */
const agentOf = (step: Step, leg: Leg): Agent | undefined =>
  leg.party?.kind === 'agent' ? step.state.agents.get(leg.party.agent) : undefined;

const forget = (step: Step, leg: Leg): void => {
  stopAllTimers(step, leg.timers);
  step.state.legs.delete(leg.id);
  const agent = agentOf(step, leg);
  if (agent !== undefined) {
    agent.leg = null;
    agent.call = null;
    if (leg.wasUp) tellAgent(step, agent, agent.wrapUpMs > 0 ? toAgent.overAndWrapsUp : toAgent.over);
    else tellAgent(step, agent, leg.calledOff || isUntold(leg) ? toAgent.calledOff : toAgent.missed);
  }
  if (leg.party?.kind === 'supervisor') {
    const supervisor = step.state.supervisors.get(leg.party.supervisor);
    if (supervisor?.leg === leg.id) supervisor.leg = null;
  }
};

/** Nobody knows what became of the leg: whoever was to be rung is not to blame. */
const isUntold = ({ state: { record } }: Leg): boolean => record.cause === 'lost' || record.cause === 'presumed';

/** Ask a leg to end. */
export const hangUpLeg = (step: Step, leg: Leg): void => {
  if (!leg.wasUp) leg.calledOff = true;
  tellLeg(step, leg, toLeg.hangUp[leg.wasUp ? 'normal' : 'cancelled']);
};
