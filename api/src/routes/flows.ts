import { randomUUID } from 'node:crypto';
import { createRoute, z } from '@hono/zod-openapi';
import { loadRouting, type RoutingProblem } from '@legwork/core';
import { permit } from '../auth/permit.ts';
import type { FlowDocument } from '../flows/flows.ts';
import { ask } from '../http/ask.ts';
import { invalid, problem } from '../http/problem.ts';
import { commandReplies, json, ok, problems } from '../http/replies.ts';
import { createRouter } from '../http/router.ts';
import { why } from '../schemas/asking.ts';
import { idParams, label, moment, pageOf } from '../schemas/common.ts';
import type { Service } from '../service.ts';

const routing = z
  .record(z.string(), z.unknown())
  .openapi({ description: '`{ hotlines, nodes, queues }`', example: { hotlines: [], nodes: {}, queues: {} } });

const flowSchema = z
  .object({
    id: label,
    name: z.string(),
    isActive: z.boolean().openapi({ description: 'Calls that come in take it' }),
    createdAt: moment,
    createdBy: z.string(),
  })
  .openapi('Flow');
const flowWithRouting = flowSchema.extend({ routing }).openapi('FlowWithRouting');

const problemSchema = z.object({
  pointer: z
    .string()
    .openapi({ description: 'Where, as a JSON Pointer into the routing', example: '/nodes/open/inside' }),
  node: z.string().nullable(),
  detail: z.string(),
  allowed: z.string().optional(),
});

const list = createRoute({
  method: 'get',
  path: '/flows',
  tags: ['flows'],
  summary: 'The inbound flows that were kept',
  responses: ok(pageOf(flowSchema), 'Every flow'),
});

const item = createRoute({
  method: 'get',
  path: '/flows/{id}',
  tags: ['flows'],
  summary: 'One flow, with its routing',
  request: { params: idParams },
  responses: ok(flowWithRouting, 'The flow'),
});

const create = createRoute({
  method: 'post',
  path: '/flows',
  tags: ['flows'],
  summary: 'Keep an inbound flow; it is not in force by that',
  request: { body: json(z.strictObject({ name: z.string().min(1).max(200), routing })) },
  responses: {
    201: { description: 'It is kept', content: { 'application/json': { schema: flowSchema } } },
    ...problems,
  },
});

const validate = createRoute({
  method: 'post',
  path: '/flows/validate',
  tags: ['flows'],
  summary: 'Everything that is wrong with a routing, at once',
  request: { body: json(z.strictObject({ routing })) },
  responses: ok(z.object({ ok: z.boolean(), problems: z.array(problemSchema) }), 'What is wrong with it'),
});

const activate = createRoute({
  method: 'post',
  path: '/flows/{id}/activate',
  tags: ['flows'],
  summary: 'From now on calls that come in take this flow; those under way keep theirs',
  description: 'It stays in force after a restart, whatever the settings say, until another is activated.',
  request: { params: idParams, body: json(why) },
  responses: commandReplies,
});

/** Inbound flows. */
export const flowRoutes = (service: Service) => {
  const flows = service.store.documents<FlowDocument>('flows');
  const active = (): string | null => service.runtime.engine.state.flows.current.name;
  const found = async (id: string): Promise<FlowDocument> => {
    const flow = await flows.get(id);
    if (flow === null) throw problem('notFound');
    return flow;
  };
  return createRouter()
    .openapi(list, async (c) => {
      permit(c, 'flows.read');
      const data = (await flows.list()).map((flow) => flowJson(flow, active()));
      return c.json({ data, next: null, asOf: service.streams.asOf(c.var.principal) }, 200);
    })
    .openapi(item, async (c) => {
      permit(c, 'flows.read');
      const flow = await found(c.req.valid('param').id);
      return c.json({ ...flowJson(flow, active()), routing: flow.routing }, 200);
    })
    .openapi(validate, (c) => {
      permit(c, 'flows.read');
      const loaded = loadRouting(c.req.valid('json').routing);
      return c.json({ ok: loaded.ok, problems: loaded.ok ? [] : loaded.problems.map(problemJson) }, 200);
    })
    .openapi(create, async (c) => {
      const principal = permit(c, 'flows.write');
      const { name, routing } = c.req.valid('json');
      const loaded = loadRouting(routing);
      if (!loaded.ok) {
        throw invalid(loaded.problems.map(({ path, problem }) => ({ pointer: `/routing${path}`, detail: problem })));
      }
      const id = `flow_${randomUUID().replaceAll('-', '')}`;
      const flow: FlowDocument = { id, name, routing, createdAt: service.runtime.now(), createdBy: principal.id };
      await flows.put(id, flow);
      return c.json(flowJson(flow, null), 201);
    })
    .openapi(activate, async (c) => {
      const { id } = c.req.valid('param');
      const { permissions } = c.var.principal;
      // Whoever may not know of flows is refused, and that is audited, without a look at whether there is such a flow.
      const mayKnow = permissions.has('flows.read') || permissions.has('flows.write');
      const { routing } = mayKnow ? await found(id) : { routing: {} };
      const command = { type: 'cmd.activateFlow', flow: id, routing: JSON.stringify(routing) } as const;
      return ask(service, c, { command, permission: 'flows.write', ...c.req.valid('json') });
    });
};

const flowJson = ({ id, name, createdAt, createdBy }: FlowDocument, active: string | null) => ({
  id,
  name,
  isActive: id === active,
  createdAt,
  createdBy,
});

const problemJson = ({ path, node, problem, allowed }: RoutingProblem) => ({
  pointer: path,
  node,
  detail: problem,
  ...(allowed !== undefined && { allowed }),
});
