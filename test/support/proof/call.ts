import { call, capabilities, causes, modes, slots } from '@legwork/core';
import type { CallInput, CallOut, CallRecord, Capability, MachineState, Slot } from '@legwork/core';
import type { Proof, Scope } from './compare.ts';

/**
 * The machine of a call has more states than can be looked at one by one: some of what it counts and remembers is nothing to the rest. So it is
 * explored in parts, each of them to its end, with whatever its legs, its timers and people may do.
 */
const bit = (...lacking: readonly Capability[]): number =>
  lacking.reduce((bits, one) => bits | (1 << capabilities.indexOf(one)), 0);

const yesOrNo = [false, true];
const some = ['normal', 'busy'] as const;
const whereabouts = ['none', 'main', 'side', 'treated'] as const;
const timers = ['place', 'hold', 'wait', 'park', 'announce', 'recording', 'blind', 'claim'] as const;

const alphabet: readonly CallInput[] = [
  ...slots.flatMap((slot): readonly CallInput[] => [
    { type: `${slot}.up` },
    ...whereabouts.map((at): CallInput => ({ type: `${slot}.placed`, at })),
    ...some.map((cause): CallInput => ({ type: `${slot}.gone`, cause })),
  ]),
  { type: 'stray.gone' },
  { type: 'customer.played' },
  { type: 'sig.offered', answer: true },
  { type: 'sig.offered', answer: false },
  { type: 'sig.originated', first: 'customer' },
  { type: 'sig.originated', first: 'agent' },
  { type: 'sig.found' },
  { type: 'route.queue' },
  { type: 'route.announce' },
  { type: 'route.number' },
  { type: 'route.hangUp', cause: 'busy' },
  { type: 'acd.agent' },
  ...timers.map((timer): CallInput => ({ type: `timer.${timer}` })),
  { type: 'record.started' },
  { type: 'record.stopped' },
  { type: 'record.refused' },
  { type: 'call.claimed' },
  { type: 'claim.refused' },
  { type: 'seat.opened' },
  ...[1, 2].flatMap((seat): readonly CallInput[] => [
    { type: 'seat.closed', seat },
    { type: 'seat.barges', seat },
    { type: 'seat.hushes', seat },
  ]),
  { type: 'sig.holdReset' },
  { type: 'sig.recordingReset' },
  { type: 'cmd.answer' },
  { type: 'cmd.hold' },
  { type: 'cmd.resume' },
  { type: 'cmd.complete' },
  { type: 'cmd.cancel' },
  { type: 'cmd.park' },
  { type: 'cmd.pickUp' },
  { type: 'cmd.hangUp' },
  { type: 'cmd.claim' },
  { type: 'cmd.stop' },
  { type: 'cmd.addParty' },
  { type: 'cmd.consult' },
  ...(['agent', 'number', 'queue'] as const).map((to): CallInput => ({ type: 'cmd.transfer', to })),
  { type: 'cmd.takeover', seat: 0, seatIsReady: false },
  { type: 'cmd.takeover', seat: 1, seatIsReady: true },
  { type: 'cmd.takeover', seat: 1, seatIsReady: false },
  ...modes.map((mode): CallInput => ({ type: 'cmd.supervise', mode })),
  ...slots.map((slot): CallInput => ({ type: 'cmd.drop', slot })),
  { type: 'cmd.record', on: true },
  { type: 'cmd.record', on: false },
];

/** What a part is about, beside what every part has: legs that come, are placed and go, takeovers, transfers, consults, and the end. */
interface About {
  readonly hold?: true;
  readonly guest?: true;
  readonly seat?: true;
  readonly recording?: true;
  readonly adrift?: true;
  readonly found?: true;
  readonly lacks?: number;
  readonly strays?: number;
}

const isHere = (slot: CallRecord[Slot]): boolean => whereabouts.some((at) => at === slot) && slot !== 'none';
const isHereOrUp = (slot: CallRecord[Slot]): boolean => slot === 'up' || isHere(slot);

/** The slot that a type of input is about: looked up millions of times. */
const slotsOfTypes = new Map(
  alphabet.map(({ type }) => [type, slots.find((one) => type.startsWith(`${one}.`))] as const),
);

