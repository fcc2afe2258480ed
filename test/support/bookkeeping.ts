import { assertNever, slots } from '@legwork/core';
import type { Call, EngineState, Leg, Seat, TimerOwner } from '@legwork/core';
import { chartOf, isWithin, type MachineName } from './chart.ts';

/**
 * Where the machines' records and the engine's own books say different things, or a timer runs for nobody, after a step: each a sentence. What a
 * machine remembers in small words is what the engine knows by name: who is in which slot, which command is open, who is present.
 */
export const discrepancies = (state: EngineState): readonly string[] => [
  ...uselessTimers(state),
  ...[...state.calls.values()].flatMap((call) => ofCall(state, call)),
  ...[...state.seats.values()].flatMap(ofSeat),
  ...[...state.agents.values()].flatMap(({ id, op, leg, state: { at, record } }) => [
    ...unless(record.op === (op !== null), `${id}: an open command, or none`),
    ...unless(isBusy(at) === (leg !== null), `${id} is ${at}, with leg ${String(leg)}`),
  ]),
  ...[...state.legs.values()].flatMap(({ id, owner, ops, timers, state: { record } }) => [
    ...unless(
      owner.kind === 'call' ? state.calls.has(owner.call) : state.seats.has(owner.seat),
      `${id} belongs to nobody`,
    ),
    ...unless((record.muteOp !== 'none') === (ops.mute !== undefined), `${id}: an open mute, or none`),
    ...unless(record.digitsOp === (ops.digits !== undefined), `${id}: open digits, or none`),
    ...unless(
      (ops.mute === undefined) === (timers.mute === undefined),
      `${id}: a mute without its timer, or the timer alone`,
    ),
    ...unless(
      (ops.digits === undefined) === (timers.digits === undefined),
      `${id}: digits without their timer, or the timer alone`,
    ),
  ]),
];

const unless = (holds: boolean, what: string): readonly string[] => (holds ? [] : [what]);
const isBusy = (at: string): boolean => at === 'reserved' || at === 'talking';

const ofCall = (state: EngineState, call: Call): readonly string[] => {
  const { id, ops, timers, legs, strays, seats } = call;
  const { record } = call.state;
  const isQuiet = remembersRightly(call);
  const bargers = seats.flatMap((seat, n) => {
    const there = seat === null ? undefined : state.seats.get(seat);
    return there?.state.at === 'present' && there.state.record.wanted === 'barge' ? [n + 1] : [];
  });
  return [
    ...unless(
      isQuiet,
      `${id}: ${call.state.at} remembers a ${record.handover}, failing ${record.failing}, seat ${record.seat}`,
    ),
    ...(['life', 'hold', 'handover', 'recording', 'stop'] as const).flatMap((slot) =>
      unless(record[`${slot}Op`] === (ops[slot] !== undefined), `${id}: an open ${slot}, or none`),
    ),
    ...slots.flatMap((slot) => {
      const leg = legs[slot];
      return unless((record[slot] === 'none') === (leg === null), `${id}: ${slot} ${record[slot]}, leg ${String(leg)}`);
    }),
    ...slots.flatMap((slot) => {
      const leg = legs[slot] === null ? undefined : state.legs.get(legs[slot]);
      return leg === undefined
        ? []
        : unless(
            isWhereItIsSaidToBe(record[slot], leg),
            `${id}: ${slot} ${record[slot]}, but ${leg.state.at} ${leg.state.record.place}${leg.state.record.asked ? ', and asked to be elsewhere' : ''}`,
          );
    }),
    ...unless(timers.claim === undefined || record.lifeOp, `${id}: the timer of a claim without the claim`),
    ...unless(record.strays === strays.length, `${id}: ${record.strays} strays of ${strays.length}`),
    ...unless(
      record.seats === seats.filter((seat) => seat !== null).length,
      `${id}: ${record.seats} seats of ${seats.join()}`,
    ),
    ...unless(
      record.bargers.toSorted((one, other) => one - other).join() === bargers.join(),
      `${id}: ${record.bargers.join()} barge, not ${bargers.join()}`,
    ),
  ];
};

