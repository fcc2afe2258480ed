import { createRoute, z } from '@hono/zod-openapi';
import { asId, modes, scopes, type SeatId, type SupervisorId } from '@legwork/core';
import type { Permission } from '../auth/permissions.ts';
import type { Principal } from '../auth/principal.ts';
import { seesSeatNow } from '../auth/hidden.ts';
import { ask } from '../http/ask.ts';
import { callOf, seatOf } from '../http/params.ts';
import { invalid, refused } from '../http/problem.ts';
import { commandReplies, json } from '../http/replies.ts';
import { createRouter } from '../http/router.ts';
import { device, expectedAgentLegId, expecting } from '../schemas/asking.ts';
import { callParams, label, reason, reasonQuery, seatId, seatParams } from '../schemas/common.ts';
import type { Service } from '../service.ts';

const supervisor = label.optional().openapi({ description: 'Who does it; whoever asks, where nobody is named' });

const start = createRoute({
  method: 'post',
  path: '/calls/{id}/supervisions',
  tags: ['supervision'],
  summary: 'Monitor a call, whisper to its agent, or barge in',
  description: 'With the scope `agent` the supervisor stays with the agent: at their next call they monitor.',
  request: {
    params: callParams,
    body: json(
      z.strictObject({
        mode: z.enum(modes),
        scope: z.enum(scopes).default('call'),
        supervisor,
        device: device.optional(),
        expectedAgentLegId,
        reason: reason.optional(),
      }),
    ),
  },
  responses: commandReplies,
});

const change = createRoute({
  method: 'patch',
  path: '/supervisions/{id}',
  tags: ['supervision'],
  summary: 'Change the mode of one’s presence',
  request: { params: seatParams, body: json(z.strictObject({ mode: z.enum(modes), reason: reason.optional() })) },
  responses: commandReplies,
});

const leave = createRoute({
  method: 'delete',
  path: '/supervisions/{id}',
  tags: ['supervision'],
  summary: 'Leave; the call goes on',
  request: { params: seatParams, query: reasonQuery },
  responses: commandReplies,
});

const takeover = createRoute({
  method: 'post',
  path: '/calls/{id}/takeover',
  tags: ['supervision'],
  summary: 'Take the call over: the agent is disconnected, the supervisor talks with the customer',
  request: {
    params: callParams,
    body: json(
      z.strictObject({
        supervisionId: seatId.optional().openapi({ description: 'The presence that becomes the conversation' }),
        supervisor,
        device: device.optional(),
        expectedAgentLegId,
        reason: reason.optional(),
      }),
    ),
  },
  responses: commandReplies,
});

/** The presence of supervisors at calls, and what they do there. */
export const supervisionRoutes = (service: Service) =>
  createRouter()
    .openapi(start, (c) => {
      const { mode, scope, reason, expectedAgentLegId, supervisor, device } = c.req.valid('json');
      const command = {
        type: 'cmd.supervise',
        call: callOf(c),
        supervisor: supervisorOf(c.var.principal, supervisor, mode),
        mode,
        scope,
        ...(device !== undefined && { device }),
        ...expecting(expectedAgentLegId),
      } as const;
      return ask(service, c, { command, permission: mode, reason });
    })
    .openapi(change, (c) => {
      const { mode, reason } = c.req.valid('json');
      const command = { type: 'cmd.switchMode', seat: seatOf(c), mode } as const;
      return ask(service, c, { command, permission: mode, reason });
    })
    .openapi(leave, (c) => {
      const command = { type: 'cmd.leave', seat: seatOf(c) } as const;
      return ask(service, c, { command, permission: modes, ...c.req.valid('query') });
    })
    .openapi(takeover, (c) => {
      const { supervisionId, supervisor, device, expectedAgentLegId, reason } = c.req.valid('json');
      const { principal } = c.var;
      const command = {
        type: 'cmd.takeover',
        call: callOf(c),
        supervisor:
          supervisionId === undefined
            ? supervisorOf(principal, supervisor, 'takeover')
            : supervisorAt(service, principal, asId<SeatId>(supervisionId)),
        ...(device !== undefined && { device }),
        ...expecting(expectedAgentLegId),
      } as const;
      return ask(service, c, { command, permission: 'takeover', reason });
    });

/** Whoever asks, or whom they name: programs and admins are no supervisors themselves. */
const supervisorOf = (principal: Principal, named: string | undefined, permission: Permission): SupervisorId => {
  if (named !== undefined) return asId<SupervisorId>(named);
  if (principal.supervisor !== null) return principal.supervisor;
  // Whoever may not do it at all is refused for that, and not for what they left out.
  if (!principal.permissions.has(permission)) return asId<SupervisorId>(principal.id);
  throw invalid([{ pointer: '/supervisor', detail: 'has to be named: you are none' }]);
};

const supervisorAt = (service: Service, principal: Principal, seat: SeatId): SupervisorId => {
  const found = service.runtime.engine.state.seats.get(seat);
  if (found === undefined || !seesSeatNow(service, principal, seat)) throw refused({ reason: 'noSuchSeat' });
  return found.supervisor;
};