/** Whatever can happen to a call does, in any order; only what the leg's own machine would never say of it is left out. */
const can = (about: About, { at, record }: MachineState<CallRecord>, input: CallInput): boolean => {
  const life = at.slice(0, at.indexOf(' '));
  const { type } = input;
  if (life === 'life.new') return type === 'sig.found' ? about.found === true : type.startsWith('sig.') && !about.found;
  const slot = slotsOfTypes.get(type);
  if (slot !== undefined && type === `${slot}.up`) return record[slot] === 'coming';
  if (slot !== undefined && type === `${slot}.placed` && 'at' in input) {
    const isSeen = input.at === 'main' || input.at === 'treated' || about.adrift === true;
    return isSeen && isHereOrUp(record[slot]) && record[slot] !== input.at;
  }
  if (slot !== undefined && type === `${slot}.gone` && 'cause' in input)
    return record[slot] !== 'none' && (input.cause === 'normal' || slot === 'agent');
  if (type === 'stray.gone') return record.strays > 0;
  if (type.startsWith('sig.offered') || type.startsWith('sig.originated') || type === 'sig.found') return false;
  if (type.startsWith('route.')) return life === 'life.open.flow' || life === 'life.open.arriving';
  if (type === 'acd.agent') return life === 'life.open.queued';
  if (type === 'timer.claim' || type === 'call.claimed' || type === 'claim.refused')
    return record.lifeOp && !record.ours;
  if (type.startsWith('record.') || type === 'cmd.record' || type === 'timer.recording')
    return about.recording === true;
  if (type === 'cmd.hold' || type === 'cmd.resume' || type === 'timer.hold') return about.hold === true;
  if (type === 'cmd.addParty' || type === 'cmd.drop') return about.guest === true;
  if ('seat' in input && input.seat === 2) return false;
  if (type === 'seat.opened') return about.seat === true && at.includes('talking') && record.seats < 1;
  if (type === 'seat.closed') return record.seats > 0;
  if (type === 'seat.barges') return record.seats > 0 && record.seat === 0 && record.bargers.length === 0;
  if (type === 'seat.hushes') return record.bargers.length > 0;
  if (type === 'cmd.takeover' && input.seat > 0) return record.seats > 0;
  return true;
};

const part = (name: string, about: About): Scope<CallRecord, CallInput> => ({
  name,
  begins: { ...call.record, lacks: about.lacks ?? 0 },
  leads: (state, input) => can(about, state, input),
  holds: ({ strays }) => strays <= (about.strays ?? 0),
});

export const callProof: Proof<CallRecord, CallInput, CallOut> = {
  name: 'call',
  definition: call,
  alphabet,
  scopes: [
    part('holds', { hold: true, strays: 1 }),
    part('third parties', { guest: true }),
    part('a supervisor', { seat: true }),
    part('a switch that lets go', { adrift: true }),
    part('recording', { recording: true }),
    part('a call that was found', { found: true, hold: true }),
    part('no dialling first', { lacks: bit('dialFirst') }),
    part('no treating', { lacks: bit('treat'), hold: true }),
    part('no joining', { lacks: bit('join') }),
    part('a switch that does what it likes', { lacks: bit('dialFirst', 'redirect') }),
    part('a switch that does nothing', { lacks: bit(...capabilities) }),
  ],
  domains: {
    customer: ['none', 'coming', 'up', 'main', 'side', 'treated', 'dropping'],
    agent: ['none', 'coming', 'up', 'main', 'side', 'treated', 'dropping'],
    target: ['none', 'coming', 'up', 'main', 'side', 'treated', 'dropping'],
    guest: ['none', 'coming', 'up', 'main', 'side', 'treated', 'dropping'],
    strays: [0, 1],
    // What changes the way a call goes, one by one; the rest is asked for by one guard each.
    lacks: [
      0,
      bit('treat'),
      bit('join'),
      bit('dialFirst'),
      bit('dialFirst', 'redirect'),
      bit('hangUp'),
      bit(...capabilities),
    ],
    ours: yesOrNo,
    requeues: yesOrNo,
    front: yesOrNo,
    wasParked: yesOrNo,
    offersNumber: yesOrNo,
    handover: ['none', 'takeover', 'transfer', 'consult', 'add', 'queue', 'park', 'promote', 'drop', 'mend'],
    blind: yesOrNo,
    failing: ['none', 'asked', 'timedOut', 'busy'],
    seat: [0, 1],
    dropped: ['none', ...slots],
    holdMoves: yesOrNo,
    // As many as there may be is four.
    seats: [0, 3, 4],
    bargers: [[], [1], [2, 1]],
    end: ['none', 'customerLeft'],
    cause: causes,
    lifeOp: yesOrNo,
    holdOp: yesOrNo,
    handoverOp: yesOrNo,
    recordingOp: yesOrNo,
    stopOp: yesOrNo,
  },
};
