import { createRoute, z } from '@hono/zod-openapi';
import { asId, modes, scopes, type CallId, type LegId, type SupervisorId } from '@legwork/core';
import type { Principal } from '../auth/principal.ts';
import { ask } from '../http/ask.ts';
import { invalid } from '../http/problem.ts';
import { commandReplies, json } from '../http/replies.ts';
import { createRouter } from '../http/router.ts';
import { callParams, label, legId, reason } from '../schemas/common.ts';
import type { Service } from '../service.ts';

const expectedAgentLegId = legId.nullable().optional().openapi({
  description: 'The agent’s leg as last seen, null for none: refused as `stale` where it is another by now',
});

const start = createRoute({
  method: 'post',
  path: '/calls/{id}/supervisions',
  tags: ['supervision'],
  summary: 'Monitor a call, whisper to its agent, or barge in',
  request: {
    params: callParams,
    body: json(
      z.strictObject({
        mode: z.enum(modes),
        scope: z.enum(scopes).default('call'),
        supervisor: label.optional().openapi({ description: 'Whoever asks, where nothing is said' }),
        expectedAgentLegId,
        reason: reason.optional(),
      }),
    ),
  },
  responses: commandReplies,
});

/** The presence of supervisors at calls. */
export const supervisionsRoutes = (service: Service) =>
  createRouter().openapi(start, (c) => {
    const { mode, scope, reason, expectedAgentLegId, supervisor } = c.req.valid('json');
    return ask(service, c, {
      command: {
        type: 'cmd.supervise',
        call: asId<CallId>(c.req.valid('param').id),
        supervisor: supervisorOf(c.var.principal, supervisor),
        mode,
        scope,
        ...expecting(expectedAgentLegId),
      },
      permission: mode,
      reason,
    });
  });

/** Whoever asks, or whom they name: programs and admins are no supervisors themselves. */
const supervisorOf = ({ supervisor }: Principal, named: string | undefined): SupervisorId => {
  if (named !== undefined) return asId<SupervisorId>(named);
  if (supervisor === null) throw invalid([{ pointer: '/supervisor', detail: 'has to be named: you are none' }]);
  return supervisor;
};

const expecting = (leg: string | null | undefined) =>
  leg === undefined ? {} : { expectedAgentLeg: leg === null ? null : asId<LegId>(leg) };
