import { needs, open, place, refuse, refuseIf, resolve, startTimer, stopTimer, type Region } from './words.ts';

const busy = refuseIf('handsOver', { reason: 'conflict', with: 'handover' });
const moving = refuse({ reason: 'conflict', with: 'hold' });

/** Holding the customer: they hear music, the agent is alone. What cannot be done in time is tried the other way round, until it is seen. */
export const hold: Region = {
  initial: 'open',
  on: {
    // A handover moves the customer by itself, and ends the hold.
    'sig.holdReset': { target: '.open', actions: resolve('hold', 'cancelled') },
  },
  states: {
    open: {
      on: {
        'cmd.hold': [busy, needs('treat'), { target: 'holding', actions: open('hold') }],
        'cmd.resume': refuse({ reason: 'notHeld' }),
      },
    },
    holding: {
      entry: [{ type: 'holdMoves', params: { on: true } }, ...place('customer', 'treated'), startTimer('hold')],
      exit: [{ type: 'holdMoves', params: { on: false } }, stopTimer('hold')],
      always: {
        guard: { type: 'placed', params: { at: 'treated' } },
        target: 'held',
        actions: resolve('hold', 'done'),
      },
      on: {
        'cmd.hold': moving,
        'cmd.resume': moving,
        'timer.hold': { target: 'resuming', actions: resolve('hold', 'timedOut') },
      },
    },
    held: {
      on: {
        'cmd.hold': refuse({ reason: 'alreadySo' }),
        'cmd.resume': [busy, { target: 'resuming', actions: open('hold') }],
      },
    },
    resuming: {
      entry: [
        { type: 'holdMoves', params: { on: true } },
        ...place('customer', 'main'),
        'bringAgent',
        startTimer('hold'),
      ],
      exit: [{ type: 'holdMoves', params: { on: false } }, stopTimer('hold')],
      always: { guard: 'isResumed', target: 'open', actions: resolve('hold', 'done') },
      on: {
        'cmd.hold': moving,
        'cmd.resume': moving,
        'timer.hold': { target: 'holding', actions: resolve('hold', 'timedOut') },
      },
    },
  },
};
