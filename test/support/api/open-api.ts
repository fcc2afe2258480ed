import { asId, assertNever, type AgentId, type CommandId, type Fact } from '@legwork/core';
import { startRuntime } from '@legwork/core/runtime';
import { createApp, createService, settingsSchema, type KeyOrder, type Role, type Settings } from '@legwork/api';
import { openStore } from '@legwork/api/store';
import { createCentre, createVirtualTime, type Centre } from '@legwork/sim';

/** Two teams with an agent and a supervisor each; the queue `main` belongs to none. */
const people = {
  teams: [
    { id: 'north', name: 'North' },
    { id: 'south', name: 'South' },
  ],
  agents: [
    { id: 'lan', name: 'Lan', team: 'north', endpoint: 'agent/lan' },
    { id: 'mai', name: 'Mai', team: 'south', endpoint: 'agent/mai' },
  ],
  supervisors: [
    { id: 'minh', name: 'Minh', teams: ['north'], endpoint: 'supervisor/minh' },
    { id: 'hoa', name: 'Hoa', teams: ['south'], endpoint: 'supervisor/hoa' },
  ],
};

/** Who asks: a role, and whom of the centre they are. */
export type As = Role | 'minh' | 'hoa' | 'lan' | 'mai';

const orderOf = (as: As): KeyOrder => {
  const base = { name: as, subject: null, teams: null, permissions: null, expiresAt: null };
  switch (as) {
    case 'minh':
    case 'hoa':
      return { ...base, role: 'supervisor', subject: as };
    case 'supervisor':
      return { ...base, role: 'supervisor', subject: 'minh' };
    case 'lan':
    case 'mai':
      return { ...base, role: 'agent', subject: as };
    case 'agent':
      return { ...base, role: 'agent', subject: 'lan' };
    case 'admin':
    case 'analyst':
    case 'service':
      return { ...base, role: as };
    default:
      return assertNever(as);
  }
};

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  /** What the JSON says, or the text of anything else. */
  readonly body: unknown;
  /** What the body has at a path: `data.0.id`. */
  at(path: string): unknown;
}

const replyOf = (status: number, headers: Headers, body: unknown): Reply => ({
  status,
  headers,
  body,
  at: (path) => {
    let found: unknown = body;
    for (const key of path.split('.')) {
      found = typeof found === 'object' && found !== null ? (Reflect.get(found, key) as unknown) : undefined;
    }
    return found;
  },
});

export interface Asked {
  readonly as?: As;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** The API over a simulated centre in virtual time, asked without a socket. */
export const openApi = async (options: { readonly settings?: object } = {}) => {
  const time = createVirtualTime(Date.UTC(2026, 0, 5, 9));
  const settings: Settings = settingsSchema.parse({ ...people, log: { level: 'silent' }, ...options.settings });
  const centre: Centre = createCentre({
    seed: 7,
    time,
    agents: settings.agents.map(({ id, endpoint, skills, devices }) => ({ id, endpoint, skills, devices })),
    supervisors: settings.supervisors.map(({ id, endpoint, devices }) => ({ id, endpoint, devices })),
  });
  const store = await openStore({ file: ':memory:' });
  const runtime = startRuntime({
    config: centre.config,
    switches: new Map([[centre.id, centre.switch]]),
    clock: centre.clock,
    journal: store.journal,
  });
  const timing = { now: () => time.now(), after: time.after, uniform: () => 0.5 };
  const service = createService({ runtime, store, settings, timing });
  const app = createApp(service);
  const tokens = new Map<As, string>();

  const tokenOf = async (as: As): Promise<string> => {
    const token = tokens.get(as) ?? (await service.keys.create(orderOf(as), 'test')).token;
    tokens.set(as, token);
    return token;
  };
  const request = async (method: string, path: string, { as, headers = {}, body }: Asked = {}): Promise<Reply> => {
    const authorization = as === undefined ? {} : { authorization: `Bearer ${await tokenOf(as)}` };
    const json = body === undefined ? {} : { 'content-type': 'application/json' };
    const response = await app.request(path, {
      method,
      headers: { ...authorization, ...json, ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return replyOf(response.status, response.headers, isJson ? JSON.parse(text) : text);
  };
  const pass = (ms: number): Promise<void> => time.pass(ms, () => runtime.settled());

  return {
    app,
    time,
    store,
    service,
    runtime,
    centre,
    tokenOf,
    request,
    pass,
    get: (path: string, as: As, headers = {}) => request('GET', path, { as, headers }),
    post: (path: string, as: As, body: unknown = {}, headers = {}) => request('POST', path, { as, body, headers }),
    /** Time passes until a fact is published, while requests go on. */
    until: async (isIt: (fact: Fact) => boolean): Promise<void> => {
      const found: Fact[] = [];
      const subscription = runtime.publications.subscribe(({ fact }) => {
        if (isIt(fact)) found.push(fact);
      });
      while (found.length === 0) {
        await new Promise((resolve) => setImmediate(resolve));
        await pass(100);
      }
      subscription.unsubscribe();
    },
    /** The agent waits for calls. */
    ready: async (agent: string): Promise<void> => {
      const by = { role: 'service', id: 'test' } as const;
      for (const type of ['cmd.logIn', 'cmd.ready'] as const) {
        await runtime.ask({ type, id: asId<CommandId>(`${type}-${agent}`), by, agent: asId<AgentId>(agent) });
      }
    },
    /** Somebody calls, and is talked with after 5 s. */
    talk: async (from = '+84901234567'): Promise<void> => {
      centre.arrive({ from });
      await pass(5_000);
    },
  };
};
