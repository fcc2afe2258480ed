import {
  asId,
  createEngine,
  createLiveList,
  legBy,
  type CallId,
  type Command,
  type CommandId,
  type Deciders,
  type Endpoint,
  type Engine,
  type EngineConfig,
  type Fact,
  type FactOf,
  type Input,
  type Leg,
  type LegId,
  type LiveList,
  type NativeId,
  type Output,
  type SwitchEffect,
  type SwitchEvent,
  type SwitchId,
  type TimerId,
} from '@legwork/core';
import {
  createFault,
  inTurn,
  passOn,
  putToWork,
  type ChosenFault,
  type Fault,
  type FaultRule,
  type FaultsAtWork,
  type Passage,
} from '../faults/index.ts';
import {
  createSimulation,
  createStreams,
  type EventHandle,
  type RandomStreams,
  type Simulation,
} from '../kernel/index.ts';
import {
  createSimulatedSwitch,
  unlimited,
  wireOf,
  type EndpointBehaviour,
  type Ring,
  type SimulatedSwitch,
  type SwitchShape,
} from '../switch/index.ts';
import { configOf, type Plain, type Staffed } from './config.ts';

/** A command as a test or a scenario writes it: ids are plain strings, and the world gives it an id, and an asker where none is named. */
export type Asked = Plain<WithoutId<Command>>;
type WithoutId<C> = C extends Command ? Omit<C, 'id' | 'by'> & Partial<Pick<C, 'id' | 'by'>> : never;

/** What became of a command. */
export type CommandOutcome = Pick<FactOf<'command.resolved'>, 'outcome' | 'cause' | 'refusal'>;

export interface WorldOptions extends Staffed {
  /** The same seed gives the same facts, to the byte. */
  readonly seed: number;
  /** Virtual time at the beginning, in ms since the Unix epoch. */
  readonly startMs?: number;
  readonly shape?: SwitchShape;
  /** How long an effect takes to the switch and an event from it, in ms: each drawn between the two. */
  readonly latencyMs?: readonly [from: number, to: number];
  readonly faults?: {
    readonly events?: readonly FaultRule<SwitchEvent['type']>[];
    readonly effects?: readonly FaultRule<SwitchEffect['type']>[];
    /** Out of the catalogue. */
    readonly named?: readonly ChosenFault[];
  };
  /** What a phone does that is called. Without it everybody answers: agents after 2 s, everybody else after 3 s. */
  readonly answering?: (ring: Ring, streams: RandomStreams) => EndpointBehaviour;
  /** How long a prompt is for that leg; 2 s where nothing is said. */
  readonly promptMs?: (prompt: string, native: NativeId) => number;
  /** The machines to run; without it Legwork's own. */
  readonly deciders?: Deciders;
  /** What becomes of the engine before it runs: for engines that are broken on purpose. */
  readonly around?: (engine: Engine) => Engine;
  /** Keep every input with its time, for a replay. */
  readonly keepInputs?: boolean;
  /** Keep every fact. True unless said otherwise: a world of many days may want to look at them as they come. */
  readonly keepFacts?: boolean;
}

/** An input as the engine took it. */
export interface TimedInput {
  readonly at: number;
  readonly input: Input;
}

/** Whoever looks on: told of each step after it was taken. */
export type Onlooker = (at: number, input: Input, outputs: readonly Output[]) => void;

/** A contact centre in virtual time: an engine, a simulated switch, the people on the phones, and chance from a seed. */
export interface World {
  readonly engine: Engine;
  readonly config: EngineConfig;
  readonly switch: SimulatedSwitch;
  readonly live: LiveList;
  readonly streams: RandomStreams;
  readonly simulation: Simulation<() => void>;
  readonly facts: readonly Fact[];
  readonly inputs: readonly TimedInput[];
  /** Faults at work, and how often each has struck. */
  readonly faults: readonly (Fault<SwitchEvent> | Fault<SwitchEffect>)[];
  /** Those of the catalogue, and when each has struck. */
  readonly named: Pick<FaultsAtWork, 'struck'>;
  now(): number;
  /** Somebody calls a hotline; the id is what the switch calls their leg. */
  arrive(caller: { readonly from: string; readonly to?: string }): NativeId;
  /** Ask for something; the command's resolution will be among the facts. By default the asker is a service that may do anything. */
  ask(command: Asked): CommandId;
  /** What became of a command, the latest where several had the same id; null while it is open, or was never asked. */
  outcome(command: string): CommandOutcome | null;
  /** Give the engine any input, as it is. */
  feed(input: unknown): readonly Output[];
  /** Let agents log in and be ready. @throws Error where there is no such agent. */
  ready(...agents: readonly string[]): void;
  /** Whoever is at the other end of the leg hangs up; it goes by the engine's id or the switch's. False where there is no such leg. */
  hangUp(leg: string): boolean;
  /** Let time pass: everything that is due within it happens. */
  pass(ms: number): void;
  /** Let everything happen that is still to happen. */
  settle(): void;
  /** Do something later, in virtual time. */
  later(ms: number, run: () => void): () => void;
  /** The call of the customer with that number. @throws Error where there is none. */
  callFrom(number: string): CallId;
  /**
   * Whether somebody truly hears somebody else now: agents and supervisors by their ids, others by their numbers, also after they have gone.
   * @throws Error where nobody has ever been called so: who is misspelled would be heard by nobody, and a test would pass.
   */
  hears(listener: string, speaker: string): boolean;
  /** The call of a leg that the switch offered, while it lives. */
  callOf(native: string): CallId | null;
  onStep(look: Onlooker): void;
  /** Look at what becomes true on the switch at the moment it does, whether it is reported or not. */
  onTruth(look: (event: SwitchEvent) => void): void;
  /** Be told of what the switch will do, by a fault, when nobody expects it. */
  onSurprise(look: (effect: SwitchEffect) => void): void;
  /** No fault strikes any more; what one has struck already stays so. */
  stopFaults(): void;
  /** Another engine of the same make that has taken no input yet. */
  freshEngine(): Engine;
}

