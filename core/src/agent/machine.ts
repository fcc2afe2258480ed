import type { ActOf, Definition, GuardOf, StateConfig, TransitionConfig, Writable } from '../machine/index.ts';
import type { Outcome } from '../vocabulary/index.ts';
import { newAgent, type AgentInput, type AgentOut, type AgentRecord, type Next } from './vocabulary.ts';

type Agent = Writable<AgentRecord>;

const edits = {
  goNext: (agent: Agent, _input: AgentInput, { next }: { readonly next: Next }) => {
    agent.next = next;
  },
  wrapsUp: (agent: Agent, input: AgentInput) => {
    agent.wrapsUp = input.type === 'sig.over' && input.wrapsUp;
  },
  open: (agent: Agent) => {
    agent.op = true;
  },
  close: (agent: Agent) => {
    agent.op = false;
  },
};

const tellings = {
  resolve: (
    agent: AgentRecord,
    _input: AgentInput,
    say: (out: AgentOut) => void,
    { outcome }: { readonly outcome: Outcome },
  ) => {
    if (agent.op) say({ say: 'resolve', outcome });
  },
};

const guards = {
  goesTo: (agent: AgentRecord, _input: AgentInput, { next }: { readonly next: Next }) => agent.next === next,
  wrapsUp: (agent: AgentRecord) => agent.wrapsUp,
};

type Act = ActOf<typeof edits, typeof tellings, AgentOut>;
type Guard = GuardOf<typeof guards>;
type Transition = TransitionConfig<Act, Guard>;

const say = (params: AgentOut): Act => ({ type: 'say', params });
const then = (next: Next): Act => ({ type: 'goNext', params: { next } });
const open: readonly Act[] = ['open', say({ say: 'open' })];
const resolve = (outcome: Outcome): readonly Act[] => [{ type: 'resolve', params: { outcome } }, 'close'];
/** A command that is done as soon as it is taken on. */
const atOnce: readonly Act[] = [...open, ...resolve('done')];
const refuse = (reason: 'notNow' | 'alreadySo'): Transition => ({
  actions: say({ say: 'refuse', refusal: { reason } }),
});
const reason = (why: 'asAsked' | 'missed' | 'loggedIn' | 'none'): Act => say({ say: 'reason', reason: why });

/** Where the call was over, and where to now. What was asked for during the call is done. */
const onwards = (actions: readonly Act[] = []): readonly Transition[] => [
  {
    guard: { type: 'goesTo', params: { next: 'available' } },
    target: 'available',
    actions: [...actions, ...resolve('done')],
  },
  { guard: { type: 'goesTo', params: { next: 'away' } }, target: 'away', actions: [...actions, ...resolve('done')] },
  { target: 'offline', actions: [...actions, ...resolve('done')] },
];

/** Asked for during a call: the last one counts, an earlier one is cancelled. */
const later = (next: Next): Transition => ({ actions: [...resolve('cancelled'), then(next), ...open] });
const goAway: Transition = { target: 'away', actions: [reason('asAsked'), ...atOnce] };
const goOffline: Transition = { target: 'offline', actions: atOnce };
const goReady: Transition = { target: 'available', actions: atOnce };

const duringCall = {
  'cmd.ready': later('available'),
  'cmd.away': { actions: [...resolve('cancelled'), reason('asAsked'), then('away'), ...open] },
  'cmd.logOut': later('offline'),
} as const;

/** The machine of an agent: the only owner of "reserved", so that nobody is given two calls and nobody stays locked (known-failures 30). */
const config: StateConfig<Act, Guard, AgentInput['type']> = {
  id: 'agent',
  initial: 'offline',
  on: {
    'cmd.logIn': refuse('alreadySo'),
    'cmd.ready': refuse('notNow'),
    'cmd.away': refuse('notNow'),
    'cmd.wrapUp': refuse('notNow'),
    'cmd.logOut': refuse('notNow'),
  },
  states: {
    offline: {
      entry: [reason('none'), say({ say: 'loggedOut' })],
      on: {
        'cmd.logIn': { target: 'away', actions: [reason('loggedIn'), ...atOnce] },
        'cmd.logOut': refuse('alreadySo'),
      },
    },
    available: {
      entry: [reason('none'), then('available'), say({ say: 'free' })],
      exit: say({ say: 'taken' }),
      on: {
        'sig.reserve': { target: 'reserved' },
        'cmd.ready': refuse('alreadySo'),
        'cmd.away': goAway,
        'cmd.wrapUp': { target: 'wrapUp', actions: atOnce },
        'cmd.logOut': goOffline,
      },
    },
    reserved: {
      on: {
        ...duringCall,
        'sig.answered': { target: 'talking' },
        'sig.calledOff': onwards(),
        // Whoever lets a call ring is not offered the next one, until they say that they are back.
        'sig.missed': [
          { guard: { type: 'goesTo', params: { next: 'offline' } }, target: 'offline', actions: resolve('done') },
          { guard: { type: 'goesTo', params: { next: 'away' } }, target: 'away', actions: resolve('done') },
          { target: 'away', actions: [reason('missed'), ...resolve('done')] },
        ],
      },
    },
    talking: {
      on: {
        ...duringCall,
        'sig.over': { target: 'over', actions: 'wrapsUp' },
      },
    },
    over: {
      always: [{ guard: 'wrapsUp', target: 'wrapUp' }, ...onwards()],
    },
    wrapUp: {
      entry: say({ say: 'timer', timer: 'wrapUp', on: true }),
      exit: say({ say: 'timer', timer: 'wrapUp', on: false }),
      on: {
        'timer.wrapUp': onwards(),
        'cmd.ready': { target: 'available', actions: [...resolve('cancelled'), ...atOnce] },
        'cmd.away': { target: 'away', actions: [...resolve('cancelled'), reason('asAsked'), ...atOnce] },
        // What was asked for during the call was to be done after the work; now the work is asked for.
        'cmd.wrapUp': {
          actions: [
            ...resolve('cancelled'),
            then('available'),
            ...open,
            say({ say: 'timer', timer: 'wrapUp', on: true }),
            ...resolve('done'),
          ],
        },
        'cmd.logOut': { target: 'offline', actions: [...resolve('cancelled'), ...atOnce] },
      },
    },
    away: {
      on: {
        'cmd.ready': goReady,
        'cmd.away': { actions: [reason('asAsked'), ...atOnce] },
        'cmd.logOut': goOffline,
      },
    },
  },
};

export const agent: Definition<AgentRecord, AgentInput, AgentOut> = {
  config,
  record: newAgent,
  edits,
  tellings,
  guards,
};
