import { Socket } from 'node:net';
import { createApp, createService, settingsSchema, type App, type Env } from '@legwork/api';
import { listen } from '@legwork/api/serve';
import type { Publication } from '@legwork/core';
import { Subject } from 'rxjs';
import { openCrowd, type Crowd } from '../crowd.ts';
import { serveDeeds } from './child.ts';
import { feed, type Feeding } from './feed.ts';

// The service as it is served, on a durable engine in real time with many live calls.

const settingsOf = (calls: number) =>
  settingsSchema.parse({
    teams: [{ id: 'north', name: 'North' }],
    agents: Array.from({ length: calls }, (_, n) => ({
      id: `a${n}`,
      name: `Agent ${n}`,
      team: 'north',
      endpoint: `agent/a${n}`,
    })),
    supervisors: [{ id: 'minh', name: 'Minh', teams: ['north'], endpoint: 'supervisor/minh' }],
    limits: { requestsPerMinute: 1_000_000_000, streams: 1_000 },
    log: { level: 'silent' },
  });

/** The connections on which something is read are known, so that they are not fed faster than it is read. */
const knowingSockets = ({ fetch }: Pick<App, 'fetch'>): Pick<App, 'fetch'> => ({
  fetch: (request, env) => {
    const { incoming }: Partial<Env['Bindings']> = { ...env };
    const socket = incoming?.socket;
    if (socket instanceof Socket && !sockets.has(socket)) {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    }
    return fetch(request, env);
  },
});

interface Opened {
  readonly crowd: Crowd;
  /** What the streams of the second service are fed with. */
  readonly told: Subject<Publication>;
  readonly facts: readonly Publication[];
}
let opened: Opened | null = null;
let lastTold = 0;
const sockets = new Set<Socket>();

/** What is fed again and again: what was published of some calls, held and taken back. */
const MOST_FED_CALLS = 200;

const factsOf = async ({ runtime, order }: Crowd, calls: number): Promise<readonly Publication[]> => {
  const facts: Publication[] = [];
  const subscription = runtime.publications.subscribe((publication) => facts.push(publication));
  for (const what of ['hold', 'resume'] as const) {
    await Promise.all(
      Array.from({ length: Math.min(calls, MOST_FED_CALLS) }, (_, n) => runtime.ask(order(what, 1 + n))),
    );
    await quiet(runtime);
  }
  subscription.unsubscribe();
  return facts;
};

/** Until nothing more comes of what was asked for. */
const quiet = async (runtime: Crowd['runtime']): Promise<void> => {
  for (let before = -1; before !== runtime.published(); await new Promise((resolve) => setTimeout(resolve, 50))) {
    before = runtime.published();
    await runtime.settled();
  }
};

const deeds = {
  open: async (calls: number) => {
    const settings = settingsOf(calls);
    const crowd = await openCrowd(calls, (runtime, store) => createService({ runtime, store, settings }));
    const { runtime, store, begun: service } = crowd;
    const facts = await factsOf(crowd, calls);
    const told = new Subject<Publication>();
    lastTold = runtime.published();
    const beside = createService({
      store,
      settings,
      runtime: { ...runtime, publications: told, published: () => lastTold },
    });
    opened = { crowd, told, facts };
    const order = { name: 'bench', subject: null, teams: null, permissions: null, expiresAt: null } as const;
    const { token } = await service.keys.create({ ...order, role: 'supervisor', subject: 'minh' }, 'bench');
    const [listening, streams] = await Promise.all([
      listen(createApp(service), { host: '127.0.0.1', port: 0 }),
      listen(knowingSockets(createApp(beside)), { host: '127.0.0.1', port: 0 }),
    ]);
    return { port: listening.port, streamPort: streams.port, token };
  },
  feed: (feeding: Feeding) => {
    if (opened === null) throw new Error('nothing was opened');
    const { told, facts } = opened;
    let n = 0;
    return feed(feeding, sockets, () => {
      const publication = facts[n % facts.length];
      n += 1;
      lastTold += 1;
      if (publication !== undefined) told.next({ seq: lastTold, fact: publication.fact });
    });
  },
  /** Processor time of all threads until now, in ms. */
  processorMs: () => {
    const { user, system } = process.cpuUsage();
    return Promise.resolve((user + system) / 1_000);
  },
} as const;
export type ServiceDeeds = typeof deeds;

serveDeeds(deeds);
