import type { Placement } from '../audibility/index.ts';
import { entryOf } from '../flow/index.ts';
import type { LegInput } from '../leg/index.ts';
import {
  asId,
  assertNever,
  type EffectId,
  type EventOf,
  type LegId,
  type ListedLeg,
  type NativeId,
  type Slot,
  type SwitchEvent,
  type SwitchId,
  type SwitchSnapshot,
} from '../vocabulary/index.ts';
import { offerAnew } from './agents.ts';
import { addLeg, createCall, decideCall } from './calls.ts';
import {
  callOf,
  decideLeg,
  hasAudio,
  isSame,
  legBy,
  listensTo,
  placementOf,
  settleMute,
  settlePlacement,
  settleRefused,
} from './legs.ts';
import { decideSeat } from './seats.ts';
import { settle } from './settle.ts';
import type { Call, Leg } from './state.ts';
import { ask, nextOp, publish, tellCall, type Step } from './step.ts';
import { stopTimer } from './timers.ts';
import { toCall, toLeg } from './told.ts';

/** What switches report: given to the machine of the leg it is about, or to the call. */
export const observe = (step: Step, event: SwitchEvent): void => {
  if (!step.config.switches.some(({ id }) => id === event.switch)) {
    step.state.counters.ignored += 1;
    return;
  }
  switch (event.type) {
    case 'leg.offered':
      offered(step, event);
      return;
    case 'leg.ringing':
    case 'leg.answered':
    case 'leg.placed':
    case 'leg.muted':
    case 'leg.played':
    case 'leg.ended':
      onLeg(step, event);
      return;
    case 'leg.digits':
      // What is pressed at the other end is for menus, which are to come.
      if (event.sent) onLeg(step, event);
      else ignore(step);
      return;
    case 'record.started':
    case 'record.stopped':
    case 'call.claimed':
      onCall(step, event);
      return;
    case 'call.found':
      found(step, event);
      return;
    case 'effect.refused':
      refused(step, event);
      return;
    case 'switch.lost':
      lost(step, event.switch);
      return;
    case 'switch.back':
      back(step, event);
      return;
    default:
      assertNever(event);
  }
};

const ignore = (step: Step): void => {
  step.state.counters.ignored += 1;
};

const offered = (step: Step, event: EventOf<'leg.offered'>): void => {
  if (legBy(step.state, event.switch, event.native) !== undefined || isOurs(event.native)) {
    ignore(step);
    return;
  }
  if (isLeftOver(step, event.switch, event.native)) {
    reap(step, event);
    return;
  }
  const hotline = entryOf(step.state.flows.current.routing, event.to);
  const call = createCall(step, {
    switch: event.switch,
    direction: 'inbound',
    customer: event.from,
    hotline: event.to,
    queue: null,
    ours: true,
  });
  const leg = addLeg(step, call, 'customer', { endpoint: event.from, party: null, native: event.native });
  decideLeg(step, leg, toLeg.offer);
  decideCall(step, call, hotline?.answer === 'atOnce' ? toCall.offeredAndAnswered : toCall.offered);
  if (hotline === null) tellCall(step, call, { type: 'route.hangUp', cause: 'unreachable' });
};

type OfLeg = EventOf<
  'leg.ringing' | 'leg.answered' | 'leg.placed' | 'leg.muted' | 'leg.digits' | 'leg.played' | 'leg.ended'
>;

const onLeg = (step: Step, event: OfLeg): void => {
  const leg = legBy(step.state, event.switch, event.native);
  if (leg === undefined) {
    reap(step, event);
    return;
  }
  heard(step, leg);
  decideLeg(step, leg, inputOf(step, leg, event), event.basis);
};

/** A leg of ours that we have forgotten shows signs of life: the switch did not hear that it was to end (known-failures 32). */
const reap = (step: Step, event: OfLeg | EventOf<'leg.offered'>): void => {
  ignore(step);
  if (event.type === 'leg.ended') step.state.orphans.get(event.switch)?.delete(event.native);
  const alive = event.type === 'leg.offered' || event.type === 'leg.ringing' || event.type === 'leg.answered';
  if (!alive || !isLeftOver(step, event.switch, event.native)) return;
  hangUpUnknown(step, event.switch, event.native);
};
const hangUpUnknown = (step: Step, on: SwitchId, native: NativeId): void => {
  const leg = asId<LegId>(native);
  ask(step, { type: 'hangUp', switch: on, call: null, leg, native, cause: 'normal', op: nextOp(step) });
};
/** A leg that we asked to end, or dialled, and know no more. */
const isLeftOver = ({ state }: Step, on: SwitchId, native: NativeId): boolean =>
  legBy(state, on, native) === undefined && (isOurs(native) || state.orphans.get(on)?.has(native) === true);
