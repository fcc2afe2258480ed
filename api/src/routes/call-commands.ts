import { createRoute, z } from '@hono/zod-openapi';
import { asId, type AgentId, type CallId, type Endpoint, type LegId, type QueueId } from '@legwork/core';
import { seesCallNow } from '../auth/hidden.ts';
import type { Principal } from '../auth/principal.ts';
import { ask } from '../http/ask.ts';
import { invalid, refused } from '../http/problem.ts';
import { commandReplies, json } from '../http/replies.ts';
import { callOf } from '../http/params.ts';
import { createRouter } from '../http/router.ts';
import { destination, device, destinationOf, expectedAgentLegId, expecting, why } from '../schemas/asking.ts';
import { callParams, label, legId, reason } from '../schemas/common.ts';
import type { Service } from '../service.ts';

const originate = createRoute({
  method: 'post',
  path: '/calls',
  tags: ['calls'],
  summary: 'Call a number',
  description:
    'With an agent: the agent first, then the number. Without: the number first, then the routing of `from`.',
  request: {
    body: json(
      z.strictObject({
        to: label.openapi({ example: '+84901234567' }),
        from: label.optional().openapi({ description: 'A hotline, whose number is shown' }),
        agentId: label.optional(),
        queue: label.optional().openapi({ description: 'Where the call goes if the agent is lost' }),
        device: device.optional(),
        clientRef: label
          .optional()
          .openapi({ description: 'Your own name for the call: told with it, its events and its record' }),
        reason: reason.optional(),
      }),
    ),
  },
  responses: commandReplies,
});

const simple = <const Path extends string>(path: Path, summary: string) =>
  createRoute({
    method: 'post',
    path,
    tags: ['calls'],
    summary,
    request: { params: callParams, body: json(why) },
    responses: commandReplies,
  });

const answer = simple('/calls/{id}/answer', 'Answer a call that waits to be answered');
const hold = simple('/calls/{id}/hold', 'Hold the customer');
const resume = simple('/calls/{id}/resume', 'Talk with the customer again');
const park = simple('/calls/{id}/park', 'The agent leaves, the customer waits until somebody picks the call up');
const hangUp = simple('/calls/{id}/hangup', 'End the call, as its agent does');
const claim = simple('/calls/{id}/claim', 'Take control of a call that was found on the switch');

