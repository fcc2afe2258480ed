import { needs, open, refuse, refuseIf, resolve, say, startTimer, stopTimer, type Region } from './words.ts';

const moving = refuse({ reason: 'conflict', with: 'recording' });

/** Recording the call's main mix. A recording that starts or stops unasked is believed. */
export const recording: Region = {
  initial: 'off',
  on: {
    'sig.recordingReset': { target: '.off' },
  },
  states: {
    off: {
      on: {
        'cmd.record': [
          refuseIf('nobodyTalks', { reason: 'notNow' }),
          refuseIf('asksToStop', { reason: 'alreadySo' }),
          needs('record'),
          { target: 'starting', actions: open('recording') },
        ],
        'record.started': { target: 'on' },
      },
    },
    starting: {
      entry: [say({ say: 'record', on: true }), startTimer('recording')],
      exit: stopTimer('recording'),
      on: {
        'cmd.record': moving,
        'record.started': { target: 'on', actions: resolve('recording', 'done') },
        'record.stopped': { target: 'off', actions: resolve('recording', 'failed') },
        'record.refused': { target: 'off', actions: resolve('recording', 'failed') },
        'timer.recording': { target: 'off', actions: resolve('recording', 'timedOut') },
      },
    },
    on: {
      on: {
        'cmd.record': [
          refuseIf('isOver', { reason: 'notNow' }),
          refuseIf('asksToRecord', { reason: 'alreadySo' }),
          { target: 'stopping', actions: open('recording') },
        ],
        'record.stopped': { target: 'off' },
      },
    },
    stopping: {
      entry: [say({ say: 'record', on: false }), startTimer('recording')],
      exit: stopTimer('recording'),
      on: {
        'cmd.record': moving,
        'record.stopped': { target: 'off', actions: resolve('recording', 'done') },
        'record.refused': { target: 'on', actions: resolve('recording', 'failed') },
        'timer.recording': { target: 'on', actions: resolve('recording', 'timedOut') },
      },
    },
  },
};