/** Native ids that only Legwork gives: call or seat, and a number. */
const isOurs = (native: NativeId): boolean => /^[cs]\d+\.\d+$/.test(native);

const inputOf = (step: Step, leg: Leg, event: OfLeg): LegInput => {
  switch (event.type) {
    case 'leg.ringing':
      return toLeg.ringing;
    case 'leg.answered':
      return toLeg.answered;
    case 'leg.digits':
      return toLeg.digits;
    case 'leg.played':
      return toLeg.played;
    case 'leg.placed': {
      const placement = placementSeen(step, event.switch, event);
      // That a leg which was not heard to answer is nowhere says nothing, and settles nothing.
      if (hasAudio(leg) || placement.at !== 'none') settlePlacement(leg, placement);
      taps(step, leg, placement);
      return placedInput(step, placement);
    }
    case 'leg.muted':
      settleMute(leg, event.on);
      return { type: event.type, on: event.on };
    case 'leg.ended':
      return toLeg.ended[event.cause];
    default:
      return assertNever(event);
  }
};

/** Whom the leg is seen to tap is known, and the call of whom: be it another than that of the supervisor. */
const taps = (step: Step, leg: Leg, { target }: Placement): void => {
  leg.tapped = target;
  const tapped = target === null ? undefined : step.state.legs.get(target);
  const id = tapped === undefined ? null : callOf(step, tapped);
  const call = id === null ? undefined : step.state.calls.get(id);
  if (call !== undefined) listensTo(step, call, leg);
};

const placementSeen = (
  step: Step,
  on: SwitchId,
  seen: Pick<EventOf<'leg.placed'>, 'at' | 'target' | 'mode'>,
): Placement => {
  if (seen.at !== 'tap') return { at: seen.at, target: null, mode: null };
  const target = seen.target === undefined ? undefined : legBy(step.state, on, seen.target);
  return { at: 'tap', target: target?.id ?? null, mode: seen.mode ?? null };
};

const placedInput = (step: Step, { at, target, mode }: Placement): LegInput =>
  at === 'tap'
    ? {
        type: 'leg.placed',
        at,
        tapped: target === null ? 0 : (step.state.legs.get(target)?.n ?? 0),
        mode: mode ?? 'monitor',
      }
    : toLeg.placed[at];

/** The switch has just spoken of this leg's call. */
const heard = (step: Step, leg: Leg): void => {
  const id = callOf(step, leg);
  const call = id === null ? undefined : step.state.calls.get(id);
  if (call === undefined) return;
  heardOf(step, call);
};
const heardOf = (step: Step, call: Call): void => {
  call.lastSeenAt = step.at;
  confirm(step, call, true);
};

const confirm = (step: Step, call: Call, confirmed: boolean): void => {
  if (call.confirmed === confirmed) return;
  call.confirmed = confirmed;
  publish(step, { type: 'call.confirmed', call: call.id, confirmed, at: step.at });
};

const onCall = (step: Step, event: EventOf<'record.started' | 'record.stopped' | 'call.claimed'>): void => {
  const call = step.state.calls.get(event.call);
  if (call === undefined) {
    ignore(step);
    return;
  }
  heardOf(step, call);
  decideCall(step, call, { type: event.type });
};

/** A conversation that goes on without us: an existing dialplan, or a call that an earlier Legwork has lost. */
const found = (step: Step, event: EventOf<'call.found'>): void => {
  const customer = event.legs.find(({ role }) => role === 'customer');
  const agent = event.legs.find(({ role }) => role === 'agent');
  const known = event.legs.some(
    ({ native }) => legBy(step.state, event.switch, native) !== undefined || isOurs(native),
  );
  if (customer === undefined || agent === undefined || known || customer.native === agent.native) {
    ignore(step);
    return;
  }
  const call = createCall(step, {
    switch: event.switch,
    direction: 'inbound',
    customer: customer.endpoint,
    hotline: null,
    queue: null,
    ours: false,
  });
  for (const { native, role, endpoint } of [customer, agent]) {
    const leg = addLeg(step, call, role, { endpoint, party: null, native });
    decideLeg(step, leg, toLeg.found);
    decideLeg(step, leg, placedInput(step, { at: 'main', target: null, mode: null }));
  }
  call.party = { kind: 'number', number: agent.endpoint };
  publish(step, { type: 'call.party', call: call.id, party: call.party, at: step.at });
  decideCall(step, call, { type: 'sig.found' });
};