const digits = createRoute({
  method: 'post',
  path: '/calls/{id}/digits',
  tags: ['calls'],
  summary: 'Send digits to a leg; to the customer where none is named',
  request: {
    params: callParams,
    body: json(
      z.strictObject({
        digits: z.string().regex(/^[0-9*#A-D]{1,32}$/, '1 to 32 of 0-9 * # A-D'),
        legId: legId.optional(),
        reason: reason.optional(),
      }),
    ),
  },
  responses: commandReplies,
});

const pickUp = createRoute({
  method: 'post',
  path: '/calls/{id}/pickup',
  tags: ['calls'],
  summary: 'An agent takes a waiting or parked call out of turn',
  request: {
    params: callParams,
    body: json(z.strictObject({ agentId: label.optional(), reason: reason.optional() })),
  },
  responses: commandReplies,
});

const addParty = createRoute({
  method: 'post',
  path: '/calls/{id}/parties',
  tags: ['calls'],
  summary: 'Bring one more party into the conversation',
  request: { params: callParams, body: json(z.strictObject({ to: destination, reason: reason.optional() })) },
  responses: commandReplies,
});

const stop = createRoute({
  method: 'post',
  path: '/calls/{id}/stop',
  tags: ['supervision'],
  summary: 'Disconnect the agent and the customer',
  request: { params: callParams, body: json(z.strictObject({ expectedAgentLegId, reason: reason.optional() })) },
  responses: commandReplies,
});

const startRecording = createRoute({
  method: 'post',
  path: '/calls/{id}/recordings',
  tags: ['calls'],
  summary: 'Record the call',
  request: { params: callParams, body: json(why) },
  responses: commandReplies,
});

const setRecording = createRoute({
  method: 'patch',
  path: '/calls/{id}/recordings',
  tags: ['calls'],
  summary: 'Begin or end recording the call',
  request: {
    params: callParams,
    body: json(z.strictObject({ state: z.enum(['on', 'off']), reason: reason.optional() })),
  },
  responses: commandReplies,
});

/** What is done with a call as a whole. */
export const callCommandRoutes = (service: Service) => {
  return createRouter()
    .openapi(originate, (c) => {
      const { to, from, agentId, queue, device, clientRef, reason } = c.req.valid('json');
      const agent = agentId ?? c.var.principal.agent ?? undefined;
      if (agent === undefined && from === undefined) {
        throw invalid([{ pointer: '/from', detail: 'a hotline, or an agent, has to be named' }]);
      }
      const command = {
        type: 'cmd.originate',
        to: asId<Endpoint>(to),
        ...(from !== undefined && { hotline: asId<Endpoint>(from) }),
        ...(agent !== undefined && { agent: asId<AgentId>(agent) }),
        ...(queue !== undefined && { queue: asId<QueueId>(queue) }),
        ...(device !== undefined && { device }),
        ...(clientRef !== undefined && { clientRef }),
      } as const;
      return ask(service, c, { command, permission: 'calls.originate', reason });
    })
    .openapi(answer, (c) => {
      const command = { type: 'cmd.answer', call: callOf(c) } as const;
      return ask(service, c, { command, permission: 'calls.control', ...c.req.valid('json') });
    })
    .openapi(hold, (c) => {
      const command = { type: 'cmd.hold', call: callOf(c) } as const;
      return ask(service, c, { command, permission: 'calls.control', ...c.req.valid('json') });
    })
    .openapi(resume, (c) => {
      const command = { type: 'cmd.resume', call: callOf(c) } as const;
      return ask(service, c, { command, permission: 'calls.control', ...c.req.valid('json') });
    })
    .openapi(park, (c) => {
      const command = { type: 'cmd.park', call: callOf(c) } as const;
      return ask(service, c, { command, permission: 'calls.control', ...c.req.valid('json') });
    })
    .openapi(hangUp, (c) => {
      const command = { type: 'cmd.hangUp', call: callOf(c) } as const;
      return ask(service, c, { command, permission: 'calls.control', ...c.req.valid('json') });
    })
    .openapi(claim, (c) => {
      const command = { type: 'cmd.claim', call: callOf(c) } as const;
      return ask(service, c, { command, permission: 'stop', ...c.req.valid('json') });
    })
    .openapi(digits, (c) => {
      const { digits, legId, reason } = c.req.valid('json');
      const leg = legId ?? customerLeg(service, c.var.principal, callOf(c));
      const command = { type: 'cmd.digits', leg: asId<LegId>(leg), digits } as const;
      return ask(service, c, { command, permission: 'calls.control', reason });
    })
    .openapi(pickUp, (c) => {
      const { agentId, reason } = c.req.valid('json');
      const agent = agentId ?? c.var.principal.agent;
      if (agent === null) throw invalid([{ pointer: '/agentId', detail: 'has to be named: you are none' }]);
      const command = { type: 'cmd.pickUp', call: callOf(c), agent: asId<AgentId>(agent) } as const;
      return ask(service, c, { command, permission: 'calls.control', reason });
    })
    .openapi(addParty, (c) => {
      const { to, reason } = c.req.valid('json');
      const command = { type: 'cmd.addParty', call: callOf(c), to: destinationOf(to) } as const;
      return ask(service, c, { command, permission: 'calls.control', reason });
    })
    .openapi(stop, (c) => {
      const { expectedAgentLegId, reason } = c.req.valid('json');
      const command = { type: 'cmd.stop', call: callOf(c), ...expecting(expectedAgentLegId) } as const;
      return ask(service, c, { command, permission: 'stop', reason });
    })
    .openapi(startRecording, (c) => {
      const command = { type: 'cmd.record', call: callOf(c), on: true } as const;
      return ask(service, c, { command, permission: 'calls.control', ...c.req.valid('json') });
    })
    .openapi(setRecording, (c) => {
      const { state, reason } = c.req.valid('json');
      const command = { type: 'cmd.record', call: callOf(c), on: state === 'on' } as const;
      return ask(service, c, { command, permission: 'calls.control', reason });
    });
};

/** The customer's leg of a call that whoever asks may see. */
const customerLeg = (service: Service, principal: Principal, id: CallId): LegId => {
  const call = service.runtime.engine.state.calls.get(id);
  if (call === undefined || !seesCallNow(service, principal, id)) throw refused({ reason: 'noSuchCall' });
  if (call.legs.customer === null) throw refused({ reason: 'notNow' });
  return call.legs.customer;
};
