import {
  asId,
  createEngine,
  defaultPolicy,
  type AgentId,
  type CallId,
  type CommandId,
  type Deciders,
  type Endpoint,
  type Engine,
  type EngineConfig,
  type Fact,
  type Input,
  type NativeId,
  type Output,
  type SwitchEvent,
  type SwitchId,
  type TimerId,
} from '@legwork/core';
import { answerAtOnce, createSimulation, smallRouting, unlimited, type EventHandle } from '@legwork/sim';
import { createDraw, type Fates, type Load } from './load.ts';

const SWITCH = asId<SwitchId>('sim');
const HOTLINE = asId<Endpoint>('1900');

/** Everybody who looks on, each told of every one. */
export interface Witness {
  fact?(fact: Fact): void;
  input?(input: Input): void;
}

export const configOf = (agents: number): EngineConfig => ({
  switches: [{ id: SWITCH, capabilities: unlimited.capabilities }],
  routing: smallRouting(),
  agents: Array.from({ length: agents }, (_, n) => ({
    id: asId<AgentId>(`a${n}`),
    endpoint: asId<Endpoint>(`agent/${n}`),
    skills: [],
  })),
  supervisors: [],
  policy: defaultPolicy,
});

/** An engine, a switch that answers at once, and a calendar: everything of a call's life happens, and nothing takes time but people. */
export interface Centre {
  readonly engine: Engine;
  now(): number;
  feed(input: Input): void;
  offer(native: NativeId, from: Endpoint): void;
  /** Whoever is at the other end hangs up. */
  hangUp(native: NativeId): void;
  /** Schedules a number, with which `due` is called. */
  later(ms: number, what: number): EventHandle;
  cancel(handle: EventHandle): void;
  runUntil(ms: number): void;
}

export const createCentre = (
  config: EngineConfig,
  due: (what: number) => void,
  hear: (fact: Fact) => void,
  deciders?: Deciders,
  witness: Witness = {},
): Centre => {
  const engine = createEngine(config, deciders);
  const simulation = createSimulation<number | TimerId>((what) => {
    if (typeof what === 'number') due(what);
    else {
      running.delete(what);
      feed({ type: 'timer.fired', timer: what });
    }
  });
  const running = new Map<TimerId, EventHandle>();
  /** Timers of this moment: most are stopped in the moment in which they were started. */
  const started = new Map<TimerId, number>();
  const inbox: Input[] = [];

  const receive = (event: SwitchEvent): void => {
    inbox.push(event);
  };

  const perform = (output: Output): void => {
    if ('at' in output) {
      witness.fact?.(output);
      hear(output);
    } else if (output.type === 'startTimer') started.set(output.timer, output.ms);
    else if (output.type === 'stopTimer') {
      if (started.delete(output.timer)) return;
      const handle = running.get(output.timer);
      if (handle === undefined) return;
      running.delete(output.timer);
      simulation.cancel(handle);
    } else answerAtOnce(output, receive);
  };

  const feed = (input: Input): void => {
    inbox.push(input);
    for (let n = 0; n < inbox.length; n += 1) {
      const next = inbox[n] as Input;
      witness.input?.(next);
      for (const output of engine.step(next, simulation.now())) perform(output);
    }
    inbox.length = 0;
    if (started.size === 0) return;
    for (const [timer, ms] of started) running.set(timer, simulation.after(ms, timer));
    started.clear();
  };

  return {
    engine,
    now: () => simulation.now(),
    feed,
    offer: (native, from) => {
      feed({ type: 'leg.offered', switch: SWITCH, basis: 'seen', native, from, to: HOTLINE });
    },
    hangUp: (native) => {
      feed({ type: 'leg.ended', switch: SWITCH, basis: 'seen', native, cause: 'normal' });
    },
    later: (ms, what) => simulation.after(ms, what),
    cancel: (handle) => simulation.cancel(handle),
    runUntil: (ms) => {
      simulation.runUntil(ms);
    },
  };
};

/** Lets every agent of the configuration log in and be ready. */
export const staff = (centre: Centre, { agents }: EngineConfig): void => {
  for (const { id: agent } of agents) {
    const by = { role: 'agent', id: agent } as const;
    centre.feed({ type: 'cmd.logIn', id: asId<CommandId>(`${agent} in`), by, agent });
    centre.feed({ type: 'cmd.ready', id: asId<CommandId>(`${agent} on`), by, agent });
  }
};

const ARRIVAL = -1;

/** The contact centre under load, through the whole engine: legs, calls, agents and the ACD. */
export const engineHour = (load: Load, deciders?: Deciders, witness: Witness = {}): Fates => {
  const draw = createDraw(load.seed);
  const meanGapMs = 1000 / load.callsPerSecond;
  const callers: Caller[] = [];
  const byCall = new Map<CallId, Caller>();
  const fates: Fates = { served: 0, abandoned: 0, waited: 0, waitMs: 0 };
  let newcomer: Caller | null = null;

  const arrive = (): void => {
    const n = callers.length;
    const caller: Caller = {
      n,
      native: asId<NativeId>(`in-${n}`),
      arrivedAt: centre.now(),
      serviceMs: draw(load.meanServiceMs),
      patience: null,
      isServed: false,
    };
    const patienceMs = draw(load.meanPatienceMs);
    callers.push(caller);
    centre.later(draw(meanGapMs), ARRIVAL);
    newcomer = caller;
    centre.offer(caller.native, asId<Endpoint>(`0${900_000_000 + n}`));
    if (!caller.isServed) caller.patience = centre.later(patienceMs, n);
  };

  /** Of those who wait, patience ends; of those who talk, the talk. */
  const due = (what: number): void => {
    if (what === ARRIVAL) arrive();
    else centre.hangUp((callers[what] as Caller).native);
  };

  const hear = (fact: Fact): void => {
    if (fact.type === 'call.created') {
      if (newcomer === null) throw new Error('a call that nobody has made');
      byCall.set(fact.call, newcomer);
      newcomer = null;
    } else if (fact.type === 'call.changed') {
      if (fact.state !== 'talking') return;
      const caller = byCall.get(fact.call);
      if (caller === undefined || caller.isServed) return;
      caller.isServed = true;
      if (caller.patience !== null) centre.cancel(caller.patience);
      centre.later(caller.serviceMs, caller.n);
      count(caller, true);
    } else if (fact.type === 'call.closed') {
      const caller = byCall.get(fact.call);
      byCall.delete(fact.call);
      if (caller !== undefined && !caller.isServed) count(caller, false);
    }
  };

  const count = ({ arrivedAt }: Caller, isServed: boolean): void => {
    if (arrivedAt < load.warmUpMs) return;
    if (isServed) fates.served += 1;
    else fates.abandoned += 1;
    const waitMs = centre.now() - arrivedAt;
    if (isServed && waitMs === 0) return;
    fates.waited += 1;
    fates.waitMs += waitMs;
  };

  const config = configOf(load.agents);
  const centre = createCentre(config, due, hear, deciders, witness);
  staff(centre, config);
  centre.later(draw(meanGapMs), ARRIVAL);
  centre.runUntil(load.untilMs);
  return fates;
};

interface Caller {
  readonly n: number;
  readonly native: NativeId;
  readonly arrivedAt: number;
  readonly serviceMs: number;
  patience: EventHandle | null;
  isServed: boolean;
}