/** What the switch will not do ends the wait for it. That there is no such leg means that the leg has ended. */
const refused = (step: Step, event: EventOf<'effect.refused'>): void => {
  const leg = event.native === undefined ? undefined : legBy(step.state, event.switch, event.native);
  if (leg !== undefined && event.reason === 'noSuchLeg') {
    decideLeg(step, leg, toLeg.ended.lost, event.basis);
    return;
  }
  switch (event.effect) {
    case 'dial':
    case 'answer':
    case 'digits':
      if (leg === undefined) ignore(step);
      else decideLeg(step, leg, { type: 'leg.refused', deed: event.effect }, event.basis);
      return;
    case 'mute':
      if (leg === undefined || settleRefused(leg, event.op) === undefined) ignore(step);
      else decideLeg(step, leg, { type: 'leg.refused', deed: 'mute' }, event.basis);
      return;
    case 'join':
    case 'treat':
    case 'tap': {
      const isLatest = leg?.asks.findLast(({ placement }) => placement !== null)?.op === event.op;
      const ask = leg === undefined ? undefined : settleRefused(leg, event.op);
      if (leg === undefined || ask === undefined) ignore(step);
      // What was asked for since is still waited for.
      else if (isLatest && !ask.isSecondTry) waitNoLonger(step, leg);
      return;
    }
    case 'redirect':
      redirectRefused(step, leg, event.op);
      return;
    case 'record':
    case 'claim': {
      const call = event.call === undefined ? undefined : step.state.calls.get(event.call);
      if (call === undefined) ignore(step);
      else decideCall(step, call, { type: event.effect === 'record' ? 'record.refused' : 'claim.refused' });
      return;
    }
    case 'play':
      if (leg === undefined) ignore(step);
      else decideLeg(step, leg, toLeg.played, event.basis);
      return;
    case 'hangUp':
      ignore(step);
      return;
    default:
      assertNever(event.effect);
  }
};

const redirectRefused = (step: Step, customer: Leg | undefined, op: EffectId): void => {
  const call = customer?.owner.kind === 'call' ? step.state.calls.get(customer.owner.call) : undefined;
  const newcomer = call?.legs.target ?? call?.legs.agent ?? null;
  const leg = newcomer === null ? undefined : step.state.legs.get(newcomer);
  if (customer !== undefined) settleRefused(customer, op);
  // The refusal of an earlier redirect says nothing about whom this one rings.
  if (leg === undefined || settleRefused(leg, op) === undefined) ignore(step);
  else decideLeg(step, leg, { type: 'leg.refused', deed: 'dial' });
};

/**
 * A placement that is refused will not be observed: whoever waits for one has waited long enough. For what is asked for instead they wait in
 * full, be it refused too: a switch that is out of reach, or will not do a thing, is not asked again and again without a pause.
 */
const waitNoLonger = (step: Step, leg: Leg): void => {
  step.isRefused = true;
  if (leg.owner.kind === 'seat') {
    const seat = step.state.seats.get(leg.owner.seat);
    if (seat?.timers.place === undefined) return;
    stopTimer(step, seat.timers, 'place');
    decideSeat(step, seat, { type: 'timer.place' });
    return;
  }
  const call = step.state.calls.get(leg.owner.call);
  if (call === undefined) return;
  for (const name of waitsFor[leg.owner.slot]) {
    if (call.timers[name] === undefined) continue;
    stopTimer(step, call.timers, name);
    decideCall(step, call, { type: `timer.${name}` });
    return;
  }
};

/** By what timers a call waits for the legs in its slots: a hold moves customer and agent alone, and nobody waits for whoever has left their slot. */
const waitsFor: Readonly<Record<Slot | 'stray', readonly ('hold' | 'place')[]>> = {
  customer: ['hold', 'place'],
  agent: ['hold', 'place'],
  target: ['place'],
  guest: ['place'],
  stray: [],
};

const lost = (step: Step, id: SwitchId): void => {
  if (step.state.lost.has(id)) {
    ignore(step);
    return;
  }
  step.state.lost.add(id);
  publish(step, { type: 'switch.reachable', switch: id, reachable: false, at: step.at });
  for (const call of step.state.calls.values()) if (call.switch === id) confirm(step, call, false);
};

