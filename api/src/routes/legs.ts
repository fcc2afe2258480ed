import { createRoute, z } from '@hono/zod-openapi';
import type { CallId } from '@legwork/core';
import { seesCallNow } from '../auth/hidden.ts';
import { permit } from '../auth/permit.ts';
import type { Principal } from '../auth/principal.ts';
import { ask } from '../http/ask.ts';
import { callOf, legOf } from '../http/params.ts';
import { refused } from '../http/problem.ts';
import { commandReplies, json, ok } from '../http/replies.ts';
import { createRouter } from '../http/router.ts';
import { callParams, legParams, pageOf, reason, reasonQuery } from '../schemas/common.ts';
import { hearsSchema, legSchema } from '../schemas/leg.ts';
import type { Service } from '../service.ts';
import { hearsJson, legsJson } from '../views/legs.ts';

const list = createRoute({
  method: 'get',
  path: '/calls/{id}/legs',
  tags: ['calls'],
  summary: 'The legs of a live call',
  request: { params: callParams },
  responses: ok(pageOf(legSchema), 'Its legs, and those of supervisors who are present'),
});

const hears = createRoute({
  method: 'get',
  path: '/calls/{id}/hears',
  tags: ['calls'],
  summary: 'Who hears whom, and who may',
  request: { params: callParams },
  responses: ok(hearsSchema, 'Pairs of legs; everybody who is in no pair hears nobody'),
});

const mute = createRoute({
  method: 'patch',
  path: '/legs/{id}',
  tags: ['calls'],
  summary: 'Mute a leg, or let it be heard again',
  request: { params: legParams, body: json(z.strictObject({ muted: z.boolean(), reason: reason.optional() })) },
  responses: commandReplies,
});

const drop = createRoute({
  method: 'delete',
  path: '/legs/{id}',
  tags: ['calls'],
  summary: 'Drop one party; the customer cannot be dropped: that is to stop the call',
  request: { params: legParams, query: reasonQuery },
  responses: commandReplies,
});

/** The legs of calls. */
export const legRoutes = (service: Service) =>
  createRouter()
    .openapi(list, (c) => {
      const principal = permit(c, 'calls.read');
      const call = liveCall(service, principal, callOf(c));
      return c.json(
        { data: legsJson(service, principal, call), next: null, asOf: service.streams.asOf(c.var.principal) },
        200,
      );
    })
    .openapi(hears, (c) => {
      const principal = permit(c, 'calls.read');
      const call = liveCall(service, principal, callOf(c));
      return c.json(hearsJson(service, principal, call), 200);
    })
    .openapi(mute, (c) => {
      const { muted, reason } = c.req.valid('json');
      const command = { type: muted ? 'cmd.mute' : 'cmd.unmute', leg: legOf(c) } as const;
      return ask(service, c, { command, permission: 'calls.control', reason });
    })
    .openapi(drop, (c) => {
      const command = { type: 'cmd.drop', leg: legOf(c) } as const;
      return ask(service, c, { command, permission: 'calls.control', ...c.req.valid('query') });
    });

/** @throws ProblemError where there is no such live call, or none that whoever asks may see. */
const liveCall = (service: Service, principal: Principal, id: CallId): CallId => {
  if (!seesCallNow(service, principal, id)) throw refused({ reason: 'noSuchCall' });
  return id;
};
