import { createAcd } from '../acd/index.ts';
import { newAgent } from '../agent/index.ts';
import type { Ear, Hearing } from '../audibility/index.ts';
import {
  assertNever,
  checkInput,
  isPrivileged,
  type CallId,
  type Command,
  type CommandId,
  type CommandType,
  type Input,
  type Output,
  type Refusal,
  type TimerId,
} from '../vocabulary/index.ts';
import { allowedFor } from './allowed.ts';
import { decideAgent } from './agents.ts';
import { decideCall, watchSilence } from './calls.ts';
import { createBooks, type Books } from './books.ts';
import { command } from './commands.ts';
import type { EngineConfig } from './config.ts';
import { compiled } from './deciders.ts';
import { configured } from './flows.ts';
import { decideLeg } from './legs.ts';
import { Notes, type Listener } from './listener.ts';
import { observe, presumeEnded } from './observations.ts';
import { refuse } from './operations.ts';
import { decideSeat } from './seats.ts';
import { settle } from './settle.ts';
import { freeze, freezeInParts, thaw } from './snapshot.ts';
import { noAgentTimers, type EngineState } from './state.ts';
import { newStep, type Deciders, type Step } from './step.ts';
import { State, takeTimer } from './timers.ts';
import { earsOf, hearsAt, mayHearAt, noHearing } from './views.ts';
import { wakeQueue, watchQueues } from './watches.ts';
import { would, type Tried } from './would.ts';

/** Many calls, seats, agents and queues as one deterministic step: no clock, no chance, no input or output of its own. */
export interface Engine {
  /**
   * Take one input, whatever it is, at a time in milliseconds that never goes back. Gives, in order, what is to be done and what is true from
   * now on. Never throws for what it is given: a malformed command is refused as `invalid`, a malformed observation is counted.
   */
  step(input: unknown, at: number): readonly Output[];
  /**
   * The same for an input that needs no check, because code made it and nobody outside did: a simulation's own. Whoever listens is told each
   * output as it is said: there is no list of them.
   */
  take(input: Input, at: number, to: Listener): void;
  /** Who hears whom at a call, by what was observed. False for everybody where there is no such call. */
  hears(call: CallId): Hearing;
  /** Who may hear whom: what was asked for and not settled by an observation counts too. */
  mayHear(call: CallId): Hearing;
  ears(call: CallId): readonly Ear[];
  /** The commands that the call would take on now. */
  allowed(call: CallId): readonly CommandType[];
  /** What would become of a well-formed command: null where it would be taken on, otherwise its refusal. Changes nothing. */
  would(command: Tried): Refusal | null;
  /** To look at; changed by `step` alone. */
  readonly state: EngineState;
  /** Everything the engine knows, as JSON that restores it to the byte. */
  snapshot(): string;
  /** The same, as it is now, in parts that are written when they are asked for: whoever has other things to do meanwhile does not have to wait. */
  snapshotInParts(): Iterable<string>;
}

/** So many calls stay unpacked, some 40 MB: what happens to a call then costs no packing. */
const MOST_AWAKE = 16_384;

/** `mostAwake` says how many calls at rest are kept unpacked; it changes what they cost, never what they do. */
export const createEngine = (
  config: EngineConfig,
  deciders: Deciders = compiled(),
  mostAwake: number = MOST_AWAKE,
): Engine => {
  const books = createBooks(config.agents, mostAwake);
  return run(config, deciders, begin(config, deciders, books), books);
};

/** An engine that goes on where another was when its snapshot was taken. The configuration has to be the same. */
export const restoreEngine = (
  config: EngineConfig,
  snapshot: string,
  deciders: Deciders = compiled(),
  mostAwake: number = MOST_AWAKE,
): Engine => {
  const books = createBooks(config.agents, mostAwake);
  return run(config, deciders, thaw(config, snapshot, books), books);
};

