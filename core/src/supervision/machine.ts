import type { ActOf, Definition, GuardOf, StateConfig, TransitionConfig, Writable } from '../machine/index.ts';
import type { Mode, Outcome, Refusal } from '../vocabulary/index.ts';
import { newSeat, type SeatInput, type SeatOut, type SeatRecord, type SeatTimer } from './vocabulary.ts';

type Seat = Writable<SeatRecord>;

const edits = {
  observe: (seat: Seat, input: SeatInput) => {
    if (input.type === 'leg.placed') seat.mode = input.at === 'tap' ? input.mode : 'none';
  },
  want: (seat: Seat, input: SeatInput) => {
    if (input.type === 'cmd.switchMode') seat.wanted = input.mode;
  },
  /** Whisper and barge never carry over unasked. */
  wantMonitor: (seat: Seat) => {
    seat.wanted = 'monitor';
  },
  hearNothing: (seat: Seat) => {
    seat.mode = 'none';
  },
  agentIs: (seat: Seat, _input: SeatInput, { here }: { readonly here: boolean }) => {
    seat.agentIsHere = here;
  },
  open: (seat: Seat) => {
    seat.op = true;
  },
  close: (seat: Seat) => {
    seat.op = false;
  },
};

const tellings = {
  resolve: (
    seat: SeatRecord,
    input: SeatInput,
    say: (out: SeatOut) => void,
    { outcome, cause }: { readonly outcome: Outcome; readonly cause: 'asTold' | 'agentLeft' | null },
  ) => {
    if (!seat.op) return;
    say({ say: 'resolve', outcome, cause: cause === 'asTold' ? ('cause' in input ? input.cause : null) : cause });
  },
  tapAsWanted: (seat: SeatRecord, _input: SeatInput, say: (out: SeatOut) => void) => {
    say({ say: 'tap', mode: seat.wanted });
  },
  /** A supervisor who is heard by all can take the agent's place: the call has to know. */
  tellBarge: (seat: SeatRecord, _input: SeatInput, say: (out: SeatOut) => void) => {
    if (seat.wanted === 'barge') say({ say: 'call', signal: 'seat.barges' });
  },
  tellHush: (seat: SeatRecord, _input: SeatInput, say: (out: SeatOut) => void) => {
    if (seat.wanted === 'barge') say({ say: 'call', signal: 'seat.hushes' });
  },
};

const loudness: Readonly<Record<Mode | 'none', number>> = { none: 0, monitor: 1, whisper: 2, barge: 3 };

const guards = {
  agentIsHere: (seat: SeatRecord) => seat.agentIsHere,
  canPark: (seat: SeatRecord) => !seat.lacks.includes('treat'),
  follows: (seat: SeatRecord) => seat.scope === 'agent',
  followsAndCanPark: (seat: SeatRecord) => seat.scope === 'agent' && !seat.lacks.includes('treat'),
  /** The silent tap that every presence begins with is there, and nothing louder is wanted. */
  silentAsWanted: (seat: SeatRecord, input: SeatInput) =>
    isTap(input) && input.mode === 'monitor' && seat.wanted === 'monitor',
  silent: (_seat: SeatRecord, input: SeatInput) => isTap(input) && input.mode === 'monitor',
  asWanted: (seat: SeatRecord, input: SeatInput) => isTap(input) && input.mode === seat.wanted,
  louderThanWanted: (seat: SeatRecord, input: SeatInput) =>
    input.type === 'leg.placed' && input.at === 'tap' && loudness[input.mode] > loudness[seat.wanted],
  /** The tap is on somebody else than the agent: people of another call, it may be, who must not be listened to. */
  astray: (_seat: SeatRecord, input: SeatInput) => input.type === 'leg.placed' && input.at === 'tap' && !input.current,
  taps: (_seat: SeatRecord, input: SeatInput) => input.type === 'leg.placed' && input.at === 'tap',
  alreadySo: (seat: SeatRecord, input: SeatInput) => input.type === 'cmd.switchMode' && input.mode === seat.wanted,
  lacks: (seat: SeatRecord, input: SeatInput, { mode }: { readonly mode: 'whisper' | 'barge' }) =>
    input.type === 'cmd.switchMode' && input.mode === mode && seat.lacks.includes(mode),
};
const isTap = (input: SeatInput): input is Extract<SeatInput, { readonly type: 'leg.placed' }> =>
  input.type === 'leg.placed' && input.at === 'tap' && input.current;

