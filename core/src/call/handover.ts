import type { Handover } from './vocabulary.ts';
import {
  closing,
  detach,
  dial,
  drop,
  end,
  isAdrift,
  isGone,
  isUp,
  keepTreated,
  letGo,
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
  treat,
  treatAgain,
  withoutAgent,
  type Act,
  type Region,
} from './words.ts';

const here = (state: string) => `#call.life.open.talking.handover.${state}`;

const holdMoves = refuseIf('holdMoves', { reason: 'conflict', with: 'hold' });
const conflict = refuse({ reason: 'conflict', with: 'handover' });
const begin = (handover: Handover): readonly Act[] => [{ type: 'begin', params: { handover } }, ...open('handover')];
const done: readonly Act[] = [...resolve('handover', 'done'), 'conclude'];
/** What was undone, or could not be: cancelled, timed out, or failed with its cause. */
const undone: readonly Act[] = ['resolveUndone', { type: 'close', params: { slot: 'handover' } }, 'conclude'];
const fail = (why: 'asked' | 'timedOut' | 'asTold'): Act => ({ type: 'fail', params: { why } });
/** A handover moves the customer by itself; whatever the hold was about is over. */
const resetHold = say({ say: 'self', signal: 'sig.holdReset' });
/** The seats tapped an agent who is not there any more; they follow to the next. */
const newAgent: readonly Act[] = [
  say({ say: 'seats', signal: 'agentLeft' }),
  say({ say: 'seats', signal: 'agentHere' }),
];
/** The third party is the one who talks with the customer from now on. */
const guestStays: readonly Act[] = [
  ...done,
  { type: 'become', params: { from: 'guest', to: 'agent' } },
  say({ say: 'become', from: 'guest', to: 'agent' }),
  ...newAgent,
];
/** A cancel takes the place of the handover it cancels, and is done when customer and agent talk again. */
const cancel: readonly Act[] = [...resolve('handover', 'cancelled'), ...open('handover'), fail('asked')];
const redirect: readonly Act[] = [
  { type: 'set', params: { slot: 'target', as: 'coming' } },
  say({ say: 'redirect', slot: 'target' }),
];

const customerAndAgent = { type: 'bothIn', params: { slots: ['customer', 'agent'], at: 'main' } } as const;
const customerAndTarget = { type: 'bothIn', params: { slots: ['customer', 'target'], at: 'main' } } as const;
const agentAndTarget = { type: 'bothIn', params: { slots: ['agent', 'target'], at: 'side' } } as const;
const agentIsOut = { type: 'none', params: { slot: 'agent' } } as const;
const lacksDialFirst = { type: 'lacks', params: { capability: 'dialFirst' } } as const;

const putTogether: readonly Act[] = [...place('customer', 'main'), ...place('agent', 'main'), startTimer('place')];
/** Whatever the hold was about is over. */
const putTogetherUnheld: readonly Act[] = [resetHold, ...putTogether];

/**
 * Takeover, transfer, consult, adding and dropping a party share this region, so that they exclude each other by construction.
 * No customer is moved before there is somebody to move them to, and no agent is dropped before the customer has been seen with the next.
 */
