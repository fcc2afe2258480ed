import { createRoute } from '@hono/zod-openapi';
import { asId, type CommandId } from '@legwork/core';
import { current } from '../http/ask.ts';
import { problem } from '../http/problem.ts';
import { ok } from '../http/replies.ts';
import { createRouter } from '../http/router.ts';
import { idParams } from '../schemas/common.ts';
import { operationSchema } from '../schemas/operation.ts';
import type { Service } from '../service.ts';
import { operationJson } from '../views/operation.ts';

const item = createRoute({
  method: 'get',
  path: '/operations/{id}',
  tags: ['operations'],
  summary: 'What became of a command',
  description: '`Prefer: wait=5` waits until it is resolved. Everybody sees their own; admins see all.',
  request: { params: idParams },
  responses: ok(operationSchema, 'The operation'),
});

/** What became of what was asked for. */
export const operationRoutes = (service: Service) =>
  createRouter().openapi(item, async (c) => {
    const { principal } = c.var;
    const id = asId<CommandId>(c.req.valid('param').id);
    const operation = await service.store.operation(id);
    const isTheirs = operation !== null && (operation.principal === principal.id || principal.role === 'admin');
    if (!isTheirs) throw problem('notFound');
    return c.json(await current(service, c, id, operationJson(operation)), 200);
  });
