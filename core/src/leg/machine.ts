import type { ActOf, Definition, GuardOf, StateConfig, Writable } from '../machine/index.ts';
import type { Cause, Outcome } from '../vocabulary/index.ts';
import {
  newLeg,
  type LegDeed,
  type LegInput,
  type LegOpSlot,
  type LegOut,
  type LegRecord,
  type LegTimer,
} from './vocabulary.ts';

type Leg = Writable<LegRecord>;

const edits = {
  asked: (leg: Leg) => {
    leg.asked = true;
  },
  place: (leg: Leg, input: LegInput) => {
    if (input.type !== 'leg.placed') return;
    leg.place = input.at;
    leg.tapped = input.tapped;
    leg.mode = input.mode;
    leg.asked = false;
  },
  unplace: (leg: Leg) => {
    leg.place = 'none';
    leg.tapped = 0;
    leg.mode = 'none';
  },
  setMuted: (leg: Leg, input: LegInput) => {
    if (input.type === 'leg.muted') leg.muted = input.on;
  },
  openMute: (leg: Leg, input: LegInput) => {
    leg.muteOp = input.type === 'cmd.mute' ? 'mute' : 'unmute';
  },
  closeMute: (leg: Leg) => {
    leg.muteOp = 'none';
  },
  openDigits: (leg: Leg) => {
    leg.digitsOp = true;
  },
  closeDigits: (leg: Leg) => {
    leg.digitsOp = false;
  },
  /** The first reason is the reason: what a switch says after we have hung up is its echo. */
  because: (leg: Leg, input: LegInput, params: { readonly cause: Cause | 'asTold' }) => {
    if (leg.cause !== 'none') return;
    if (params.cause !== 'asTold') leg.cause = params.cause;
    else leg.cause = 'cause' in input ? input.cause : 'normal';
  },
  tried: (leg: Leg) => {
    leg.tries += 1;
  },
};

const tellings = {
  /** Where the leg is by now, if it is anywhere. */
  tellPlace: (leg: LegRecord, _input: LegInput, say: (out: LegOut) => void) => {
    if (leg.place === 'none') return;
    say({ say: 'fact', fact: 'placed' });
    say({ say: 'owner', signal: 'placed' });
  },
  resolve: (
    leg: LegRecord,
    _input: LegInput,
    say: (out: LegOut) => void,
    params: { readonly slot: LegOpSlot; readonly outcome: Outcome },
  ) => {
    const open = params.slot === 'mute' ? leg.muteOp !== 'none' : leg.digitsOp;
    if (open) say({ say: 'resolve', ...params });
  },
};

const guards = {
  isNews: (leg: LegRecord, input: LegInput) =>
    input.type === 'leg.placed' &&
    (leg.asked || input.at !== leg.place || input.tapped !== leg.tapped || input.mode !== leg.mode),
  isSomewhere: (_leg: LegRecord, input: LegInput) => input.type === 'leg.placed' && input.at !== 'none',
  muteIsNews: (leg: LegRecord, input: LegInput) => input.type === 'leg.muted' && input.on !== leg.muted,
  answersMute: (leg: LegRecord, input: LegInput) =>
    input.type === 'leg.muted' && leg.muteOp === (input.on ? 'mute' : 'unmute'),
  isMuted: (leg: LegRecord) => leg.muted,
  muteIsOpen: (leg: LegRecord) => leg.muteOp !== 'none',
  digitsAreOpen: (leg: LegRecord) => leg.digitsOp,
  concerns: (_leg: LegRecord, input: LegInput, params: { readonly deed: LegDeed }) =>
    input.type === 'leg.refused' && input.deed === params.deed,
  maySayAgain: (leg: LegRecord) => leg.tries < 3,
};

type Act = ActOf<typeof edits, typeof tellings, LegOut>;
type Guard = GuardOf<typeof guards>;

const say = (params: LegOut): Act => ({ type: 'say', params });
const startTimer = (timer: LegTimer) => say({ say: 'timer', timer, on: true });
const stopTimer = (timer: LegTimer) => say({ say: 'timer', timer, on: false });
const hangUp = say({ say: 'do', deed: 'hangUp' });
const settleMute = (outcome: Outcome): readonly Act[] => [
  { type: 'resolve', params: { slot: 'mute', outcome } },
  'closeMute',
  stopTimer('mute'),
];
const settleDigits = (outcome: Outcome): readonly Act[] => [
  { type: 'resolve', params: { slot: 'digits', outcome } },
  'closeDigits',
  stopTimer('digits'),
];

const ended = { target: '#leg.ended', actions: { type: 'because', params: { cause: 'asTold' } } } as const;
const told = { target: '#leg.dropping', actions: { type: 'because', params: { cause: 'asTold' } } } as const;
const rangOut = { target: '#leg.dropping', actions: { type: 'because', params: { cause: 'noAnswer' } } } as const;
const unreachable = { target: '#leg.ended', actions: { type: 'because', params: { cause: 'unreachable' } } } as const;
const answered = { target: '#leg.up' } as const;
/** Whoever is put somewhere has answered: the news of that was lost, or is late. */
const connected = { guard: 'isSomewhere', target: '#leg.up', actions: 'place' } as const;

/**
 * The machine of one leg: a filter. Duplicate, late and contradictory events of a switch die here, so that the owner of a leg hears `up` and
 * `gone` exactly once, and a leg that has ended never comes back (ECMA-269 calls the states of a leg connection states).
 */
