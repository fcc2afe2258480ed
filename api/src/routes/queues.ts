import { createRoute, z } from '@hono/zod-openapi';
import { asId, type Queue, type QueueId } from '@legwork/core';
import { permit } from '../auth/permit.ts';
import type { Principal } from '../auth/principal.ts';
import { seesCall, seesTeam } from '../auth/visibility.ts';
import { refused } from '../http/problem.ts';
import { ok } from '../http/replies.ts';
import { createRouter } from '../http/router.ts';
import { callSchema } from '../schemas/call.ts';
import { idParams, pageOf } from '../schemas/common.ts';
import { queueSchema } from '../schemas/queue.ts';
import type { Service } from '../service.ts';
import { callJson } from '../views/call.ts';
import { queuesJson } from '../views/queues.ts';

const list = createRoute({
  method: 'get',
  path: '/queues',
  tags: ['queues'],
  summary: 'The queues, in live figures',
  request: { query: z.strictObject({}) },
  responses: ok(pageOf(queueSchema), 'Those of the teams of whoever asks, and those of none'),
});

const waiting = createRoute({
  method: 'get',
  path: '/queues/{id}/waiting',
  tags: ['queues'],
  summary: 'Who waits, the longest first',
  request: { params: idParams },
  responses: ok(pageOf(callSchema), 'Calls that wait: the same that `waiting` counts'),
});

/** Who waits, and for whom. */
export const queueRoutes = (service: Service) => {
  const { runtime, directory } = service;
  const seen = (principal: Principal): readonly Queue[] =>
    Object.values(runtime.engine.state.flows.current.routing.queues).filter(({ id }) =>
      seesTeam(principal, directory.teamOfQueue(id)),
    );
  return createRouter()
    .openapi(list, (c) => {
      const principal = permit(c, 'queues.read');
      return c.json(
        { data: queuesJson(service, seen(principal)), next: null, asOf: service.streams.asOf(c.var.principal) },
        200,
      );
    })
    .openapi(waiting, (c) => {
      const principal = permit(c, 'queues.read');
      const id = asId<QueueId>(c.req.valid('param').id);
      if (!seen(principal).some((queue) => queue.id === id)) throw refused({ reason: 'noSuchQueue' });
      const data = runtime.live
        .rows(runtime.now())
        .filter((call) => call.queue === id && call.queuedSinceMs !== null && seesCall(principal, directory, call))
        .sort((one, other) => (one.queuedSinceMs ?? 0) - (other.queuedSinceMs ?? 0))
        .map((call) => callJson(service, principal, call));
      return c.json({ data, next: null, asOf: service.streams.asOf(c.var.principal) }, 200);
    });
};