const run = (config: EngineConfig, deciders: Deciders, state: EngineState, { rest }: Books): Engine => {
  const world = { config, state };
  const stepBy = <Given>(take: (step: Step, input: Given) => void, input: Given, at: number, to: Listener): void => {
    const step = newStep(config, deciders, state, at, to);
    state.counters.inputs += 1;
    take(step, input);
    settle(step);
    if (step.queues !== null) watchQueues(step);
    rest();
  };
  return {
    state,
    step: (input, at) => {
      const notes = new Notes();
      stepBy(admit, input, at, notes);
      return notes.outputs;
    },
    take: (input, at, to) => stepBy(dispatch, input, at, to),
    hears: (id) => {
      const call = state.calls.get(id);
      return call === undefined ? noHearing : hearsAt(world, call);
    },
    mayHear: (id) => {
      const call = state.calls.get(id);
      return call === undefined ? noHearing : mayHearAt(world, call);
    },
    ears: (id) => {
      const call = state.calls.get(id);
      return call === undefined ? [] : earsOf(world, call);
    },
    allowed: (id) => {
      const call = state.calls.get(id);
      return call === undefined ? [] : allowedFor({ deciders, state }, call);
    },
    would: (tried) => {
      const refusal = would(config, deciders, state, tried);
      rest();
      return refusal;
    },
    snapshot: () => freeze(state),
    snapshotInParts: () => freezeInParts(state),
  };
};

const admit = (step: Step, input: unknown): void => {
  const checked = checkInput(input);
  if (checked.ok) {
    dispatch(step, checked.input);
    return;
  }
  if (checked.kind === 'observation' || checked.id === null || checked.what === null || checked.by === null) {
    step.state.counters.malformed += 1;
    return;
  }
  const { id, what, by, refusal } = checked;
  refuse(step, malformed(id, what, by), refusal, []);
};
const malformed = (id: CommandId, what: CommandType, by: Command['by']) => ({
  id,
  what,
  by,
  call: null,
  detail: null,
  reason: null,
  privileged: isPrivileged({ type: what, by }),
});

const isCommand = (input: Input): input is Command => input.type.startsWith('cmd.');

const dispatch = (step: Step, input: Input): void => {
  if (isCommand(input)) command(step, input);
  else if (input.type === 'timer.fired') wake(step, input.timer);
  else observe(step, input);
};

const wake = (step: Step, timer: TimerId): void => {
  const owner = takeTimer(step.state, timer);
  if (owner === null) {
    // Stopped or started anew in the meantime: too late.
    step.state.counters.ignored += 1;
    return;
  }
  const { calls, legs, seats, agents } = step.state;
  switch (owner.kind) {
    case 'call': {
      const call = calls.get(owner.id);
      if (call === undefined) return;
      if (owner.name !== 'silence') decideCall(step, call, { type: `timer.${owner.name}` });
      else if (step.at - call.lastSeenAt >= step.config.policy.silenceMs) presumeEnded(step, call);
      else watchSilence(step, call);
      return;
    }
    case 'leg': {
      const leg = legs.get(owner.id);
      if (leg === undefined) return;
      decideLeg(step, leg, { type: `timer.${owner.name}` });
      return;
    }
    case 'seat': {
      const seat = seats.get(owner.id);
      if (seat === undefined) return;
      decideSeat(step, seat, { type: `timer.${owner.name}` });
      return;
    }
    case 'agent': {
      const agent = agents.get(owner.id);
      if (agent === undefined) return;
      decideAgent(step, agent, { type: `timer.${owner.name}` });
      return;
    }
    case 'queue':
      wakeQueue(step, owner.id);
      return;
    default:
      assertNever(owner);
  }
};

const begin = (config: EngineConfig, deciders: Deciders, { calls, legs, agents, roster, rest }: Books): EngineState => {
  const state = deciders.agent.initial(newAgent);
  for (const { id, endpoint, skills } of config.agents) {
    const nothing = { leg: null, call: null, reason: null, wrapUpMs: 0, op: null, timers: noAgentTimers() };
    agents.set(id, { id, endpoint, skills, state, ...nothing });
    rest();
  }
  return new State({
    counters: { inputs: 0, calls: 0, seats: 0, timers: 0, ignored: 0, malformed: 0 },
    calls,
    legs,
    orphans: new Map(config.switches.map(({ id }) => [id, new Set()])),
    seats: new Map(),
    agents,
    supervisors: new Map(config.supervisors.map((one) => [one.id, { ...one, seat: null, leg: null }])),
    open: new Set(),
    lost: new Set(),
    epochs: new Map(),
    flows: configured(config),
    watches: new Map(),
    lines: new Map(),
    acd: createAcd(Object.values(config.routing.queues), config.agents, roster),
  });
};
