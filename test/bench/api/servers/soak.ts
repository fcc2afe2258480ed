import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createApp, createService, settingsSchema } from '@legwork/api';
import { openStore } from '@legwork/api/store';
import { asId, type CommandId } from '@legwork/core';
import { startRuntime } from '@legwork/core/runtime';
import { createCentre, createVirtualTime } from '@legwork/sim';
import { serveDeeds } from './child.ts';

// The whole service for many hours of virtual time: people call, are held, listened to and hang up; somebody reads the stream, others read lists.

const HOUR_MS = 3_600_000;
const AGENTS = 20;
const CALL_EVERY_MS = 15_000;
const TALK_MS = 180_000;
/** Every so many calls are listened to, and held. */
const WATCHED = 5;
/** What is kept is kept for so long, so that it is given up again and again. */
const KEPT_MS = 2 * HOUR_MS;

export interface Hour {
  readonly hour: number;
  readonly heapMb: number;
  readonly residentMb: number;
  /** Timers, sockets and other things that the process waits for. */
  readonly handles: number;
  readonly liveCalls: number;
  readonly publications: number;
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const people = {
  agents: Array.from({ length: AGENTS }, (_, n) => ({ id: `a${n}`, endpoint: `agent/a${n}` })),
  supervisors: [{ id: 'minh', endpoint: 'supervisor/minh' }],
};

const open = async () => {
  const time = createVirtualTime(Date.UTC(2026, 0, 5, 9));
  const settings = settingsSchema.parse({
    ...people,
    limits: { requestsPerMinute: 1_000_000_000 },
    log: { level: 'silent' },
  });
  const centre = createCentre({ seed: 7, time, agents: settings.agents, supervisors: settings.supervisors });
  const retention = {
    publicationsMs: KEPT_MS,
    operationsMs: KEPT_MS,
    receiptsMs: KEPT_MS,
    callRecordsMs: KEPT_MS,
    auditMs: KEPT_MS,
  };
  const store = await openStore({ file: ':memory:', retention });
  const runtime = startRuntime({
    config: centre.config,
    switches: new Map([[centre.id, centre.switch]]),
    clock: centre.clock,
    journal: store.journal,
    // Some every simulated hour.
    checkpointEvery: 1_000,
  });
  const timing = { now: () => time.now(), after: time.after, uniform: () => 0.5 };
  const service = createService({ runtime, store, settings, timing });
  const app = createApp(service);
  const order = { name: 'soak', role: 'supervisor', subject: 'minh', teams: null, permissions: null } as const;
  const { token } = await service.keys.create({ ...order, expiresAt: null }, 'soak');
  const request = async (method: string, path: string, body?: unknown): Promise<Response> =>
    app.request(path, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  return { time, centre, runtime, store, service, request };
};

type Opened = Awaited<ReturnType<typeof open>>;

const live = async ({ time, centre, runtime, request }: Opened, hours: number): Promise<readonly Hour[]> => {
  const pass = (ms: number): Promise<void> => time.pass(ms, () => runtime.settled());
  const by = { role: 'service', id: 'soak' } as const;
  for (const { id: agent } of centre.config.agents) {
    for (const type of ['cmd.logIn', 'cmd.ready'] as const) {
      await runtime.ask({ type, id: asId<CommandId>(`${type}-${agent}`), by, agent });
    }
  }
  const left = new AbortController();
  const { body } = await request('GET', '/v1/events/stream?show=events&show=calls&frameMs=100');
  const reading = body?.pipeTo(new WritableStream(), { signal: left.signal }).catch(() => undefined);
  const told: Hour[] = [];
  let calls = 0;
  for (let hour = 1; hour <= hours; hour += 1) {
    for (const end = time.now() + HOUR_MS; time.now() < end;) {
      calls += 1;
      const native = centre.arrive({ from: `+8490${calls}` });
      time.after(TALK_MS, () => centre.switch.simulated.hangUp(native));
      await pass(CALL_EVERY_MS);
      await (await request('GET', '/v1/calls?limit=50')).text();
      // Virtual time passes without the event loop ever turning; what is swept in between has to get its turn.
      for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      if (calls % WATCHED !== 0) continue;
      const call = `c${calls}`;
      await (await request('POST', `/v1/calls/${call}/hold`, {})).text();
      await (await request('POST', `/v1/calls/${call}/supervisions`, { mode: 'monitor' })).text();
      await pass(CALL_EVERY_MS);
      await (await request('POST', `/v1/calls/${call}/resume`, {})).text();
      await (await request('GET', `/v1/calls/${call}/timeline`)).text();
    }
    collect();
    await new Promise((resolve) => setImmediate(resolve));
    collect();
    const { heapUsed, rss } = process.memoryUsage();
    told.push({
      hour,
      heapMb: heapUsed / 1e6,
      residentMb: rss / 1e6,
      handles: process.getActiveResourcesInfo().length,
      liveCalls: runtime.live.size,
      publications: runtime.published(),
    });
  }
  left.abort();
  await reading;
  return told;
};

const deeds = {
  live: async (hours: number) => {
    const opened = await open();
    const told = await live(opened, hours);
    await opened.service.close();
    await opened.runtime.close();
    return told;
  },
} as const;
export type SoakDeeds = typeof deeds;

serveDeeds(deeds);
