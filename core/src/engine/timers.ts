import { asId, assertNever, type SwitchId, type TimerId } from '../vocabulary/index.ts';
import type { EngineState, TimerOwner } from './state.ts';
import type { Step } from './step.ts';

/** Timers: each is named by whom it wakes, for what, and its number; it runs for as long as whom it wakes has that name in their list. */

type Timers = { [name: string]: TimerId | undefined };

/** Start a timer; one of the same name that still runs is stopped first. No time, no timer. */
export const startTimer = (
  step: Step,
  timers: object,
  id: TimerOwner['id'],
  name: TimerOwner['name'],
  ms: number,
): void => {
  stopTimer(step, timers, name);
  if (ms <= 0) return;
  step.state.counters.timers += 1;
  const timer = asId<TimerId>(`${id}:${name}:${step.state.counters.timers}`);
  (timers as Timers)[name] = timer;
  step.to.startTimer(timer, ms);
};

/** Stop a timer, if it runs. */
export const stopTimer = (step: Step, timers: object, name: TimerOwner['name']): void => {
  const timer = (timers as Timers)[name];
  if (timer === undefined) return;
  (timers as Timers)[name] = undefined;
  step.to.stopTimer(timer);
};

export const stopAllTimers = (step: Step, timers: object): void => {
  for (const name in timers) stopTimer(step, timers, name as TimerOwner['name']);
};

/** A timer has fired: whom it wakes, and for what. Null where it does not run: it was stopped or started anew in the meantime. */
export const takeTimer = (state: EngineState, timer: TimerId): TimerOwner | null => {
  const owner = ownerOf(timer);
  const timers = owner === null ? undefined : (timersAt(state, owner) as Timers | undefined);
  if (owner === null || timers?.[owner.name] !== timer) return null;
  timers[owner.name] = undefined;
  return owner;
};

/** What ends when a switch has not said in time what it was asked to. All others count people's time: in a queue, parked, after a call. */
const awaiting: ReadonlySet<TimerOwner['name']> = new Set<TimerOwner['name']>([
  'place',
  'hold',
  'blind',
  'announce',
  'recording',
  'claim',
  'silence',
  'ring',
  'kill',
  'mute',
  'digits',
]);

/** The switch whose word is waited for until the timer fires; null where that is nobody's. */
export const switchAwaited = (state: EngineState, timer: TimerId): SwitchId | null => {
  const owner = ownerOf(timer);
  if (owner === null || !awaiting.has(owner.name)) return null;
  switch (owner.kind) {
    case 'call':
      return state.calls.get(owner.id)?.switch ?? null;
    case 'leg':
      return state.legs.get(owner.id)?.switch ?? null;
    case 'seat':
      return state.seats.get(owner.id)?.switch ?? null;
    case 'agent':
    case 'queue':
      return null;
    default:
      return assertNever(owner);
  }
};

/** What the timer's name says. Whether there is such a timer is for those to say whom it names. */
const ownerOf = (timer: TimerId): TimerOwner | null => {
  const number = timer.lastIndexOf(':');
  const middle = timer.lastIndexOf(':', number - 1);
  const kind = kindOf(timer, timer.slice(middle + 1, number));
  return kind === null
    ? null
    : ({ kind, id: timer.slice(0, Math.max(0, middle)), name: timer.slice(middle + 1, number) } as TimerOwner);
};

const kindOf = (timer: TimerId, name: string): TimerOwner['kind'] | null => {
  if (name === 'wrapUp') return 'agent';
  if (name === 'longestWait') return 'queue';
  if (name === 'ring' || name === 'kill' || name === 'mute' || name === 'digits') return 'leg';
  if (timer.startsWith('s')) return 'seat';
  return timer.startsWith('c') ? 'call' : null;
};

const timersAt = ({ calls, legs, seats, agents, watches }: EngineState, owner: TimerOwner): object | undefined => {
  switch (owner.kind) {
    case 'call':
      return calls.get(owner.id)?.timers;
    case 'leg':
      return legs.get(owner.id)?.timers;
    case 'seat':
      return seats.get(owner.id)?.timers;
    case 'agent':
      return agents.get(owner.id)?.timers;
    case 'queue':
      return watches.get(owner.id)?.timers;
    default:
      return assertNever(owner);
  }
};

/** Every timer that runs. Looks at everything: for those who look on, not for a step. */
const timersOf = (state: EngineState): ReadonlyMap<TimerId, TimerOwner> => {
  const running = new Map<TimerId, TimerOwner>();
  for (const all of [state.calls, state.legs, state.seats, state.agents, state.watches]) {
    for (const { timers } of all.values()) {
      for (const timer of Object.values(timers as Timers)) {
        const owner = timer === undefined ? null : ownerOf(timer);
        if (timer !== undefined && owner !== null) running.set(timer, owner);
      }
    }
  }
  return running;
};

/** The state, with every timer that runs to be looked at. A class: of objects with a getter of their own V8 makes dictionaries. */
export class State implements EngineState {
  readonly counters: EngineState['counters'];
  readonly calls: EngineState['calls'];
  readonly legs: EngineState['legs'];
  readonly orphans: EngineState['orphans'];
  readonly seats: EngineState['seats'];
  readonly agents: EngineState['agents'];
  readonly supervisors: EngineState['supervisors'];
  readonly open: EngineState['open'];
  readonly lost: EngineState['lost'];
  readonly epochs: EngineState['epochs'];
  readonly flows: EngineState['flows'];
  readonly watches: EngineState['watches'];
  readonly lines: EngineState['lines'];
  acd: EngineState['acd'];

  constructor(state: Omit<EngineState, 'timers'>) {
    this.counters = state.counters;
    this.calls = state.calls;
    this.legs = state.legs;
    this.orphans = state.orphans;
    this.seats = state.seats;
    this.agents = state.agents;
    this.supervisors = state.supervisors;
    this.open = state.open;
    this.lost = state.lost;
    this.epochs = state.epochs;
    this.flows = state.flows;
    this.watches = state.watches;
    this.lines = state.lines;
    this.acd = state.acd;
  }

  get timers(): ReadonlyMap<TimerId, TimerOwner> {
    return timersOf(this);
  }
}
