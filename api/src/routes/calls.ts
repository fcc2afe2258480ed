import { createRoute, type z } from '@hono/zod-openapi';
import { asId, type CallId, type LiveCall, type SupervisorId } from '@legwork/core';
import { seesSupervisorNamed } from '../auth/hidden.ts';
import { permit } from '../auth/permit.ts';
import type { Principal } from '../auth/principal.ts';
import { seesCall } from '../auth/visibility.ts';
import { callOf } from '../http/params.ts';
import { refused } from '../http/problem.ts';
import { ok } from '../http/replies.ts';
import { createRouter } from '../http/router.ts';
import { written } from '../http/written.ts';
import { callSchema } from '../schemas/call.ts';
import { callParams, pageOf } from '../schemas/common.ts';
import { eventSchema } from '../schemas/event.ts';
import type { Service } from '../service.ts';
import { actionsJson } from '../views/actions.ts';
import { callJson } from '../views/call.ts';
import { closedCall } from '../views/closed-call.ts';
import { timelineOf } from '../views/timeline.ts';
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

const timeline = createRoute({
  method: 'get',
  path: '/calls/{id}/timeline',
  tags: ['calls'],
  summary: 'Everything that has happened to a call, also after it has ended',
  request: { params: callParams },
  responses: ok(pageOf(eventSchema), 'Its events, in their order'),
});

const callsPage = pageOf(callSchema);
type CallsPage = z.output<typeof callsPage>;

/** The live list, and one call of it. */
export const callsRoutes = (service: Service) => {
  const { runtime, directory, store } = service;
  const found = async (principal: Principal, id: CallId): Promise<LiveCall> => {
    const row = runtime.live.get(id, runtime.now()) ?? (await closedCall(store, id));
    if (row === null || !seesCall(principal, directory, row)) throw refused({ reason: 'noSuchCall' });
    return row;
  };
  /** Whoever asks, or whom they name and may see. */
  const triedFor = (principal: Principal, named: string | undefined): SupervisorId | null => {
    if (named === undefined) return principal.supervisor;
    const supervisor = asId<SupervisorId>(named);
    return seesSupervisorNamed(service, principal, supervisor) ? supervisor : null;
  };
  return createRouter()
    .openapi(list, (c) => {
      const principal = permit(c, 'calls.read');
      const query = c.req.valid('query');
      const supervisor = triedFor(principal, query.supervisor);
      const { rows, next } = livePage(service, query, principal);
      const texts = rows.map((row) => {
        const text = service.callTexts.textOf(principal, row);
        if (query.include === undefined) return text;
        return `${text.slice(0, -1)},"actions":${JSON.stringify(actionsJson(service, principal, row, supervisor))}}`;
      });
      const rest = JSON.stringify({ next, asOf: service.streams.asOf(principal) }).slice(1);
      return written<CallsPage>(c, `{"data":[${texts.join(',')}],${rest}`, 200);
    })
    .openapi(item, async (c) => {
      const principal = permit(c, 'calls.read');
      const { include, supervisor } = c.req.valid('query');
      const row = await found(principal, callOf(c));
      const by = triedFor(principal, supervisor);
      const actions = include === undefined ? {} : { actions: actionsJson(service, principal, row, by) };
      return c.json({ ...callJson(service, principal, row), ...actions }, 200);
    })
    .openapi(timeline, async (c) => {
      const principal = permit(c, 'calls.read');
      const { call } = await found(principal, callOf(c));
      const asOf = service.streams.asOf(principal);
      return c.json({ data: await timelineOf(service, principal, call), next: null, asOf }, 200);
    });
};
