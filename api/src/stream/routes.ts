import { upgradeWebSocket } from '@hono/node-server';
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { WebSocket } from 'ws';
import { permit } from '../auth/permit.ts';
import type { Principal } from '../auth/principal.ts';
import type { Interest } from '../events/index.ts';
import { invalid, problem } from '../http/problem.ts';
import { json, ok, problemOf, problems } from '../http/replies.ts';
import { createRouter } from '../http/router.ts';
import { asOf, moment } from '../schemas/common.ts';
import { eventSchema } from '../schemas/event.ts';
import type { Env, Service } from '../service.ts';
import type { Cursor } from './cursor.ts';
import { eventsQuery, streamQuery, type StreamQuery } from './queries.ts';
import { readEvents } from './read-events.ts';
import { createSocketOutlet } from './socket-outlet.ts';
import { createSseOutlet } from './sse-outlet.ts';
import type { Streams } from './streams.ts';
import type { Subscription } from './subscription.ts';
import { socketWire, sseWire, type Wire } from './wire.ts';

const gone = problemOf(
  'The cursor has expired: what came after it is not kept any more. List anew, and go on from its `asOf`',
);

const list = createRoute({
  method: 'get',
  path: '/events',
  tags: ['events'],
  summary: 'What has happened',
  description:
    'Events in their order, as far back as they are kept. `next` is null where no more has happened; then go on from `asOf`.',
  request: { query: eventsQuery },
  responses: {
    ...ok(
      z.object({
        data: z.array(eventSchema),
        next: z.string().nullable(),
        asOf,
      }),
      'Events',
    ),
    410: gone,
  },
});

const stream = createRoute({
  method: 'get',
  path: '/events/stream',
  tags: ['events'],
  summary: 'What happens, as server-sent events',
  description: `Begins after the cursor \`Last-Event-ID\`, or \`after\`, without loss and without repeats; without a cursor, now.
Each message has its \`event\`, its \`data\` as JSON, and an \`id\`, which is the cursor to resume from.

| event | data |
| --- | --- |
| the type of an event | the event |
| \`calls\` | \`{ calls: Call[], gone: string[] }\`: calls that have changed, as they are now, and the ids of those that have ended or may not be seen any more |
| \`agents\` | \`{ agents: Agent[] }\`: agents who have changed, as they are now |
| \`figures\` | \`{ at, calls, waiting, waitingSince, talking, held, parked, unconfirmed, agents, queues: { queue, waiting, waitingSince, talking }[] }\` |
| \`stream.closing\` | \`{ reason }\`: \`slow\` (the client did not read), \`shutdown\`, \`fault\`, \`expired\` (what is to be told is not kept any more), \`revoked\` (the key was), \`loggedOut\` (the session was ended), \`unauthenticated\` (the key, token or session has come to its end) |

Events of a type that a client does not know are to be ignored.`,
  request: { query: streamQuery, headers: z.object({ 'last-event-id': z.string().min(1).max(128).optional() }) },
  responses: {
    200: { description: 'The stream', content: { 'text/event-stream': { schema: z.string() } } },
    410: gone,
    ...problems,
  },
});

/** What the description says; the route itself answers with no reply that could be described. */
const socket = createRoute({
  method: 'get',
  path: '/events/ws',
  tags: ['events'],
  summary: 'What happens, over a WebSocket',
  description:
    'The same as the stream of server-sent events. Each text message is an array of `{ name, cursor, data }`. A browser, which can set no header, opens it with a ticket or with the cookie of its session. What a client sends is ignored.',
  request: { query: streamQuery },
  responses: {
    101: { description: 'The WebSocket is open' },
    410: gone,
    426: problemOf('This is to be opened as a WebSocket'),
    ...problems,
  },
});

const ticket = createRoute({
  method: 'post',
  path: '/stream-tickets',
  tags: ['events'],
  summary: 'A ticket to open one stream with',
  description: 'For a browser’s WebSocket. It can be used once, as `?ticket=`, within half a minute.',
  request: { body: json(z.strictObject({})) },
  responses: {
    201: {
      description: 'The ticket',
      content: {
        'application/json': { schema: z.object({ ticket: z.string(), expiresAt: moment }).openapi('StreamTicket') },
      },
    },
    ...problems,
  },
});

