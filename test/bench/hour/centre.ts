import {
  asId,
  createEngine,
  defaultPolicy,
  type AgentId,
  type CommandId,
  type Deciders,
  type Endpoint,
  type Engine,
  type EngineConfig,
  type Fact,
  type Input,
  type Listener,
  type NativeId,
  type SwitchEvent,
  type SwitchId,
  type TimerId,
  type Traits,
} from '@legwork/core';
import { answerAtOnce, createCalendar, smallRouting, unlimited, type EventHandle } from '@legwork/sim';

const SWITCH = asId<SwitchId>('sim');
const HOTLINE = asId<Endpoint>('1900');

/** Whoever looks on from the moment in which everybody is at work. */
export interface Witness {
  begins?(): void;
  fact?(fact: Fact): void;
  input?(input: Input): void;
}

export const configOf = (agents: number, traits: Partial<Traits> = {}): EngineConfig => ({
  switches: [
    {
      id: SWITCH,
      capabilities: { ...unlimited.capabilities, traits: { ...unlimited.capabilities.traits, ...traits } },
    },
  ],
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
  /** Lets the next thing happen. */
  step(): void;
  /** Whether timers that outlast their moment are kept: what holds them is no part of the engine. */
  keepTimers(on: boolean): void;
}

export const createCentre = (
  config: EngineConfig,
  {
    due,
    hear,
    deciders,
    mostAwake,
    witness = {},
  }: {
    /** Told each number that was scheduled, at its time. */
    readonly due: (what: number) => void;
    readonly hear: (fact: Fact) => void;
    readonly deciders?: Deciders;
    /** How many calls and agents at rest are kept unpacked. */
    readonly mostAwake?: number;
    readonly witness?: Witness;
  },
): Centre => {
  const engine = createEngine(config, deciders, mostAwake);
  const calendar = createCalendar<number | TimerId>();
  const running = new Map<TimerId, EventHandle>();
  /** Timers of this moment: few at a time, and most are stopped in the moment in which they were started. */
  let started: { timer: TimerId | null; ms: number }[] = [];
  let inbox: Input[] = [];
  let keepsTimers = true;
  let now = 0;

  const receive = (event: SwitchEvent): void => {
    inbox.push(event);
  };

  const listener: Listener = {
    fact: (fact) => {
      witness.fact?.(fact);
      hear(fact);
    },
    effect: (effect) => answerAtOnce(effect, receive),
    startTimer: (timer, ms) => {
      started.push({ timer, ms });
    },
    stopTimer: (timer) => {
      for (const one of started) {
        if (one.timer !== timer) continue;
        one.timer = null;
        return;
      }
      const handle = running.get(timer);
      if (handle === undefined) return;
      running.delete(timer);
      calendar.cancel(handle);
    },
  };

  const feed = (input: Input): void => {
    inbox.push(input);
    for (let n = 0; n < inbox.length; n += 1) {
      const next = inbox[n] as Input;
      witness.input?.(next);
      engine.take(next, now, listener);
    }
    inbox = [];
    if (started.length === 0) return;
    if (keepsTimers)
      for (const { timer, ms } of started) if (timer !== null) running.set(timer, calendar.schedule(now + ms, timer));
    started = [];
  };

  const step = (): void => {
    now = calendar.peekTime();
    const what = calendar.next();
    if (typeof what === 'number') due(what);
    else if (what !== undefined) {
      running.delete(what);
      feed({ type: 'timer.fired', timer: what });
    }
  };

  return {
    engine,
    now: () => now,
    feed,
    offer: (native, from) => {
      feed({ type: 'leg.offered', switch: SWITCH, basis: 'seen', native, from, to: HOTLINE });
    },
    hangUp: (native) => {
      feed({ type: 'leg.ended', switch: SWITCH, basis: 'seen', native, cause: 'normal' });
    },
    later: (ms, what) => calendar.schedule(now + ms, what),
    cancel: (handle) => calendar.cancel(handle),
    runUntil: (ms) => {
      while (calendar.peekTime() <= ms) step();
      now = ms;
    },
    step,
    keepTimers: (on) => {
      keepsTimers = on;
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
