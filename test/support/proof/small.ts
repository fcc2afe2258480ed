import { agent, causes, leg, modes, places, seat } from '@legwork/core';
import type {
  AgentInput,
  AgentOut,
  AgentRecord,
  LegInput,
  LegOut,
  LegRecord,
  SeatInput,
  SeatOut,
  SeatRecord,
} from '@legwork/core';
import type { Proof } from './compare.ts';

/** The three small machines: everything they can be told, in every state, in any order. */

const yesOrNo = [false, true];
/** What only passes through is one that means something, and one that does not. */
const some = ['normal', 'busy'] as const;

export const legProof: Proof<LegRecord, LegInput, LegOut> = {
  name: 'leg',
  definition: leg,
  alphabet: [
    { type: 'sig.dial' },
    { type: 'sig.redirect' },
    { type: 'sig.offer' },
    { type: 'sig.found' },
    { type: 'sig.answer' },
    { type: 'sig.asked' },
    ...some.map((cause) => ({ type: 'sig.hangUp', cause }) as const),
    { type: 'leg.ringing' },
    { type: 'leg.answered' },
    ...places.filter((at) => at !== 'tap').map((at) => ({ type: 'leg.placed', at, tapped: 0, mode: 'none' }) as const),
    ...[1, 2].flatMap((tapped) =>
      (['none', ...modes] as const).map((mode) => ({ type: 'leg.placed', at: 'tap', tapped, mode }) as const),
    ),
    { type: 'leg.muted', on: true },
    { type: 'leg.muted', on: false },
    { type: 'leg.digits' },
    { type: 'leg.played' },
    ...some.map((cause) => ({ type: 'leg.ended', cause }) as const),
    ...(['dial', 'answer', 'hangUp', 'mute', 'unmute', 'digits'] as const).map(
      (deed) => ({ type: 'leg.refused', deed }) as const,
    ),
    { type: 'timer.ring' },
    { type: 'timer.kill' },
    { type: 'timer.mute' },
    { type: 'timer.digits' },
    { type: 'cmd.mute' },
    { type: 'cmd.unmute' },
    { type: 'cmd.digits' },
  ],
  scopes: [{ name: 'anything', begins: leg.record, leads: () => true, holds: () => true }],
  domains: {
    place: places,
    tapped: [0, 1, 2],
    mode: ['none', ...modes],
    muted: yesOrNo,
    asked: yesOrNo,
    tries: [0, 1, 2, 3],
    cause: ['none', ...causes],
    muteOp: ['none', 'mute', 'unmute'],
    digitsOp: yesOrNo,
  },
};

const lacks: readonly SeatRecord['lacks'][] = [
  [],
  ['whisper'],
  ['barge'],
  ['treat'],
  ['whisper', 'barge'],
  ['whisper', 'treat'],
  ['barge', 'treat'],
  ['whisper', 'barge', 'treat'],
];

export const seatProof: Proof<SeatRecord, SeatInput, SeatOut> = {
  name: 'seat',
  definition: seat,
  alphabet: [
    { type: 'sig.open' },
    { type: 'leg.up' },
    ...yesOrNo.flatMap((current) => [
      ...places.map((at) => ({ type: 'leg.placed', at, mode: 'none', current }) as const),
      ...modes.map((mode) => ({ type: 'leg.placed', at: 'tap', mode, current }) as const),
      { type: 'leg.placed', at: 'main', mode: 'barge', current } as const,
    ]),
    ...some.map((cause) => ({ type: 'leg.gone', cause }) as const),
    { type: 'call.agentHere' },
    { type: 'call.agentLeft' },
    { type: 'call.gone' },
    { type: 'sig.lend' },
    { type: 'sig.lendBack' },
    { type: 'sig.become' },
    { type: 'agent.loggedOut' },
    { type: 'timer.place' },
    { type: 'timer.follow' },
    ...modes.map((mode) => ({ type: 'cmd.switchMode', mode }) as const),
    { type: 'cmd.leave' },
  ],
  scopes: lacks.flatMap((missing) =>
    (['call', 'agent'] as const).flatMap((scope) =>
      modes.map((wanted) => ({
        name: `${wanted}, follows the ${scope}, lacks ${missing.join(' ')}`,
        begins: { ...seat.record, scope, wanted, lacks: missing },
        leads: () => true,
        holds: () => true,
      })),
    ),
  ),
  domains: {
    wanted: modes,
    mode: ['none', ...modes],
    scope: ['call', 'agent'],
    lacks,
    agentIsHere: yesOrNo,
    op: yesOrNo,
  },
};

export const agentProof: Proof<AgentRecord, AgentInput, AgentOut> = {
  name: 'agent',
  definition: agent,
  alphabet: [
    ...(['logIn', 'ready', 'away', 'wrapUp', 'logOut'] as const).map((asked) => ({ type: `cmd.${asked}` }) as const),
    ...(['reserve', 'answered', 'missed', 'calledOff'] as const).map((told) => ({ type: `sig.${told}` }) as const),
    { type: 'sig.over', wrapsUp: true },
    { type: 'sig.over', wrapsUp: false },
    { type: 'timer.wrapUp' },
  ],
  scopes: [{ name: 'anything', begins: agent.record, leads: () => true, holds: () => true }],
  domains: { next: ['available', 'away', 'offline'], wrapsUp: yesOrNo, op: yesOrNo },
};
