import { createRoute } from '@hono/zod-openapi';
import { asId, type CommandId } from '@legwork/core';
import type { Principal } from '../auth/principal.ts';
import { seesCall } from '../auth/visibility.ts';
import { current } from '../http/ask.ts';
import { problem } from '../http/problem.ts';
import { ok } from '../http/replies.ts';
import { createRouter } from '../http/router.ts';
import { idParams } from '../schemas/common.ts';
import { operationSchema } from '../schemas/operation.ts';
import type { Service } from '../service.ts';
import type { Operation } from '../store/store.ts';
import { closedCall } from '../views/closed-call.ts';
import { operationJson } from '../views/operation.ts';

const item = createRoute({
  method: 'get',
  path: '/operations/{id}',
  tags: ['operations'],
  summary: 'What became of a command',
  description:
    '`Prefer: wait=5` waits until it is resolved. Everybody sees their own; admins see those of their teams.',
  request: { params: idParams },
  responses: ok(operationSchema, 'The operation'),
});

/** What became of what was asked for. */
export const operationRoutes = (service: Service) =>
  createRouter().openapi(item, async (c) => {
    const { principal } = c.var;
    const id = asId<CommandId>(c.req.valid('param').id);
    const operation = await service.store.operation(id);
    if (operation === null || !(await maySee(service, principal, operation))) throw problem('notFound');
    return c.json(await current(service, c, id, operationJson(operation)), 200);
  });

const maySee = async (
  { runtime, store, directory }: Service,
  principal: Principal,
  { principal: by, call }: Operation,
): Promise<boolean> => {
  if (by === principal.id) return true;
  if (principal.role !== 'admin') return false;
  if (principal.teams === 'all' || call === null) return principal.teams === 'all';
  const row = runtime.live.get(call, runtime.now()) ?? (await closedCall(store, call));
  return row !== null && seesCall(principal, directory, row);
};
