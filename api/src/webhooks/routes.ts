import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { permit } from '../auth/permit.ts';
import type { Principal } from '../auth/principal.ts';
import { eventTypes } from '../events/index.ts';
import { readCursor, writeCursor } from '../http/cursor.ts';
import { invalid, problem, refused } from '../http/problem.ts';
import { json, ok, problemOf, problems } from '../http/replies.ts';
import { createRouter } from '../http/router.ts';
import { asOf as asOfSchema, duration, label, moment, pageOf } from '../schemas/common.ts';
import type { Env, Service } from '../service.ts';
import type { Courier } from './courier.ts';
import type { Webhook } from './webhook.ts';

const url = z
  .url({ protocol: /^https?$/ })
  .max(2_048)
  .openapi({
    description: 'https, and without a user or a password in it. Redirects are not followed',
    example: 'https://crm.example/legwork',
  });
const description = z.string().max(200).default('');
const type = z.enum(eventTypes as readonly [string, ...string[]]);
const names = z.array(label).max(100).default([]);

const orderSchema = z.strictObject({
  url,
  description,
  types: z.array(type).max(eventTypes.length).default([]).openapi({ description: 'Empty: every type' }),
  queues: names,
  teams: names,
});
const changeSchema = z.strictObject({
  url: url.optional(),
  description: z.string().max(200).optional(),
  types: z.array(type).max(eventTypes.length).optional(),
  queues: z.array(label).max(100).optional(),
  teams: z.array(label).max(100).optional(),
  state: z
    .enum(['enabled', 'disabled'])
    .optional()
    .openapi({ description: 'What happened meanwhile is told when it is enabled again' }),
});

const webhookSchema = z
  .object({
    id: z.string().openapi({ example: 'wh_6f2a' }),
    url: z.string(),
    description: z.string(),
    types: z.array(z.string()),
    queues: z.array(z.string()),
    teams: z.array(z.string()),
    state: z.enum(['enabled', 'disabled']),
    disabledReason: z.string().nullable().openapi({
      description: 'Why, where Legwork did it: every attempt has failed, or its owner is not known any more',
    }),
    createdAt: moment,
    failingSince: moment
      .nullable()
      .openapi({ description: 'Since when every attempt has failed; after three days it is disabled' }),
    after: asOfSchema.openapi({
      description: 'The last event that is delivered, or waits for its next attempt, as `asOf` tells it',
    }),
    waiting: z.number().openapi({ description: 'How many deliveries wait for their next attempt' }),
  })
  .openapi('Webhook');
const secret = z.string().openapi({ description: 'To check signatures with (Standard Webhooks). It is told once' });
const createdSchema = webhookSchema.extend({ secret }).openapi('CreatedWebhook');

const deliverySchema = z
  .object({
    id: z.string().openapi({ description: 'The `webhook-id` of the message: the same for every attempt' }),
    eventId: z.string(),
    type: z.string(),
    state: z.enum(['delivered', 'waiting', 'failed']),
    attempts: z.number().int(),
    firstAt: moment,
    lastAt: moment,
    nextAt: moment.nullable(),
    status: z.number().int().nullable(),
    error: z.string().nullable(),
  })
  .openapi('Delivery');

const params = z.object({ id: label });
const tags = ['webhooks'];