const SWITCH = asId<SwitchId>('sim');

/** @throws Error where two people have the same id, the routing is none, or there is no such policy or fault. */
export const createWorld = (options: WorldOptions): World => {
  const { seed, startMs = 0, shape = unlimited, latencyMs: [fromMs, toMs] = [5, 40] } = options;
  const { keepInputs = false, keepFacts = true } = options;
  const streams = createStreams(seed);
  const simulation = createSimulation<() => void>((run) => run(), { startMs });
  const config = configOf(options, [{ id: SWITCH, capabilities: shape.capabilities }]);
  const { around = (engine: Engine) => engine } = options;
  const freshEngine = (): Engine => around(createEngine(config, options.deciders));
  const engine = freshEngine();
  const live = createLiveList();
  const facts: Fact[] = [];
  const outcomes = new Map<CommandId, CommandOutcome>();
  const inputs: TimedInput[] = [];
  const onlookers: Onlooker[] = [];
  const witnesses: ((event: SwitchEvent) => void)[] = [];
  const surprised: ((effect: SwitchEffect) => void)[] = [];
  const timers = new Map<TimerId, EventHandle>();
  const waiting: Input[] = [];
  /** Everybody by whose name `hears` may be asked; others become known by their numbers, when they call or are called. */
  const known = new Set<string>([...config.agents, ...config.supervisors].map(({ id }) => id));
  let isStepping = false;
  let isFaultless = false;
  let callers = 0;
  let commands = 0;

  const later = (ms: number, run: () => void): (() => void) => {
    const handle = simulation.after(ms, run);
    return () => {
      simulation.cancel(handle);
    };
  };

  const latency = streams.stream('switch/latency');
  const eventFaults = (options.faults?.events ?? []).map((rule, n) =>
    createFault<SwitchEvent>(rule, streams.stream(`faults/event/${n}`)),
  );
  const effectFaults = (options.faults?.effects ?? []).map((rule, n) =>
    createFault<SwitchEffect>(rule, streams.stream(`faults/effect/${n}`)),
  );
  const untilStopped =
    <T>(faulty: Passage<T>): Passage<T> =>
    (item, send) =>
      isFaultless ? passOn(item, send) : faulty(item, send);
  const byDefault = everybodyAnswers(config);
  const promptMs = options.promptMs ?? (() => 2_000);
  const wire = wireOf({
    simulated: () => simulated,
    now: () => simulation.now(),
    later,
    promptMs,
    surprises: (effect) => {
      for (const look of surprised) look(effect);
    },
  });
  const named = putToWork(options.faults?.named ?? [], wire, streams);
  const simulated = createSimulatedSwitch({
    id: SWITCH,
    capabilities: shape.capabilities,
    habits: shape.habits,
    schedule: later,
    latency: () => latency.integer(fromMs, toMs),
    answering: (ring) => {
      known.add(ring.to);
      return options.answering?.(ring, streams) ?? byDefault(ring);
    },
    promptMs,
    emit: (event) => void feed(event),
    deliver: untilStopped(inTurn([...eventFaults.map(({ passage }) => passage), named.deliver])),
    carry: untilStopped(inTurn([...effectFaults.map(({ passage }) => passage), named.carry])),
    list: (snapshot) => (isFaultless ? snapshot : named.list(snapshot)),
    witness: (event) => {
      for (const look of witnesses) look(event);
    },
  });

  const feed = (input: unknown): readonly Output[] => {
    // An onlooker may ask for something while it looks on: that comes after what it looks at.
    waiting.push(input as Input);
    if (isStepping) return [];
    isStepping = true;
    const all: Output[] = [];
    try {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) all.push(...take(next));
    } finally {
      isStepping = false;
    }
    return all;
  };

  const take = (input: Input): readonly Output[] => {
    const at = simulation.now();
    if (keepInputs) inputs.push({ at, input });
    const outputs = engine.step(input, at);
    for (const output of outputs) perform(output);
    for (const look of onlookers) look(at, input, outputs);
    return outputs;
  };

  const perform = (output: Output): void => {
    if ('at' in output) {
      if (keepFacts) facts.push(output);
      if (output.type === 'call.created') known.add(output.customer);
      if (output.type === 'command.resolved') {
        const { outcome, cause, refusal } = output;
        outcomes.set(output.command, { outcome, cause, refusal });
      }
      live.apply(output);
    } else if (output.type === 'startTimer') {
      const { timer, ms } = output;
      const fire = (): void => {
        timers.delete(timer);
        feed({ type: 'timer.fired', timer });
      };
      timers.set(timer, simulation.after(isFaultless ? ms : named.timerMs(ms), fire));
    } else if (output.type === 'stopTimer') {
      const handle = timers.get(output.timer);
      timers.delete(output.timer);
      if (handle !== undefined) simulation.cancel(handle);
    } else simulated.perform(output);
  };

  const ask = (asked: Asked): CommandId => {
    commands += 1;
    const id = asId<CommandId>(asked.id ?? `cmd${commands}`);
    feed({ by: { role: 'service', id: 'world' }, ...asked, id });
    return id;
  };

  const legsOf = (name: string): readonly NativeId[] => {
    const legs = [...engine.state.legs.values()].filter((leg) => nameOf(engine, leg) === name);
    if (legs.length === 0 && !known.has(name)) {
      const people = [...config.agents, ...config.supervisors].map(({ id }) => id);
      throw new Error(
        `nobody is called ${name}; there are ${people.join(', ')}, and whoever has called or been called`,
      );
    }
    return legs.map(({ native }) => native);
  };

  return {
    engine,
    config,
    switch: simulated,
    live,
    streams,
    simulation,
    facts,
    inputs,
    faults: [...eventFaults, ...effectFaults],
    named,
    now: () => simulation.now(),
    arrive: ({ from, to = '1900' }) => {
      callers += 1;
      known.add(from);
      const native = asId<NativeId>(`in-${callers}`);
      simulated.offer({ native, from: asId<Endpoint>(from), to: asId<Endpoint>(to) });
      return native;
    },
    ask,
    outcome: (command) => {
      const id = asId<CommandId>(command);
      return engine.state.open.has(id) ? null : (outcomes.get(id) ?? null);
    },
    feed,
    ready: (...agents) => {
      for (const agent of agents) {
        if (!engine.state.agents.has(asId(agent))) {
          throw new Error(
            `there is no agent ${agent}; there are ${[...engine.state.agents.keys()].join(', ') || 'none'}`,
          );
        }
        ask({ type: 'cmd.logIn', agent });
        ask({ type: 'cmd.ready', agent });
      }
    },
    hangUp: (leg) => simulated.hangUp(engine.state.legs.get(asId<LegId>(leg))?.native ?? asId<NativeId>(leg)),
    pass: (ms) => {
      simulation.runUntil(simulation.now() + ms);
    },
    settle: () => {
      simulation.runUntilEmpty();
    },
    later,
    callFrom: (number) => {
      for (const call of engine.state.calls.values()) if (call.customer === asId<Endpoint>(number)) return call.id;
      throw new Error(`nobody calls from ${number}`);
    },
    hears: (listener, speaker) => {
      const speakers = legsOf(speaker);
      return legsOf(listener).some((one) => speakers.some((other) => simulated.hears(one, other)));
    },
    callOf: (native) => {
      const leg = legBy(engine.state, simulated.id, asId<NativeId>(native));
      return leg?.owner.kind === 'call' ? leg.owner.call : null;
    },
    onStep: (look) => {
      onlookers.push(look);
    },
    onTruth: (look) => {
      witnesses.push(look);
    },
    onSurprise: (look) => {
      surprised.push(look);
    },
    stopFaults: () => {
      isFaultless = true;
    },
    freshEngine,
  };
};

/** Who is at the other end of a leg. */
const nameOf = (engine: Engine, leg: Leg): string => {
  if (leg.party?.kind === 'agent') return leg.party.agent;
  if (leg.party?.kind === 'supervisor') return leg.party.supervisor;
  const seat = leg.owner.kind === 'seat' ? engine.state.seats.get(leg.owner.seat) : undefined;
  return seat?.supervisor ?? leg.endpoint;
};

const everybodyAnswers = ({ agents }: EngineConfig): ((ring: Ring) => EndpointBehaviour) => {
  const ofAgents = new Set(agents.map(({ endpoint }) => endpoint));
  return ({ to }) => ({ kind: 'answers', afterMs: ofAgents.has(to) ? 2_000 : 3_000 });
};
