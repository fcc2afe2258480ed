import type { Definition } from '../machine/index.ts';
import { slots } from '../vocabulary/index.ts';
import { edits } from './edits.ts';
import { guards } from './guards.ts';
import { life } from './life.ts';
import { recording } from './recording.ts';
import { tellings } from './tellings.ts';
import { newCall, type CallInput, type CallOut, type CallRecord } from './vocabulary.ts';
import { isGone, isUp, refuse, type Region, type Transition } from './words.ts';

const notNow = refuse({ reason: 'notNow' });

/** What is observed of a leg enters the record here, and states move on by what is true; only a few look at the event itself. */
const observations: { readonly [type: string]: Transition } = Object.fromEntries(
  slots.flatMap((slot): [string, Transition][] => [
    [`${slot}.up`, { actions: isUp(slot) }],
    [`${slot}.placed`, { actions: { type: 'settle', params: { slot } } }],
    [`${slot}.gone`, { actions: isGone(slot) }],
  ]),
);

/**
 * The machine of one call (ECMA-269 §6.1: call states): its life, and beside it the recording. Each command is handled in exactly one region;
 * one that no state takes is refused here as `notNow`.
 */
const config: Region = {
  id: 'call',
  type: 'parallel',
  on: {
    ...observations,
    'stray.gone': { actions: 'strayIsGone' },
    'seat.opened': { actions: 'seatOpened' },
    'seat.closed': { actions: 'seatClosed' },
    'seat.barges': { actions: 'seatBarges' },
    'seat.hushes': { actions: 'seatHushes' },
    'cmd.answer': notNow,
    'cmd.hold': notNow,
    'cmd.resume': notNow,
    'cmd.transfer': notNow,
    'cmd.consult': notNow,
    'cmd.complete': notNow,
    'cmd.cancel': notNow,
    'cmd.addParty': notNow,
    'cmd.park': notNow,
    'cmd.pickUp': notNow,
    'cmd.hangUp': notNow,
    'cmd.claim': notNow,
    'cmd.supervise': notNow,
    'cmd.takeover': notNow,
    'cmd.stop': notNow,
    'cmd.drop': notNow,
    'cmd.record': notNow,
  },
  states: { life, recording },
};

export const call: Definition<CallRecord, CallInput, CallOut> = { config, record: newCall, edits, tellings, guards };