const create = createRoute({
  method: 'post',
  path: '/webhooks',
  tags,
  summary: 'Have a receiver told what happens',
  description:
    'Each event is sent at least once, signed by the scheme of Standard Webhooks; not always in their order, which `callSeq` tells. What fails is tried again for three days. The receiver is told what whoever asks may know, as they were known last: it is disabled when their key is not good any more, when they may have no webhooks any more, or when the identity provider has not vouched for them for as long as the settings say.',
  request: { body: json(orderSchema) },
  responses: {
    201: { description: 'The webhook, with its secret', content: { 'application/json': { schema: createdSchema } } },
    ...problems,
  },
});
const list = createRoute({
  method: 'get',
  path: '/webhooks',
  tags,
  summary: 'The webhooks',
  request: { query: z.strictObject({}) },
  responses: ok(
    z.object({ data: z.array(webhookSchema), next: z.null(), asOf: asOfSchema }),
    'Webhooks, the oldest first',
  ),
});
const item = createRoute({
  method: 'get',
  path: '/webhooks/{id}',
  tags,
  summary: 'One webhook',
  request: { params },
  responses: ok(webhookSchema, 'The webhook'),
});
const change = createRoute({
  method: 'patch',
  path: '/webhooks/{id}',
  tags,
  summary: 'Change what is told, or where; enable or disable',
  request: { params, body: json(changeSchema) },
  responses: ok(webhookSchema, 'The webhook'),
});
const remove = createRoute({
  method: 'delete',
  path: '/webhooks/{id}',
  tags,
  summary: 'Tell it no more',
  request: { params },
  responses: { 204: { description: 'It is gone, and with it what waited' }, ...problems },
});
const rotate = createRoute({
  method: 'post',
  path: '/webhooks/{id}/rotate',
  tags,
  summary: 'A new secret',
  request: {
    params,
    body: json(
      z.strictObject({
        keepMs: z
          .int()
          .min(0)
          .max(7 * 24 * 3_600_000)
          .default(24 * 3_600_000)
          .openapi({ description: 'How long the one before signs as well' }),
      }),
    ),
  },
  responses: ok(z.object({ secret }), 'The secret'),
});
const test = createRoute({
  method: 'post',
  path: '/webhooks/{id}/test',
  tags,
  summary: 'Send a message that says nothing',
  request: { params, body: json(z.strictObject({})) },
  responses: ok(
    z
      .object({
        delivered: z.boolean(),
        status: z.number().int().nullable(),
        error: z.string().nullable(),
        tookMs: duration,
      })
      .openapi('WebhookTest'),
    'What it was answered',
  ),
});
const deliveries = createRoute({
  method: 'get',
  path: '/webhooks/{id}/deliveries',
  tags,
  summary: 'The latest deliveries',
  request: {
    params,
    query: z.strictObject({
      state: z.enum(['delivered', 'waiting', 'failed']).optional(),
      limit: z.coerce.number().int().min(1).max(500).default(100),
      cursor: z.string().max(300).optional(),
    }),
  },
  responses: ok(
    pageOf(deliverySchema),
    'The newest first: all that wait, the last 200 that have failed for good, the last 500 that have arrived, also after a restart',
  ),
});
const redeliver = createRoute({
  method: 'post',
  path: '/webhooks/{id}/redeliver',
  tags,
  summary: 'Send again: one delivery, whether it has arrived or not, or everything since an event',
  request: {
    params,
    body: json(
      z.union([
        z.strictObject({ delivery: label }),
        z.strictObject({
          after: z
            .union([z.int().min(0), z.string().min(1).max(128)])
            .openapi({ description: 'An event, as `asOf` tells it: a number, but for agents' }),
        }),
      ]),
    ),
  },
  responses: {
    202: { description: 'It is on its way', content: { 'application/json': { schema: webhookSchema } } },
    409: problemOf('The webhook is disabled'),
    410: problemOf('What came after that event is not kept any more'),
    ...problems,
  },
});

