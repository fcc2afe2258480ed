import { handover } from './handover.ts';
import { hold } from './hold.ts';
import {
  closing,
  detach,
  dial,
  drop,
  end,
  isGone,
  isUp,
  keepTreated,
  keepTreatedUnlessMoved,
  needs,
  open,
  parked,
  place,
  queued,
  refuse,
  refuseIf,
  resolve,
  say,
  startTimer,
  stopTimer,
  withoutAgent,
  type Act,
  type Region,
  type Transition,
} from './words.ts';

/** Whoever was to serve the customer does not come. */
const unserved: readonly Act[] = [isGone('agent'), ...resolve('life', 'failed', 'asTold')];
/** They came, and could not be put together with the customer. */
const lateAgent: readonly Act[] = [...detach('agent'), ...resolve('life', 'timedOut')];
/** A call that was parked is parked again. */
const orParked = (actions: readonly Act[]): Transition => ({ guard: 'wasParked', target: parked, actions });

/** A call's life: from the first leg to the last. `talking` holds two regions, because a hold and a handover are told apart there alone. */
export const life: Region = {
  initial: 'new',
  states: {
    new: {
      on: {
        'sig.offered': [
          {
            guard: 'answersAtOnce',
            target: 'open.arriving',
            actions: [{ type: 'set', params: { slot: 'customer', as: 'coming' } }, say({ say: 'answer' })],
          },
          { target: 'open.arriving', actions: { type: 'set', params: { slot: 'customer', as: 'coming' } } },
        ],
        'sig.originated': [
          { guard: 'agentFirst', target: 'open.dialling', actions: [...open('life'), ...dial('agent')] },
          { target: 'open.dialling', actions: [...open('life'), ...dial('customer')] },
        ],
        'sig.found': { target: 'open.talking', actions: 'found' },
      },
    },

    open: {
      initial: 'arriving',
      on: {
        'customer.gone': [
          {
            // The switch moved the customer by itself, and lost them on the way.
            guard: 'blind',
            target: 'closing',
            actions: [
              isGone('customer'),
              ...resolve('handover', 'failed', 'customerLost'),
              end('customerLeft', 'asTold'),
            ],
          },
          { target: 'closing', actions: [isGone('customer'), end('customerLeft', 'asTold')] },
        ],
        'cmd.stop': [needs('hangUp'), { target: 'closing', actions: [...open('stop'), end('stopped', 'normal')] }],
        'cmd.hangUp': [needs('hangUp'), { target: 'closing', actions: [...open('stop'), end('hungUp', 'normal')] }],
        'cmd.supervise': refuse({ reason: 'noAgent' }),
        'cmd.takeover': refuse({ reason: 'noAgent' }),
        'cmd.transfer': refuse({ reason: 'noAgent' }),
      },
      states: {
        arriving: {
          on: {
            'customer.up': { target: 'flow', actions: [isUp('customer'), ...resolve('life', 'done')] },
            'cmd.answer': [
              refuseIf('lifeIsOpen', { reason: 'conflict', with: 'command' }),
              needs('answer'),
              { actions: [...open('life'), say({ say: 'answer' })] },
            ],
            'route.hangUp': { target: closing, actions: end('turnedAway', 'asTold') },
          },
        },

        dialling: {
          on: {
            'agent.up': { actions: [isUp('agent'), ...dial('customer')] },
            'customer.up': [
              { guard: { type: 'here', params: { slot: 'agent' } }, target: 'connecting', actions: isUp('customer') },
              { target: 'flow', actions: [isUp('customer'), ...resolve('life', 'done')] },
            ],
            'agent.gone': {
              target: closing,
              actions: [isGone('agent'), ...resolve('life', 'failed', 'asTold'), end('failed', 'asTold')],
            },
            'customer.gone': {
              target: closing,
              actions: [isGone('customer'), ...resolve('life', 'failed', 'asTold'), end('failed', 'asTold')],
            },
          },
        },

        // The routing decides where the call goes from where it is; menus and voicemail will live here.
        flow: {
          entry: say({ say: 'route' }),
          exit: stopTimer('announce'),
          on: {
            'route.queue': { target: 'queued', actions: 'comesFirst' },
            'route.announce': { actions: [say({ say: 'play' }), startTimer('announce')] },
            'route.number': {
              target: 'offering',
              actions: [{ type: 'offers', params: { number: true } }, ...place('customer', 'treated')],
            },
            'route.hangUp': { target: closing, actions: end('turnedAway', 'asTold') },
            'customer.played': { actions: [stopTimer('announce'), say({ say: 'route' })] },
            'timer.announce': { actions: say({ say: 'route' }) },
          },
        },

        queued: {
          entry: [
            ...resolve('hold', 'cancelled'),
            { type: 'parks', params: { on: false } },
            ...place('customer', 'treated'),
            'enqueue',
            startTimer('wait'),
            startTimer('place'),
          ],
          exit: [say({ say: 'acd', do: 'leave' }), stopTimer('wait'), stopTimer('place')],
          on: {
            'acd.agent': { target: 'offering' },
            'cmd.pickUp': { target: 'offering', actions: open('life') },
            // Waited long enough: on to where the routing sends those who overflow.
            'timer.wait': { target: 'flow' },
            ...keepTreated,
          },
        },

        offering: {
          entry: ['ring', { type: 'set', params: { slot: 'agent', as: 'coming' } }, startTimer('place')],
          exit: [{ type: 'offers', params: { number: false } }, stopTimer('place')],
          on: {
            ...keepTreatedUnlessMoved,
            'agent.up': { target: 'connecting', actions: isUp('agent') },
            'agent.gone': [
              { guard: 'offersNumber', target: 'flow', actions: isGone('agent') },
              orParked(unserved),
              // An agent is offered to a call that is parked, or has a queue.
              { target: queued, actions: [...unserved, 'comesBack'] },
            ],
          },
        },

        connecting: {
          entry: [...place('customer', 'main'), ...place('agent', 'main'), startTimer('place')],
          exit: stopTimer('place'),
          always: {
            guard: { type: 'bothIn', params: { slots: ['customer', 'agent'], at: 'main' } },
            target: 'talking',
          },
          on: {
            'agent.gone': [orParked(unserved), ...withoutAgent(unserved)],
            'timer.place': [orParked(lateAgent), ...withoutAgent(lateAgent)],
          },
        },

        talking: {
          type: 'parallel',
          entry: [...resolve('life', 'done'), say({ say: 'seats', signal: 'agentHere' })],
          exit: [
            stopTimer('claim'),
            ...resolve('life', 'callGone'),
            // Seats hear of it before a lent leg comes back: it must not tap an agent who is leaving.
            'partFromSeats',
            'lendBack',
            'takeBack',
            ...detach('target'),
            ...detach('guest'),
          ],
          on: {
            'cmd.supervise': [
              refuseIf('seatsAreTaken', { reason: 'full' }),
              refuseIf(
                { type: 'lacksMode', params: { mode: 'monitor' } },
                { reason: 'unsupported', capability: 'monitor' },
              ),
              refuseIf(
                { type: 'lacksMode', params: { mode: 'whisper' } },
                { reason: 'unsupported', capability: 'whisper' },
              ),
              refuseIf(
                { type: 'lacksMode', params: { mode: 'barge' } },
                { reason: 'unsupported', capability: 'barge' },
              ),
              { actions: say({ say: 'openSeat' }) },
            ],
            'cmd.claim': [
              refuseIf('ours', { reason: 'alreadySo' }),
              needs('claim'),
              refuseIf('lifeIsOpen', { reason: 'conflict', with: 'claim' }),
              { actions: [...open('life'), say({ say: 'claim' }), startTimer('claim')] },
            ],
            'call.claimed': { actions: ['claimed', stopTimer('claim'), ...resolve('life', 'done')] },
            'claim.refused': { actions: [stopTimer('claim'), ...resolve('life', 'failed')] },
            'timer.claim': { actions: resolve('life', 'timedOut') },
          },
          states: { hold, handover },
        },

        parked: {
          entry: [
            { type: 'parks', params: { on: true } },
            ...place('customer', 'treated'),
            startTimer('park'),
            startTimer('place'),
          ],
          exit: [stopTimer('park'), stopTimer('place')],
          on: {
            'cmd.pickUp': { target: 'offering', actions: open('life') },
            // Nobody came: better a queue than nothing.
            'timer.park': [...withoutAgent([])],
            ...keepTreated,
          },
        },
      },
    },

    closing: {
      entry: [
        ...resolve('life', 'callGone'),
        ...resolve('hold', 'callGone'),
        ...resolve('handover', 'callGone'),
        ...resolve('recording', 'callGone'),
        say({ say: 'self', signal: 'sig.recordingReset' }),
        say({ say: 'seats', signal: 'callGone' }),
        ...drop('customer'),
        ...drop('agent'),
      ],
      always: { guard: 'everyLegIsGone', target: 'closed' },
      on: {
        'cmd.stop': refuse({ reason: 'alreadySo' }),
        'cmd.hangUp': refuse({ reason: 'alreadySo' }),
      },
    },

    closed: {
      entry: [...resolve('stop', 'done'), say({ say: 'closed' })],
    },
  },
};