type Act = ActOf<typeof edits, typeof tellings, SeatOut>;
type Guard = GuardOf<typeof guards>;
type Transition = TransitionConfig<Act, Guard>;

const say = (params: SeatOut): Act => ({ type: 'say', params });
const refuse = (refusal: Refusal): Transition => ({ actions: say({ say: 'refuse', refusal }) });
const refuseIf = (guard: Guard, refusal: Refusal): Transition => ({ guard, ...refuse(refusal) });
const open: readonly Act[] = ['open', say({ say: 'open' })];
const resolve = (outcome: Outcome, cause: 'asTold' | 'agentLeft' | null = null): readonly Act[] => [
  { type: 'resolve', params: { outcome, cause } },
  'close',
];
const startTimer = (timer: SeatTimer): Act => say({ say: 'timer', timer, on: true });
const stopTimer = (timer: SeatTimer): Act => say({ say: 'timer', timer, on: false });

const agentIs = (here: boolean): Act => ({ type: 'agentIs', params: { here } });
const leave: Transition = { target: 'leaving', actions: open };
/** What was under way is called off. */
const leaveInstead: Transition = { target: 'leaving', actions: [...resolve('cancelled'), ...open] };
const moving = refuse({ reason: 'conflict', with: 'change' });

/** The agent is not there to be tapped: wait in silence, with the leg up; where the switch cannot do that, leave. */
const whenAgentLeaves = (outcome: readonly Act[]): readonly Transition[] => [
  { guard: 'canPark', target: 'parked', actions: [...outcome, agentIs(false)] },
  { target: 'leaving', actions: outcome },
];
/** The call is gone: whoever follows the agent waits for the next, anybody else leaves. */
const whenCallEnds = (outcome: readonly Act[]): readonly Transition[] => [
  { guard: 'followsAndCanPark', target: 'parked', actions: [...outcome, agentIs(false)] },
  { target: 'leaving', actions: outcome },
];

/**
 * The machine of a seat: one supervisor's presence at a call, or with an agent across calls. Every presence begins as a silent tap and is
 * raised from there; whatever goes wrong ends in silence, never in a live microphone (known-failures 40).
 */
