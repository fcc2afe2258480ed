import { createRoute } from '@hono/zod-openapi';
import { asId, type CallId, type SupervisorId } from '@legwork/core';
import { permit } from '../auth/permit.ts';
import { seesCall } from '../auth/visibility.ts';
import { refused } from '../http/problem.ts';
import { ok } from '../http/replies.ts';
import { createRouter } from '../http/router.ts';
import { callSchema } from '../schemas/call.ts';
import { callParams, pageOf } from '../schemas/common.ts';
import type { Service } from '../service.ts';
import { actionsJson } from '../views/actions.ts';
import { callJson } from '../views/call.ts';
import { closedCall } from '../views/closed-call.ts';
import { livePage, liveQuery } from './live-page.ts';

const list = createRoute({
  method: 'get',
  path: '/calls',
  tags: ['calls'],
  summary: 'The live calls',
  request: { query: liveQuery },
  responses: ok(pageOf(callSchema), 'Live calls'),
});

const item = createRoute({
  method: 'get',
  path: '/calls/{id}',
  tags: ['calls'],
  summary: 'One call, also after it has ended',
  request: { params: callParams, query: liveQuery.pick({ include: true, supervisor: true }) },
  responses: ok(callSchema, 'The call'),
});

/** The live list, and one call of it. */
export const callsRoutes = (service: Service) => {
  const { runtime, directory, store } = service;
  return createRouter()
    .openapi(list, (c) => {
      const principal = permit(c, 'calls.read');
      const query = c.req.valid('query');
      const supervisor = query.supervisor === undefined ? principal.supervisor : asId<SupervisorId>(query.supervisor);
      const { rows, next } = livePage(service, query, principal);
      const data = rows.map((row) => ({
        ...callJson(service, principal, row),
        ...(query.include !== undefined && { actions: actionsJson(service, principal, row, supervisor) }),
      }));
      return c.json({ data, next, asOf: runtime.published() }, 200);
    })
    .openapi(item, async (c) => {
      const principal = permit(c, 'calls.read');
      const { include, supervisor = principal.supervisor } = c.req.valid('query');
      const id = asId<CallId>(c.req.valid('param').id);
      const live = runtime.live.get(id, runtime.now());
      const row = live ?? (await closedCall(store, id));
      if (row === null || !seesCall(principal, directory, row)) throw refused({ reason: 'noSuchCall' });
      const by = supervisor === null ? null : asId<SupervisorId>(supervisor);
      const actions = include === undefined ? {} : { actions: actionsJson(service, principal, row, by) };
      return c.json({ ...callJson(service, principal, row), ...actions }, 200);
    });
};