/** A handover is remembered while one is under way, and then only; a call that is being taken down is not asked. */
const remembersRightly = ({ state: { at, record } }: Call): boolean => {
  const { handover, blind, failing, seat, dropped } = record;
  if (/clos/.test(at)) return true;
  if (at.includes('.handover.') && !at.includes('.idle')) return handover !== 'none';
  return handover === 'none' && !blind && failing === 'none' && seat === 0 && dropped === 'none';
};

/** A slot says where its leg is for as long as it was seen there and not asked to be anywhere else. */
const isWhereItIsSaidToBe = (slot: SlotState, { state: { at, record } }: Leg): boolean => {
  switch (slot) {
    case 'coming':
      return at !== 'up';
    case 'up':
      return at === 'up' && (record.asked || record.place === 'none' || record.place === 'tap');
    case 'main':
    case 'side':
    case 'treated':
      return at === 'up' && !record.asked && record.place === slot;
    case 'dropping':
      return at === 'dropping';
    case 'none':
      return false;
    default:
      return assertNever(slot);
  }
};
type SlotState = Call['state']['record']['customer'];

const ofSeat = ({ id, op, state: { at, record } }: Seat): readonly string[] => [
  ...unless(
    !['attaching', 'present', 'changing'].includes(at) || record.agentIsHere,
    `${id} is ${at}, and nobody is there to be tapped`,
  ),
  ...unless(at !== 'parked' || !record.agentIsHere, `${id} is parked, and somebody is there to be tapped`),
  ...unless(record.op === (op !== null), `${id}: an open command, or none`),
];

/** Timers that run though no state would take them: each will fire for nothing, or in a state that it was not meant for. */
const uselessTimers = (state: EngineState): readonly string[] =>
  [...state.timers].flatMap(([timer, owner]) => {
    const at = placeOf(state, owner);
    if (at === null) return [`${timer} outlives its ${owner.kind}`];
    return isWaitedFor(owner, at) ? [] : [`${timer} runs in ${at}`];
  });

const placeOf = (state: EngineState, owner: TimerOwner): string | null => {
  switch (owner.kind) {
    case 'call':
      return state.calls.get(owner.id)?.state.at ?? null;
    case 'leg':
      return state.legs.get(owner.id)?.state.at ?? null;
    case 'seat':
      return state.seats.get(owner.id)?.state.at ?? null;
    case 'agent':
      return state.agents.get(owner.id)?.state.at ?? null;
    case 'queue':
      return state.watches.has(owner.id) ? 'watched' : null;
    default:
      return null;
  }
};

const isWaitedFor = ({ kind, name }: TimerOwner, at: string): boolean => {
  // A call's silence is watched over wherever the call is, and a queue has no machine.
  if (name === 'silence' || kind === 'queue') return true;
  const takers = waiting()[kind].get(`timer.${name}`) ?? [];
  return at.split(' ').some((leaf) => takers.some((path) => isWithin(leaf, path)));
};

type Takers = ReadonlyMap<string, readonly string[]>;
let known: { readonly [Name in MachineName]: Takers } | null = null;
/** The states that take each timer. */
const waiting = (): { readonly [Name in MachineName]: Takers } =>
  (known ??= { call: takersIn('call'), leg: takersIn('leg'), seat: takersIn('seat'), agent: takersIn('agent') });
const takersIn = (machine: MachineName): Takers => {
  const takers = new Map<string, string[]>();
  for (const { from, event } of chartOf(machine).states.flatMap(({ transitions }) => transitions)) {
    if (event?.startsWith('timer.') === true) takers.set(event, [...(takers.get(event) ?? []), from]);
  }
  return takers;
};
