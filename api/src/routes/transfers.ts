import { createRoute, z } from '@hono/zod-openapi';
import { asId, type CallId, type CommandId, type CommandType } from '@legwork/core';
import { seesCallNow } from '../auth/hidden.ts';
import type { Principal } from '../auth/principal.ts';
import { ask } from '../http/ask.ts';
import { callOf } from '../http/params.ts';
import { problem } from '../http/problem.ts';
import { commandReplies, json } from '../http/replies.ts';
import { createRouter } from '../http/router.ts';
import { destination, destinationOf, expectedAgentLegId, expecting, why } from '../schemas/asking.ts';
import { callParams, idParams, reason, reasonQuery } from '../schemas/common.ts';
import type { Service } from '../service.ts';

const start = createRoute({
  method: 'post',
  path: '/calls/{id}/transfers',
  tags: ['calls'],
  summary: 'Send the customer elsewhere',
  description:
    'Blind: without asking the new party first. Attended: the agent talks with the new party, and completes or cancels. ' +
    'From anybody but the agent of the call a blind transfer is forced. The operation is the transfer: its id completes and cancels it.',
  request: {
    params: callParams,
    body: json(
      z.strictObject({
        kind: z.enum(['blind', 'attended']).default('blind'),
        to: destination,
        forced: z.boolean().default(false).openapi({ description: 'Only for those who may transfer others’ calls' }),
        expectedAgentLegId,
        reason: reason.optional(),
      }),
    ),
  },
  responses: commandReplies,
});

const complete = createRoute({
  method: 'post',
  path: '/transfers/{id}/complete',
  tags: ['calls'],
  summary: 'Complete an attended transfer: the customer goes to the new party, the agent leaves',
  request: { params: idParams, body: json(why) },
  responses: commandReplies,
});

const cancel = createRoute({
  method: 'delete',
  path: '/transfers/{id}',
  tags: ['calls'],
  summary: 'Give a transfer up: customer and agent talk again',
  request: { params: idParams, query: reasonQuery },
  responses: commandReplies,
});

/** Handing a customer over. */
export const transferRoutes = (service: Service) =>
  createRouter()
    .openapi(start, (c) => {
      const { kind, to, forced, expectedAgentLegId, reason } = c.req.valid('json');
      const isForced = forced || c.var.principal.role !== 'agent';
      const type = kind === 'attended' ? 'cmd.consult' : 'cmd.transfer';
      const command = { type, call: callOf(c), to: destinationOf(to), ...expecting(expectedAgentLegId) } as const;
      const permission = kind === 'blind' && isForced ? 'transfer' : 'calls.control';
      return ask(service, c, { command, permission, reason });
    })
    .openapi(complete, async (c) => {
      const call = await callUnderTransfer(service, c.var.principal, c.req.valid('param').id);
      const command = { type: 'cmd.complete', call } as const;
      return ask(service, c, { command, permission: 'calls.control', ...c.req.valid('json') });
    })
    .openapi(cancel, async (c) => {
      const call = await callUnderTransfer(service, c.var.principal, c.req.valid('param').id);
      const command = { type: 'cmd.cancel', call } as const;
      return ask(service, c, { command, permission: 'calls.control', ...c.req.valid('query') });
    });

const transfers: readonly CommandType[] = ['cmd.transfer', 'cmd.consult'];

/**
 * The call of a transfer.
 *
 * @throws ProblemError where there is none by that name, or none that whoever asks may see; or where another handover is under way by now.
 */
const callUnderTransfer = async (service: Service, principal: Principal, id: string): Promise<CallId> => {
  const { runtime, store } = service;
  const operation = await store.operation(asId<CommandId>(id));
  const call = operation?.call ?? null;
  if (operation === null || call === null || !transfers.includes(operation.what)) throw problem('notFound');
  if (!seesCallNow(service, principal, call)) throw problem('notFound');
  const handover = runtime.live.get(call, runtime.now())?.underWay.find(({ kind }) => kind === 'handover');
  const isAnother = handover !== undefined && operation.resolvedAt !== null && handover.sinceMs > operation.resolvedAt;
  if (isAnother) throw problem('notFound');
  return call;
};