/**
 * The switch can be reached again. What it lists is true: legs that it does not list have ended, those that it lists are where it says.
 * After a restart nothing of before is left. Legs of ours that nobody knows are asked to end; other people's are left alone.
 */
const back = (step: Step, event: EventOf<'switch.back'>): void => {
  const { switch: id, epoch, snapshot } = event;
  const restarted = step.state.epochs.has(id) && step.state.epochs.get(id) !== epoch;
  step.state.epochs.set(id, epoch);
  const wasLost = step.state.lost.delete(id);
  if (wasLost) publish(step, { type: 'switch.reachable', switch: id, reachable: true, at: step.at });
  // Effects sent before the connection was lost have happened by now, or never will: the list says which. Where there is none, they may still
  // have happened. Told the same again, we wait for what we have asked since.
  if (restarted || (wasLost && snapshot !== null)) forgetAsks(step, id);
  const isUnderWay = (leg: Leg): boolean => !wasLost && !restarted && leg.state.at === 'dialling';
  if (snapshot !== null) resync(step, id, snapshot, isUnderWay);
  else if (restarted) resync(step, id, { legs: [] }, isUnderWay);
  offerAnew(step);
};

/**
 * A list is many observations at once: each is taken to quiet before the next, so that no machine is told of a leg that another has already
 * lost. Customers come first: a call that nobody is left to serve asks for no new agent.
 */
const resync = (step: Step, id: SwitchId, { legs }: SwitchSnapshot, isUnderWay: (leg: Leg) => boolean): void => {
  const listed = new Map(legs.map((leg) => [leg.native, leg]));
  for (const leg of customersFirst(step, (one) => one.switch === id)) {
    const seen = listed.get(leg.native);
    if (seen !== undefined) standsAs(step, leg, seen);
    else if (!isUnderWay(leg)) decideLeg(step, leg, toLeg.ended.lost);
    settle(step);
  }
  const orphans = step.state.orphans.get(id);
  for (const native of orphans ?? []) if (!listed.has(native)) orphans?.delete(native);
  for (const { native } of legs) if (isLeftOver(step, id, native)) hangUpUnknown(step, id, native);
  for (const { native, offered: offer } of legs) {
    const isMissed =
      offer !== undefined && legBy(step.state, id, native) === undefined && !isLeftOver(step, id, native);
    if (isMissed) offered(step, { type: 'leg.offered', switch: id, basis: 'seen', native, ...offer });
    settle(step);
  }
};

const forgetAsks = (step: Step, id: SwitchId): void => {
  for (const leg of step.state.legs.values()) {
    if (leg.switch === id) leg.asks = leg.asks.filter(({ placement }) => placement === null);
  }
};

const standsAs = (step: Step, leg: Leg, seen: ListedLeg): void => {
  heard(step, leg);
  if (!seen.up) {
    // What was asked of it while the switch was out of reach was not heard there: that it is to end is said again.
    if (leg.state.at === 'dropping') decideLeg(step, leg, toLeg.answered);
    return;
  }
  decideLeg(step, leg, toLeg.answered);
  const placement = placementSeen(step, leg.switch, seen);
  // What is asked for since the connection is back cannot have happened: that the leg is where it was answers nothing.
  const isAsked = leg.asks.some(({ placement: asked }) => asked !== null);
  if (isAsked && isSame(placement, placementOf(step, leg))) return;
  taps(step, leg, placement);
  decideLeg(step, leg, placedInput(step, placement));
};

/** Nothing was heard of a call for too long, on a switch that cannot be asked: it is presumed to have ended. */
export const presumeEnded = (step: Step, call: Call): void => {
  for (const leg of customersFirst(step, (one) => callOf(step, one) === call.id)) {
    decideLeg(step, leg, toLeg.ended.presumed);
    settle(step);
  }
};

/** The legs as they are now: those that are dialled meanwhile are not meant. */
const customersFirst = (step: Step, isMeant: (leg: Leg) => boolean): readonly Leg[] => {
  const legs = [...step.state.legs.values()].filter(isMeant);
  const isCustomer = ({ owner }: Leg): boolean => owner.kind === 'call' && owner.slot === 'customer';
  return [...legs.filter(isCustomer), ...legs.filter((leg) => !isCustomer(leg))];
};