export const handover: Region = {
  initial: 'steady',
  on: {
    'cmd.takeover': conflict,
    'cmd.transfer': conflict,
    'cmd.consult': conflict,
    'cmd.addParty': conflict,
    'cmd.park': conflict,
    'cmd.drop': conflict,
  },
  states: {
    steady: {
      initial: 'idle',
      on: {
        'agent.gone': [
          {
            guard: 'hasBarger',
            target: here('joining'),
            actions: [
              isGone('agent'),
              ...resolve('handover', 'done'),
              { type: 'begin', params: { handover: 'promote' } },
              say({ say: 'lend' }),
              'lend',
            ],
          },
          { guard: 'guestHasCustomer', target: here('steady.idle'), actions: guestStays },
          // The customer is held, or was to be put together with the agent who has gone.
          { guard: { type: 'here', params: { slot: 'guest' } }, target: here('steady.mending'), actions: guestStays },
          { guard: 'leftNormally', target: closing, actions: [isGone('agent'), end('agentLeft', 'asTold')] },
          ...withoutAgent([isGone('agent'), ...done]),
        ],
      },
      states: {
        idle: {
          entry: 'bringGuest',
          exit: stopTimer('place'),
          on: {
            'guest.placed': { guard: 'adrift', actions: [letGo('guest'), 'bringGuest'] },
            'timer.place': { actions: 'bringGuest' },
            'cmd.takeover': [
              holdMoves,
              refuseIf('ownSeatMoves', { reason: 'conflict', with: 'change' }),
              refuseIf('movesNobody', { reason: 'unsupported', capability: 'redirect' }),
              { guard: lacksDialFirst, target: here('blind'), actions: [...begin('takeover'), ...redirect] },
              needs('join'),
              {
                guard: 'ownSeat',
                target: here('joining'),
                actions: [...begin('takeover'), say({ say: 'lend' }), 'lend'],
              },
              { target: here('dialling'), actions: begin('takeover') },
            ],
            'cmd.transfer': [
              holdMoves,
              { ...needs('treat'), guard: 'toQueueUntreated' },
              { guard: 'toQueue', target: here('requeueing'), actions: begin('queue') },
              refuseIf('movesNobody', { reason: 'unsupported', capability: 'redirect' }),
              { guard: lacksDialFirst, target: here('blind'), actions: [...begin('transfer'), ...redirect] },
              needs('join'),
              { target: here('dialling'), actions: begin('transfer') },
            ],
            'cmd.consult': [
              holdMoves,
              needs('dialFirst'),
              needs('join'),
              needs('treat'),
              { target: here('dialling'), actions: [...begin('consult'), ...treat, resetHold] },
            ],
            'cmd.addParty': [
              holdMoves,
              refuseIf({ type: 'taken', params: { slot: 'guest' } }, { reason: 'full' }),
              needs('dialFirst'),
              needs('join'),
              { target: here('dialling'), actions: begin('add') },
            ],
            'cmd.park': [holdMoves, needs('treat'), { target: here('requeueing'), actions: begin('park') }],
            'cmd.drop': [
              refuseIf('dropsCustomer', {
                reason: 'invalid',
                field: 'leg',
                allowed: 'any leg but the customer’s: to end the call, stop it',
              }),
              needs('hangUp'),
              { target: here('steady.dropping'), actions: [...begin('drop'), 'aimDrop'] },
            ],
            // The switch let go of one of them, and nobody asked it to (known-failures 23, 26): put them together again.
            'customer.placed': { guard: 'adrift', target: here('steady.mending'), actions: letGo('customer') },
            'agent.placed': { guard: 'adriftFromCustomer', target: here('steady.mending'), actions: letGo('agent') },
          },
        },
        // Customer and agent talk on until the leg has ended. Whom the switch lets go of by itself is brought back, until both are seen.
        dropping: {
          entry: ['hangUpDropped', 'dropDropped'],
          exit: stopTimer('place'),
          on: {
            'customer.placed': { guard: 'adrift', actions: putTogetherUnheld },
            'agent.placed': { guard: 'adriftFromCustomer', actions: putTogether },
            'timer.place': [{ guard: customerAndAgent }, { actions: putTogether }],
            'guest.gone': [
              {
                guard: 'dropsGuestAdrift',
                target: 'mending',
                actions: [isGone('guest'), ...resolve('handover', 'done')],
              },
              {
                guard: { type: 'drops', params: { slot: 'guest' } },
                target: 'idle',
                actions: [isGone('guest'), ...done],
              },
            ],
          },
        },
        mending: {
          entry: [
            // A hold would undo it: whoever asks for one now is refused.
            { type: 'begin', params: { handover: 'mend' } },
            ...putTogetherUnheld,
          ],
          exit: ['conclude', stopTimer('place')],
          always: { guard: customerAndAgent, target: 'idle' },
          on: {
            'timer.place': [...withoutAgent(detach('agent'))],
          },
        },
      },
    },

    // A target who goes leaves the slot here where customer and agent stay together; to undo is to vacate it, and so is to leave `talking`.
    // The customer talks on with the agent, or is treated: for a consult, and where the agent is lost on the way.
    // Whom the switch lets go of by itself is brought back, until they are seen there.
    dialling: {
      entry: dial('target'),
      exit: stopTimer('place'),
      on: {
        'customer.placed': [{ guard: 'adriftFromAgent', actions: putTogetherUnheld }, isAdrift],
        'agent.placed': { guard: 'adriftFromCustomer', actions: putTogether },
        'timer.place': [{ guard: customerAndAgent }, { guard: 'belongTogether', actions: putTogether }, ...treatAgain],
        'target.up': [
          { guard: 'consultsAgent', target: 'meeting', actions: isUp('target') },
          { target: 'joining', actions: isUp('target') },
        ],
        'target.gone': [
          { guard: 'stillTogether', target: 'steady', actions: [isGone('target'), fail('asTold'), ...undone] },
          { target: 'undoing', actions: fail('asTold') },
        ],
        'agent.gone': {
          actions: [isGone('agent'), ...treat, say({ say: 'seats', signal: 'agentLeft' })],
        },
        'cmd.cancel': [
          { guard: 'stillTogether', target: 'steady', actions: [...cancel, ...detach('target'), ...undone] },
          { target: 'undoing', actions: cancel },
        ],
      },
    },

    meeting: {
      entry: [...place('agent', 'side'), ...place('target', 'side'), startTimer('place')],
      exit: stopTimer('place'),
      always: { guard: agentAndTarget, target: 'consulting', actions: resolve('handover', 'done') },
      on: {
        'agent.gone': { target: 'joining', actions: [isGone('agent'), say({ say: 'seats', signal: 'agentLeft' })] },
        'target.gone': { target: 'undoing', actions: fail('asTold') },
        'timer.place': { target: 'undoing', actions: fail('timedOut') },
        'cmd.cancel': { target: 'undoing', actions: cancel },
      },
    },

    consulting: {
      entry: startTimer('place'),
      exit: stopTimer('place'),
      on: {
        ...keepTreated,
        'cmd.complete': { target: 'joining', actions: open('handover') },
        'agent.placed': { guard: 'adrift', target: 'meeting', actions: letGo('agent') },
        'target.placed': { guard: 'adrift', target: 'meeting', actions: letGo('target') },
        'agent.gone': { target: 'joining', actions: [isGone('agent'), say({ say: 'seats', signal: 'agentLeft' })] },
        'target.gone': { target: 'undoing' },
        'cmd.cancel': { target: 'undoing', actions: cancel },
      },
    },

    joining: {
      entry: [resetHold, ...place('customer', 'main'), ...place('target', 'main', 'agent'), startTimer('place')],
      exit: stopTimer('place'),
      always: [
        {
          guard: 'added',
          target: 'steady',
          actions: [
            { type: 'become', params: { from: 'target', to: 'guest' } },
            say({ say: 'become', from: 'target', to: 'guest' }),
            ...done,
          ],
        },
        { guard: customerAndTarget, target: 'releasing' },
      ],
      on: {
        'target.gone': { target: 'undoing', actions: fail('asTold') },
        'timer.place': { target: 'undoing', actions: fail('timedOut') },
      },
    },

    releasing: {
      entry: drop('agent'),
      always: [
        {
          guard: { type: 'outAndHanding', params: { over: 'queue' } },
          target: queued,
          actions: [...done, 'comesFirst'],
        },
        { guard: { type: 'outAndHanding', params: { over: 'park' } }, target: parked, actions: done },
        {
          guard: agentIsOut,
          target: 'steady',
          actions: [
            { type: 'become', params: { from: 'target', to: 'agent' } },
            say({ say: 'become', from: 'target', to: 'agent' }),
            ...done,
            ...newAgent,
          ],
        },
      ],
      exit: stopTimer('place'),
      on: {
        // On the way to a queue the customer waits already; on the way to the target, nobody is done before they are together.
        ...keepTreated,
        'customer.placed': [{ guard: 'adriftFromTarget', target: 'joining', actions: letGo('customer') }, isAdrift],
        'target.placed': { target: 'joining', actions: letGo('target') },
        'target.gone': [...withoutAgent([fail('asTold'), ...undone, ...detach('agent')])],
      },
    },

    undoing: {
      entry: ['lendBack', 'takeBack', ...detach('target'), ...putTogetherUnheld],
      exit: stopTimer('place'),
      always: [
        {
          guard: { type: 'agentIsLost', params: { requeues: true } },
          target: queued,
          actions: [...undone, 'comesBack'],
        },
        {
          guard: agentIsOut,
          target: closing,
          actions: [...undone, end('failed', 'unreachable')],
        },
        { guard: customerAndAgent, target: 'steady', actions: undone },
      ],
      on: {
        // The agent is lost: the steps above lead on.
        'timer.place': { actions: detach('agent') },
      },
    },

    requeueing: {
      entry: [resetHold, ...detach('guest'), ...place('customer', 'treated'), startTimer('place')],
      exit: stopTimer('place'),
      always: { guard: { type: 'placed', params: { at: 'treated' } }, target: 'releasing' },
      on: {
        'timer.place': { target: 'undoing', actions: fail('timedOut') },
      },
    },

    // The switch cannot dial first: it moves the customer, drops the agent and rings the new party, all by itself.
    blind: {
      entry: [{ type: 'blind', params: { on: true } }, startTimer('blind')],
      exit: [{ type: 'blind', params: { on: false } }, stopTimer('blind')],
      always: { guard: customerAndTarget, target: 'releasing', actions: resetHold },
      on: {
        'target.gone': { target: 'undoing', actions: fail('asTold') },
        'timer.blind': { target: 'undoing', actions: fail('timedOut') },
      },
    },
  },
};
