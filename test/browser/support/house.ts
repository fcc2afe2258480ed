import { asId, type AgentId, type CallId, type CommandId, type Fact, type LegId } from '@legwork/core';
import { startRuntime, type Runtime } from '@legwork/core/runtime';
import { createApp, createService, settingsSchema } from '@legwork/api';
import { listen } from '@legwork/api/serve';
import { openStore } from '@legwork/api/store';
import { createCentre, type Centre } from '@legwork/sim';
import { systemTime } from '../../support/system-time.ts';

/** A contact centre with its console, reached over a socket, in real time: nobody waits long in it. */
export interface House {
  readonly url: string;
  readonly port: number;
  readonly runtime: Runtime;
  readonly centre: Centre;
  /** A key for a supervisor of everybody. */
  readonly key: string;
  /** A key for an agent. */
  keyOf(agent: string): Promise<string>;
  /** Somebody calls, and talks with an agent. */
  talk(from: string): Promise<CallId>;
  /** Somebody calls, whatever becomes of it. */
  arrive(from: string): Promise<CallId>;
  ready(...agents: readonly string[]): Promise<void>;
  /** Resolves when a fact is published that answers to it, now or later. */
  fact(isIt: (fact: Fact) => boolean): Promise<Fact>;
  readonly facts: readonly Fact[];
  hears(listener: string, speaker: string): boolean;
  /** The legs of a call, by what they are in it. */
  legs(call: CallId): ReadonlyMap<string, LegId>;
  hangUp(call: CallId): void;
  loseSwitch(): void;
  bringSwitchBack(): void;
  readonly simulations: ReturnType<typeof createService>['simulations'];
  close(): Promise<void>;
}

const names: Readonly<Record<string, string>> = {
  lan: 'Nguyễn Thị Lan',
  mai: 'Trần Thị Mai',
  nam: 'Lê Văn Nam',
  huong: 'Phạm Thị Hương',
  an: 'Hoàng Văn An',
  binh: 'Vũ Thị Bình',
  chi: 'Đặng Thị Chi',
  dung: 'Bùi Văn Dũng',
  giang: 'Đỗ Thị Giang',
  hanh: 'Ngô Thị Hạnh',
};

interface HouseOptions {
  /** What takes a reason. */
  readonly reasonFor?: readonly string[];
}

export const openHouse = async (
  agents: readonly string[] = ['lan', 'mai', 'nam', 'huong'],
  { reasonFor = [] }: HouseOptions = {},
): Promise<House> => {
  const settings = settingsSchema.parse({
    teams: [
      { id: 'north', name: 'Hà Nội' },
      { id: 'south', name: 'Sài Gòn' },
    ],
    agents: agents.map((id, n) => ({
      id,
      name: names[id] ?? id,
      team: n % 2 === 0 ? 'north' : 'south',
      endpoint: `agent/${id}`,
    })),
    supervisors: [{ id: 'minh', name: 'Nguyễn Văn Minh', teams: 'all', endpoint: 'supervisor/minh' }],
    policy: { reasonFor, destinations: { allow: ['+84', '0'] } },
    log: { level: 'silent' },
  });
  const centre = createCentre({
    seed: 7,
    time: systemTime,
    agents: settings.agents.map(({ id, endpoint, skills }) => ({ id, endpoint, skills })),
    supervisors: settings.supervisors.map(({ id, endpoint }) => ({ id, endpoint })),
    latencyMs: [1, 10],
    answering: () => ({ kind: 'answers', afterMs: 150 }),
    promptMs: () => 50,
  });
  const store = await openStore({ file: ':memory:' });
  const runtime = startRuntime({
    config: centre.config,
    switches: new Map([[centre.id, centre.switch]]),
    clock: centre.clock,
    journal: store.journal,
  });
  const service = createService({ runtime, store, settings });
  const listening = await listen(createApp(service), { host: '127.0.0.1', port: 0 });
  const { token } = await service.keys.create(
    { name: 'Minh', role: 'admin', subject: 'minh', teams: null, permissions: null, expiresAt: null },
    'test',
  );

  const facts: Fact[] = [];
  const waiting = new Set<(fact: Fact) => void>();
  runtime.publications.subscribe(({ fact }) => {
    facts.push(fact);
    for (const one of waiting) one(fact);
  });
  const fact = (isIt: (fact: Fact) => boolean): Promise<Fact> => {
    const before = facts.find(isIt);
    if (before !== undefined) return Promise.resolve(before);
    return new Promise((resolve) => {
      const look = (one: Fact): void => {
        if (!isIt(one)) return;
        waiting.delete(look);
        resolve(one);
      };
      waiting.add(look);
    });
  };

  const arrive = async (from: string): Promise<CallId> => {
    centre.arrive({ from });
    const created = await fact((one) => one.type === 'call.created' && one.customer === from);
    return created.type === 'call.created' ? created.call : asId<CallId>('');
  };

  return {
    url: listening.url,
    port: listening.port,
    runtime,
    centre,
    key: token,
    keyOf: async (agent) => {
      const order = {
        name: agent,
        role: 'agent',
        subject: agent,
        teams: null,
        permissions: null,
        expiresAt: null,
      } as const;
      return (await service.keys.create(order, 'test')).token;
    },
    facts,
    fact,
    arrive,
    talk: async (from) => {
      const call = await arrive(from);
      await fact((one) => one.type === 'call.changed' && one.call === call && one.state === 'talking');
      return call;
    },
    ready: async (...ids) => {
      const by = { role: 'service', id: 'test' } as const;
      for (const id of ids) {
        for (const type of ['cmd.logIn', 'cmd.ready'] as const) {
          await runtime.ask({
            type,
            id: asId<CommandId>(`${type}-${id}-${facts.length}`),
            by,
            agent: asId<AgentId>(id),
          });
        }
      }
    },
    hears: (listener, speaker) => {
      const [call] = listener.split('.');
      return runtime.engine.hears(asId<CallId>(call ?? ''))(asId<LegId>(listener), asId<LegId>(speaker));
    },
    legs: (call) => new Map(runtime.engine.ears(call).map(({ party, leg }) => [party, leg])),
    hangUp: (call) => {
      const customer = runtime.engine.ears(call).find(({ party }) => party === 'customer')?.leg;
      const native = customer === undefined ? undefined : runtime.engine.state.legs.get(customer)?.native;
      if (native !== undefined) centre.switch.simulated.hangUp(native);
    },
    loseSwitch: () => centre.switch.simulated.lose(),
    bringSwitchBack: () => centre.switch.simulated.comeBack(),
    simulations: service.simulations,
    close: async () => {
      await listening.close(100);
      await service.simulations.close();
      await runtime.close();
      await store.close();
    },
  };
};
