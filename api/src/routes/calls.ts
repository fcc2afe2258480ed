import { createRoute, z } from '@hono/zod-openapi';
import { asId, type CallId } from '@legwork/core';
import { seesCall } from '../auth/visibility.ts';
import { permit } from '../auth/permit.ts';
import { refused } from '../http/problem.ts';
import { ok } from '../http/replies.ts';
import { createRouter } from '../http/router.ts';
import { callSchema } from '../schemas/call.ts';
import { callParams, pageOf } from '../schemas/common.ts';
import type { Service } from '../service.ts';
import { callJson } from '../views/call.ts';

const list = createRoute({
  method: 'get',
  path: '/calls',
  tags: ['calls'],
  summary: 'The live calls',
  request: { query: z.strictObject({}) },
  responses: ok(pageOf(callSchema), 'Live calls, the oldest first'),
});

const item = createRoute({
  method: 'get',
  path: '/calls/{id}',
  tags: ['calls'],
  summary: 'One call',
  request: { params: callParams },
  responses: ok(callSchema, 'The call'),
});

/** The live list, and one call of it. */
export const callsRoutes = (service: Service) => {
  const { runtime, directory } = service;
  return createRouter()
    .openapi(list, (c) => {
      const principal = permit(c, 'calls.read');
      const rows = runtime.live.rows(runtime.now()).filter((row) => seesCall(principal, directory, row));
      const data = rows.map((row) => callJson(service, principal, row));
      return c.json({ data, next: null, asOf: runtime.published() }, 200);
    })
    .openapi(item, (c) => {
      const principal = permit(c, 'calls.read');
      const row = runtime.live.get(asId<CallId>(c.req.valid('param').id), runtime.now());
      if (row === undefined || !seesCall(principal, directory, row)) throw refused({ reason: 'noSuchCall' });
      return c.json(callJson(service, principal, row), 200);
    });
};