/** Receivers outside, what they are told, and what became of it. */
export const webhooksRoutes = (service: Service) => {
  const { webhooks, streams } = service;

  const webhookJson = (principal: Principal, courier: Courier) => {
    const { webhook } = courier;
    return webhookAsJson(webhook, courier.waiting(), streams.toldAs(principal, webhook.after));
  };
  const courierOf = async (c: Context<Env>, id: string): Promise<Courier> => {
    const principal = permit(c, 'webhooks.write');
    await webhooks.ready;
    const courier = webhooks.find(principal, id);
    if (courier === undefined) throw problem('notFound');
    return courier;
  };
  const checkUrl = (text: string): void => {
    const { protocol, username, password } = new URL(text);
    if (protocol !== 'https:' && !service.settings.webhooks.allowHttp) {
      throw invalid([
        { pointer: '/url', detail: 'has to be https, unless the setting webhooks.allowHttp says otherwise' },
      ]);
    }
    if (username !== '' || password !== '')
      throw invalid([{ pointer: '/url', detail: 'without a user and a password' }]);
  };

  return createRouter()
    .openapi(create, async (c) => {
      const principal = permit(c, 'webhooks.write');
      const order = c.req.valid('json');
      checkUrl(order.url);
      await webhooks.ready;
      const created = await webhooks.create(principal, { ...order, types: typesOf(order.types) });
      if (created === null) throw problem('tooMany', { detail: 'There are as many webhooks as there can be.' });
      c.header('Location', `/v1/webhooks/${created.courier.webhook.id}`);
      return c.json({ ...webhookJson(principal, created.courier), secret: created.secret }, 201);
    })
    .openapi(list, async (c) => {
      const principal = permit(c, 'webhooks.write');
      await webhooks.ready;
      const data = webhooks.list(principal).map((courier) => webhookJson(principal, courier));
      return c.json({ data, next: null, asOf: service.streams.asOf(c.var.principal) }, 200);
    })
    .openapi(item, async (c) => c.json(webhookJson(c.var.principal, await courierOf(c, c.req.valid('param').id)), 200))
    .openapi(change, async (c) => {
      const courier = await courierOf(c, c.req.valid('param').id);
      const { url, types, description, queues, teams, state } = c.req.valid('json');
      if (url !== undefined) checkUrl(url);
      await courier.change({
        ...(url !== undefined && { url }),
        ...(description !== undefined && { description }),
        ...(types !== undefined && { types: typesOf(types) }),
        ...(queues !== undefined && { queues }),
        ...(teams !== undefined && { teams }),
        ...(state !== undefined && { state }),
      });
      return c.json(webhookJson(c.var.principal, courier), 200);
    })
    .openapi(remove, async (c) => {
      await webhooks.remove(await courierOf(c, c.req.valid('param').id));
      return c.body(null, 204);
    })
    .openapi(rotate, async (c) => {
      const courier = await courierOf(c, c.req.valid('param').id);
      return c.json({ secret: await webhooks.rotate(courier, c.req.valid('json').keepMs) }, 200);
    })
    .openapi(test, async (c) => {
      const answer = await webhooks.test(await courierOf(c, c.req.valid('param').id));
      return c.json({ delivered: answer.error === null, ...answer }, 200);
    })
    .openapi(deliveries, async (c) => {
      const courier = await courierOf(c, c.req.valid('param').id);
      const { state, limit, cursor } = c.req.valid('query');
      const found = courier.deliveries().filter((one) => state === undefined || one.state === state);
      const [at = Infinity, id = ''] = cursor === undefined ? [] : readCursor(cursor, 2);
      const rest = found.filter((one) => one.lastAt < Number(at) || (one.lastAt === at && one.id > String(id)));
      const data = rest.slice(0, limit).map(({ webhook: _webhook, ...delivery }) => delivery);
      const last = rest.length > limit ? data.at(-1) : undefined;
      const next = last === undefined ? null : writeCursor([last.lastAt, last.id]);
      return c.json({ data, next, asOf: service.streams.asOf(c.var.principal) }, 200);
    })
    .openapi(redeliver, async (c) => {
      const courier = await courierOf(c, c.req.valid('param').id);
      const wanted = c.req.valid('json');
      if ('delivery' in wanted) {
        const outcome = await courier.redeliver(wanted.delivery);
        if (outcome === 'gone') throw problem('notFound');
        if (outcome === 'disabled') throw refused({ reason: 'notNow' }, { detail: 'The webhook is disabled.' });
      } else {
        const cursor = service.streams.cursors.read(c.var.principal, String(wanted.after));
        if (cursor === null) throw invalid([{ pointer: '/after', detail: 'is none that a list has given' }]);
        if ((await service.streams.problemOf(cursor)) !== null) throw problem('gone');
        await courier.rewind(cursor.after);
      }
      return c.json(webhookJson(c.var.principal, courier), 202);
    });
};

const typesOf = (types: readonly string[]) => eventTypes.filter((type) => types.includes(type));

const webhookAsJson = (webhook: Webhook, waiting: number, after: number | string) => ({
  id: webhook.id,
  url: webhook.url,
  description: webhook.description,
  types: [...webhook.types],
  queues: [...webhook.queues],
  teams: [...webhook.teams],
  state: webhook.state,
  disabledReason: webhook.disabledReason,
  createdAt: webhook.createdAt,
  failingSince: webhook.failingSince,
  after,
  waiting,
});