const config: StateConfig<Act, Guard, SeatInput['type']> = {
  id: 'seat',
  initial: 'none',
  on: {
    'leg.gone': { target: '.gone', actions: resolve('failed', 'asTold') },
    'leg.placed': { actions: 'observe' },
    'call.agentHere': { actions: agentIs(true) },
    'call.agentLeft': { actions: agentIs(false) },
    'call.gone': { actions: agentIs(false) },
    // The supervisor talks with the customer by a leg of the call: nobody is present at a call of their own.
    'sig.become': { target: '.leaving', actions: resolve('cancelled') },
    'cmd.switchMode': refuse({ reason: 'notNow' }),
    'cmd.leave': refuse({ reason: 'notNow' }),
  },
  states: {
    none: {
      on: { 'sig.open': { target: 'dialling', actions: open } },
    },
    dialling: {
      entry: say({ say: 'dial' }),
      on: {
        'leg.up': [
          { guard: 'agentIsHere', target: 'attaching' },
          { guard: 'canPark', target: 'parked', actions: resolve('failed', 'agentLeft') },
          { target: 'leaving', actions: resolve('failed', 'agentLeft') },
        ],
        'call.gone': [
          { guard: 'follows', actions: agentIs(false) },
          { target: 'leaving', actions: resolve('callGone') },
        ],
        'cmd.leave': leaveInstead,
      },
    },
    attaching: {
      entry: [say({ say: 'tap', mode: 'monitor' }), startTimer('place')],
      exit: stopTimer('place'),
      on: {
        'leg.placed': [
          { guard: 'silentAsWanted', target: 'present', actions: 'observe' },
          { guard: 'silent', target: 'changing', actions: 'observe' },
          // Asked to be silent, and heard: ask again at once, as if it had been so before.
          { guard: 'louderThanWanted', target: 'changing', actions: 'observe' },
          { guard: 'astray', actions: ['observe', say({ say: 'tap', mode: 'monitor' })] },
        ],
        'timer.place': { target: 'leaving', actions: resolve('timedOut') },
        'call.agentLeft': whenAgentLeaves(resolve('failed', 'agentLeft')),
        'call.gone': whenCallEnds(resolve('callGone')),
        'cmd.switchMode': moving,
        'cmd.leave': leaveInstead,
      },
    },
    present: {
      entry: [...resolve('done'), 'tellBarge'],
      exit: 'tellHush',
      on: {
        // Nobody asked for it: a key pressed on the supervisor's phone must not make them heard.
        'leg.placed': [
          { guard: 'louderThanWanted', target: 'changing', actions: 'observe' },
          { guard: 'astray', target: 'changing', actions: 'observe' },
        ],
        'call.agentLeft': whenAgentLeaves([]),
        'call.gone': whenCallEnds([]),
        'sig.lend': { target: 'lent' },
        'cmd.switchMode': [
          refuseIf('alreadySo', { reason: 'alreadySo' }),
          refuseIf({ type: 'lacks', params: { mode: 'whisper' } }, { reason: 'unsupported', capability: 'whisper' }),
          refuseIf({ type: 'lacks', params: { mode: 'barge' } }, { reason: 'unsupported', capability: 'barge' }),
          { target: 'changing', actions: ['want', ...open] },
        ],
        'cmd.leave': leave,
      },
    },
    changing: {
      entry: ['tapAsWanted', startTimer('place')],
      exit: stopTimer('place'),
      on: {
        'leg.placed': [
          { guard: 'asWanted', target: 'present', actions: 'observe' },
          // Heard, perhaps, by people of another call: fail silent.
          { guard: 'astray', target: 'leaving', actions: ['observe', ...resolve('failed')] },
        ],
        // Nobody knows what is heard now: fail silent.
        'timer.place': { target: 'leaving', actions: resolve('timedOut') },
        'call.agentLeft': whenAgentLeaves(resolve('failed', 'agentLeft')),
        'call.gone': whenCallEnds(resolve('callGone')),
        'cmd.switchMode': moving,
        'cmd.leave': leaveInstead,
      },
    },
    parked: {
      entry: ['wantMonitor', say({ say: 'silence' }), startTimer('follow')],
      exit: stopTimer('follow'),
      on: {
        // Nobody asked for it: whoever waits hears nobody.
        'leg.placed': { guard: 'taps', actions: ['observe', say({ say: 'silence' })] },
        'call.agentHere': { target: 'attaching', actions: agentIs(true) },
        'call.gone': [{ guard: 'follows' }, { target: 'leaving' }],
        'agent.loggedOut': { target: 'leaving' },
        'timer.follow': { target: 'leaving' },
        'cmd.switchMode': refuse({ reason: 'noAgent' }),
        'cmd.leave': leave,
      },
    },
    // The leg stands in the call's target slot: the call decides.
    lent: {
      entry: 'wantMonitor',
      on: {
        'sig.lendBack': [
          { guard: 'agentIsHere', target: 'attaching', actions: 'hearNothing' },
          { guard: 'canPark', target: 'parked', actions: 'hearNothing' },
          { target: 'leaving', actions: 'hearNothing' },
        ],
        'sig.become': { target: 'gone' },
        'leg.placed': {},
      },
    },
    leaving: {
      entry: [say({ say: 'hangUp' })],
      on: {
        'sig.become': {},
        'leg.gone': { target: 'gone', actions: resolve('done') },
      },
    },
    gone: {
      entry: ['hearNothing', say({ say: 'gone' })],
    },
  },
};

export const seat: Definition<SeatRecord, SeatInput, SeatOut> = { config, record: newSeat, edits, tellings, guards };
