import { asId, compiled, createEngine, defaultPolicy, loadRouting } from '@legwork/core';
import type {
  AgentConfig,
  Capabilities,
  Engine,
  EngineConfig,
  Output,
  Policy,
  SupervisorConfig,
  SwitchId,
} from '@legwork/core';
import { unlimited } from '@legwork/sim';

/** An engine on its own, without a switch or a clock: it is given its inputs one by one, and what it says is read line by line. */
export interface Console {
  readonly engine: Engine;
  /** One that is told the same, and keeps nothing awake that can sleep. */
  readonly sleepy: Engine;
  readonly config: EngineConfig;
  /** What the engine says to this, as lines: `hangUp leg=c1.2 cause=normal`. Nulls, times, ops and the switch `pbx` go without saying. */
  takes(input: object): readonly string[];
  /** The same for an event of the switch. */
  sees(type: string, fields?: object): readonly string[];
  /** The same for a command, of a program's where nobody else is named. They are numbered: k1, k2. */
  asks(what: string, fields?: object): readonly string[];
  /** The same for a timer that runs: `c1:wait`. */
  fires(timer: string): readonly string[];
  /** Lets time pass, in milliseconds, in which nothing happens. */
  pass(ms: number): void;
  /** These agents begin their shift. */
  shift(...agents: readonly string[]): void;
  /** An agent, lan where nobody else is named, begins the shift, and talks with a customer who calls 1900: the first is `ch-1` on the switch, c1. */
  talks(agent?: string): void;
  /** A supervisor is present at c1, where lan talks; by listening where nothing else is said. */
  joins(supervisor: string, mode?: 'monitor' | 'whisper' | 'barge'): void;
}

export interface ConsoleOptions {
  readonly capabilities?: Capabilities;
  readonly policy?: Partial<Policy>;
  /** What a second switch can do, `pbx2`, where there is one. */
  readonly second?: Capabilities;
}

/** A hotline with an announcement and a queue, 1900; one that is answered when somebody says so and leads outside, 1901. */
const centre = {
  hotlines: [
    { number: '1900', name: 'sales', entry: 'hello' },
    { number: '1901', name: 'desk', entry: 'outside', answer: 'onCommand' },
  ],
  nodes: {
    hello: { kind: 'announce', prompt: 'welcome', next: 'sales' },
    sales: { kind: 'queue', queue: 'sales', overflow: 'outside' },
    outside: { kind: 'number', to: '+4930', ringTimeoutMs: 15_000, failed: 'bye' },
    bye: { kind: 'hangUp', cause: 'busy' },
  },
  queues: {
    sales: {
      name: 'Sales',
      skills: [],
      priority: 0,
      ringTimeoutMs: 20_000,
      maxSize: 2,
      maxWaitMs: 60_000,
      wrapUpMs: 30_000,
      serviceLevelMs: 20_000,
    },
  },
};

const agent = (name: string): AgentConfig => ({ id: asId(name), endpoint: asId(`sip:${name}`), skills: [] });
const supervisor = (name: string): SupervisorConfig => ({ id: asId(name), endpoint: asId(`sip:${name}`) });

export const openConsole = ({
  capabilities = unlimited.capabilities,
  policy,
  second,
}: ConsoleOptions = {}): Console => {
  const loaded = loadRouting(centre);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const config: EngineConfig = {
    switches: [
      { id: asId('pbx'), capabilities },
      ...(second === undefined ? [] : [{ id: asId<SwitchId>('pbx2'), capabilities: second }]),
    ],
    routing: loaded.routing,
    agents: ['lan', 'mai'].map(agent),
    supervisors: ['minh', 'hoa'].map(supervisor),
    policy: { ...defaultPolicy, ...policy },
  };
  const engine = createEngine(config);
  // It never keeps a call awake that can sleep: nobody can tell the two apart.
  const sleepy = createEngine(config, compiled(), 0);
  let at = 1_000;
  let commands = 0;
  const takes = (input: object): readonly string[] => {
    const said = engine.step(input, at).map(lineOf);
    const asleep = sleepy.step(input, at).map(lineOf);
    if (asleep.join('\n') !== said.join('\n') || sleepy.snapshot() !== engine.snapshot())
      throw new Error(`an engine whose calls sleep says something else:\n${asleep.join('\n')}`);
    return said;
  };
  const sees = (type: string, fields?: object): readonly string[] =>
    takes({ type, switch: 'pbx', basis: 'seen', ...fields });
  const asks = (what: string, fields?: object): readonly string[] => {
    commands += 1;
    return takes({ type: `cmd.${what}`, id: `k${commands}`, by: { role: 'service', id: 'crm' }, ...fields });
  };
  const shift = (...names: readonly string[]): void => {
    for (const name of names) for (const what of ['logIn', 'ready']) asks(what, { agent: name });
  };
  return {
    engine,
    sleepy,
    config,
    takes,
    sees,
    asks,
    fires: (name) => {
      const timer = [...engine.state.timers.keys()].find((one) => one.startsWith(`${name}:`));
      if (timer === undefined) throw new Error(`no timer ${name} runs`);
      return takes({ type: 'timer.fired', timer });
    },
    pass: (ms) => {
      at += ms;
    },
    shift,
    talks: (name = 'lan') => {
      shift(name);
      const n = engine.state.counters.calls + 1;
      sees('leg.offered', { native: `ch-${n}`, from: `090${n}`, to: '1900' });
      sees('leg.answered', { native: `ch-${n}` });
      sees('leg.played', { native: `ch-${n}`, prompt: 'welcome' });
      sees('leg.answered', { native: `c${n}.2` });
      sees('leg.placed', { native: `ch-${n}`, at: 'main' });
      sees('leg.placed', { native: `c${n}.2`, at: 'main' });
    },
    joins: (name, mode = 'monitor') => {
      asks('supervise', { call: 'c1', supervisor: name, mode, scope: 'call' });
      const native = `s${engine.state.counters.seats}.1`;
      sees('leg.answered', { native });
      for (const seen of new Set(['monitor', mode]))
        sees('leg.placed', { native, at: 'tap', target: 'c1.2', mode: seen });
    },
  };
};

const untold: ReadonlySet<string> = new Set(['type', 'op']);
const lineOf = (output: Output): string => {
  const told = Object.entries(output).flatMap(([key, value]: [string, unknown]) => {
    const goesWithoutSaying =
      untold.has(key) || value === null || value === 'pbx' || (key === 'at' && typeof value === 'number');
    return goesWithoutSaying ? [] : [`${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`];
  });
  return [output.type, ...told].join(' ');
};