const config: StateConfig<Act, Guard, LegInput['type']> = {
  id: 'leg',
  initial: 'new',
  on: {
    'sig.asked': { actions: 'asked' },
    'cmd.mute': { actions: say({ say: 'refuse', refusal: { reason: 'notNow' } }) },
    'cmd.unmute': { actions: say({ say: 'refuse', refusal: { reason: 'notNow' } }) },
    'cmd.digits': { actions: say({ say: 'refuse', refusal: { reason: 'notNow' } }) },
  },
  states: {
    new: {
      on: {
        'sig.dial': { target: 'dialling', actions: say({ say: 'do', deed: 'dial' }) },
        // A blind transfer makes the switch dial; the leg is watched like one that we dialled.
        'sig.redirect': { target: 'dialling' },
        'sig.offer': { target: 'offered' },
        'sig.found': { target: 'up' },
      },
    },
    offered: {
      on: {
        'sig.answer': { actions: [say({ say: 'do', deed: 'answer' }), startTimer('ring')] },
        'leg.answered': answered,
        'leg.placed': connected,
        'leg.refused': { ...told, guard: { type: 'concerns', params: { deed: 'answer' } } },
        'leg.ended': ended,
        'sig.hangUp': told,
        'timer.ring': rangOut,
      },
    },
    // Between dialling and the answer the switch rings; a guard timer outlasts its ring time, for switches that forget to stop.
    dialling: {
      entry: startTimer('ring'),
      on: {
        'leg.ringing': { target: 'ringing', actions: say({ say: 'fact', fact: 'ringing' }) },
        'leg.answered': answered,
        'leg.placed': connected,
        'leg.refused': { ...unreachable, guard: { type: 'concerns', params: { deed: 'dial' } } },
        'leg.ended': ended,
        'sig.hangUp': told,
        'timer.ring': rangOut,
      },
    },
    ringing: {
      on: {
        'leg.answered': answered,
        'leg.placed': connected,
        'leg.ended': ended,
        'sig.hangUp': told,
        'timer.ring': rangOut,
      },
    },
    up: {
      entry: [
        stopTimer('ring'),
        say({ say: 'fact', fact: 'answered' }),
        say({ say: 'owner', signal: 'up' }),
        'tellPlace',
      ],
      exit: [...settleMute('callGone'), ...settleDigits('callGone')],
      on: {
        'leg.placed': {
          guard: 'isNews',
          actions: ['place', say({ say: 'fact', fact: 'placed' }), say({ say: 'owner', signal: 'placed' })],
        },
        'leg.played': { actions: say({ say: 'owner', signal: 'played' }) },
        'leg.muted': [
          { guard: 'answersMute', actions: ['setMuted', say({ say: 'fact', fact: 'muted' }), ...settleMute('done')] },
          { guard: 'muteIsNews', actions: ['setMuted', say({ say: 'fact', fact: 'muted' })] },
        ],
        'leg.digits': { guard: 'digitsAreOpen', actions: settleDigits('done') },
        'leg.refused': [
          { guard: { type: 'concerns', params: { deed: 'mute' } }, actions: settleMute('failed') },
          { guard: { type: 'concerns', params: { deed: 'digits' } }, actions: settleDigits('failed') },
        ],
        'leg.ended': ended,
        'sig.hangUp': told,
        'cmd.mute': [
          {
            guard: 'muteIsOpen',
            actions: say({ say: 'refuse', refusal: { reason: 'conflict', with: 'mute' } }),
          },
          { guard: 'isMuted', actions: say({ say: 'refuse', refusal: { reason: 'alreadySo' } }) },
          {
            actions: [
              'openMute',
              say({ say: 'open', slot: 'mute' }),
              say({ say: 'do', deed: 'mute' }),
              startTimer('mute'),
            ],
          },
        ],
        'cmd.unmute': [
          {
            guard: 'muteIsOpen',
            actions: say({ say: 'refuse', refusal: { reason: 'conflict', with: 'mute' } }),
          },
          {
            guard: 'isMuted',
            actions: [
              'openMute',
              say({ say: 'open', slot: 'mute' }),
              say({ say: 'do', deed: 'unmute' }),
              startTimer('mute'),
            ],
          },
          { actions: say({ say: 'refuse', refusal: { reason: 'alreadySo' } }) },
        ],
        'cmd.digits': [
          {
            guard: 'digitsAreOpen',
            actions: say({ say: 'refuse', refusal: { reason: 'conflict', with: 'digits' } }),
          },
          {
            actions: [
              'openDigits',
              say({ say: 'open', slot: 'digits' }),
              say({ say: 'do', deed: 'digits' }),
              startTimer('digits'),
            ],
          },
        ],
        'timer.mute': { actions: settleMute('timedOut') },
        'timer.digits': { actions: settleDigits('timedOut') },
      },
    },
    // Asked to end. A late answer means that the switch did not hear us (known-failures 32): say it again. Silence: three times, then give up.
    dropping: {
      entry: [stopTimer('ring'), 'tried', hangUp, startTimer('kill')],
      exit: stopTimer('kill'),
      on: {
        'leg.answered': { actions: hangUp },
        // What it can still hear and be heard by matters until it is gone.
        'leg.placed': { guard: 'isNews', actions: ['place', say({ say: 'fact', fact: 'placed' })] },
        'leg.muted': { guard: 'muteIsNews', actions: ['setMuted', say({ say: 'fact', fact: 'muted' })] },
        'leg.ended': ended,
        'timer.kill': [
          { guard: 'maySayAgain', actions: ['tried', hangUp, startTimer('kill')] },
          { target: 'ended', actions: say({ say: 'fact', fact: 'orphaned' }) },
        ],
      },
    },
    ended: {
      entry: [stopTimer('ring'), 'unplace', say({ say: 'fact', fact: 'ended' }), say({ say: 'owner', signal: 'gone' })],
    },
  },
};

export const leg: Definition<LegRecord, LegInput, LegOut> = { config, record: newLeg, edits, tellings, guards };
