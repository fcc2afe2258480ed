import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { z } from 'zod';
import { openBareJournal, type BareJournal } from '../bare.ts';
import { serveDeeds } from './child.ts';
import { feed, type Feeding } from './feed.ts';

// What the service is measured beside: the same requests, the same bytes, and nothing of Legwork.

interface Bare {
  readonly journal: BareJournal;
  page: unknown;
}
const bare: Bare = { journal: openBareJournal(), page: {} };

const body = z.strictObject({ reason: z.string().min(1).max(200).optional() });

/** A command is one row, durable before it is answered; a page is an object that is written as JSON. */
const app = new Hono()
  .post('/v1/calls/:id/:what', async (c) => {
    const asked = body.safeParse(await c.req.json());
    if (!asked.success) return c.json({ title: 'invalid' }, 422);
    const { id: call, what } = c.req.param();
    const operation = {
      id: `op_${performance.now()}`,
      what,
      state: 'pending',
      call,
      askedAt: Date.now(),
      ...asked.data,
    };
    await bare.journal.append(JSON.stringify(operation));
    c.header('Location', `/v1/operations/${operation.id}`);
    return c.json(operation, 202);
  })
  .get('/v1/calls', (c) => c.json(bare.page as object, 200));

const readers = new Set<ServerResponse>();
const sockets = new Set<Socket>();
const streams = createServer((request, response) => {
  response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8' });
  response.flushHeaders();
  readers.add(response);
  sockets.add(request.socket);
  request.socket.on('close', () => {
    readers.delete(response);
    sockets.delete(request.socket);
  });
});

/** An event as a stream of server-sent events tells it. */
export interface ToldEvent {
  readonly id: string;
  readonly event: string;
  readonly data: unknown;
}
const textOf = ({ id, event, data }: ToldEvent): Buffer =>
  Buffer.from(`id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);

/** The next message, as often as it is asked for. */
let message: () => Buffer = () => Buffer.alloc(0);

const deeds = {
  open: async () => {
    const commands = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }) as Server;
    streams.listen(0, '127.0.0.1');
    await Promise.all([listening(commands), listening(streams)]);
    return { port: portOf(commands), streamPort: portOf(streams) };
  },
  /** The page that is given from now on. */
  page: (page: unknown) => {
    bare.page = page;
    return Promise.resolve();
  },
  /** What is told from now on, again and again: written for each event anew, once for all readers, or as bytes that lie ready. */
  events: ({ events, areReady }: { readonly events: readonly ToldEvent[]; readonly areReady: boolean }) => {
    let n = 0;
    const next = <Item>(all: readonly Item[]): Item => {
      const item = all[n % all.length];
      if (item === undefined) throw new Error('there is nothing to tell');
      n += 1;
      return item;
    };
    const ready = areReady ? events.map(textOf) : [];
    message = areReady ? () => next(ready) : () => textOf(next(events));
    return Promise.resolve();
  },
  /** Each event by itself, or those of a frame together, to every reader. */
  feed: (feeding: Feeding) => {
    let frame: Buffer[] = [];
    const write = (bytes: Buffer): void => {
      for (const response of readers) response.write(bytes);
    };
    const flush = (): void => {
      if (frame.length > 0) write(Buffer.concat(frame));
      frame = [];
    };
    const next = (): void => {
      if (feeding.frameMs === 0) write(message());
      else frame.push(message());
    };
    return feed(feeding, sockets, next, flush);
  },
  /** Processor time of all threads until now, in ms. */
  processorMs: () => {
    const { user, system } = process.cpuUsage();
    return Promise.resolve((user + system) / 1_000);
  },
} as const;
export type BareDeeds = typeof deeds;

const listening = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    if (server.listening) resolve();
    else server.once('listening', resolve);
  });
const portOf = (server: Server): number => (server.address() as AddressInfo).port;

process.on('exit', () => bare.journal.close());
serveDeeds(deeds);