/** What happens: read, or told as it happens. */
export const eventsRoutes = (service: Service) => {
  const { streams } = service;
  const router = createRouter();
  router.openAPIRegistry.registerPath(socket);
  return router
    .openapi(list, async (c) => {
      const principal = permit(c, 'calls.read');
      const query = c.req.valid('query');
      const cursor = await cursorOf(streams, principal, query.after, { after: 0, skip: 0 });
      return c.json(await readEvents(service, principal, { ...query, interest: interestOf(query), cursor }), 200);
    })
    .openapi(stream, async (c) => {
      const principal = permit(c, 'calls.read');
      const query = c.req.valid('query');
      const from = c.req.valid('header')['last-event-id'] ?? query.after;
      const cursor = await cursorOf(streams, principal, from, now(service));
      admit(streams, principal);
      const { bufferBytes, lingerMs } = streams.limits;
      const { outlet, body } = createSseOutlet({ limitBytes: bufferBytes, lingerMs });
      streams.open(subscriptionOf(principal, query, sseWire), cursor, outlet);
      return c.body(body, 200, {
        'Content-Type': 'text/event-stream; charset=utf-8',
        'Cache-Control': 'no-store',
        // A proxy that gathers the reply would hold events back (nginx).
        'X-Accel-Buffering': 'no',
      });
    })
    .openapi(ticket, (c) => {
      const issued = streams.tickets.issue(permit(c, 'calls.read'));
      if (issued === null) throw problem('tooMany', { detail: 'There are too many tickets that were not used.' });
      return c.json(issued, 201);
    })
    .get(socket.path, openSocket(service));
};

/** Lets somebody in as the other stream does; then the connection becomes a WebSocket. */
const openSocket = (service: Service) =>
  upgradeWebSocket(async (c: Context<Env>) => {
    const { streams } = service;
    const principal = permit(c, 'calls.read');
    const parsed = streamQuery.safeParse(c.req.query());
    if (!parsed.success) {
      throw invalid(parsed.error.issues.map(({ path, message }) => ({ pointer: path.join('.'), detail: message })));
    }
    if (c.req.header('upgrade')?.toLowerCase() !== 'websocket') {
      throw problem('upgradeRequired', {}, { Upgrade: 'websocket' });
    }
    const cursor = await cursorOf(streams, principal, parsed.data.after, now(service));
    admit(streams, principal);
    const subscription = subscriptionOf(principal, parsed.data, socketWire);
    const { bufferBytes, lingerMs } = streams.limits;
    let left = (): void => undefined;
    return {
      onOpen: (_event, { raw }) => {
        const opened = createSocketOutlet(raw as WebSocket, { limitBytes: bufferBytes, lingerMs });
        ({ left } = opened);
        streams.open(subscription, cursor, opened.outlet);
      },
      onClose: () => left(),
      onError: () => left(),
    };
  });

const now = ({ streams }: Service): Cursor => ({ after: streams.hub.position, skip: 0 });

const cursorOf = async (
  streams: Streams,
  principal: Principal,
  text: string | undefined,
  otherwise: Cursor,
): Promise<Cursor> => {
  if (text === undefined) return otherwise;
  const cursor = streams.cursors.read(principal, text);
  if (cursor === null)
    throw invalid([{ pointer: 'after', detail: 'the asOf of a list, or the id of an event that was read' }]);
  const wrong = await streams.problemOf(cursor);
  if (wrong === null) return cursor;
  throw problem('gone', {
    detail:
      wrong === 'expired'
        ? 'What came after this cursor is not kept any more. List anew, and go on from its asOf.'
        : 'Nothing has come to this cursor yet: it is from another history. List anew, and go on from its asOf.',
  });
};

const admit = (streams: Streams, principal: Principal): void => {
  if (streams.hub.isClosed) throw problem('unavailable', { detail: 'The service is closing.' }, { 'Retry-After': '5' });
  if (streams.mayOpen(principal.id)) return;
  throw problem(
    'tooMany',
    { detail: `At most ${streams.limits.streams} streams can be open.` },
    { 'Retry-After': '5' },
  );
};

const interestOf = ({
  queue = [],
  team = [],
  call = [],
  types = [],
}: Pick<StreamQuery, 'queue' | 'team' | 'call' | 'types'>): Interest => ({
  queues: queue,
  teams: team,
  calls: call,
  types,
});

const subscriptionOf = (principal: Principal, query: StreamQuery, wire: Wire): Subscription => {
  const { show = ['events'] } = query;
  const isPlain = show.every((one) => one === 'events');
  return {
    principal,
    interest: interestOf(query),
    shows: show,
    frameMs: query.frameMs ?? (isPlain ? 0 : 250),
    wire,
  };
};
