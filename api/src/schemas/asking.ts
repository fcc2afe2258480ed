import { z } from '@hono/zod-openapi';
import { asId, type AgentId, type Destination, type Endpoint, type LegId, type QueueId } from '@legwork/core';
import { label, legId, reason } from './common.ts';

/** A body that says no more than why. */
export const why = z.strictObject({ reason: reason.optional() });

export const expectedAgentLegId = legId
  .nullable()
  .optional()
  .openapi({ description: 'The leg of the agent as last seen, null for none: refused as `stale` where it is another' });

/** Which of somebody's devices is rung, by its name in the settings. */
export const device = label.openapi({
  description: 'Which of their devices is rung, by its name in the settings; their endpoint, where nothing is said',
  example: 'mobile',
});

/** As the engine is told. */
export const expecting = (leg: string | null | undefined) =>
  leg === undefined ? {} : { expectedAgentLeg: leg === null ? null : asId<LegId>(leg) };

/** Where a call can be sent: exactly one of the three. */
export const destination = z
  .union([
    z.strictObject({ agent: label }),
    z.strictObject({ queue: label }),
    z.strictObject({ number: label.openapi({ example: '+84901234567' }) }),
  ])
  .openapi('Destination');

export const destinationOf = (to: z.output<typeof destination>): Destination => {
  if ('agent' in to) return { kind: 'agent', agent: asId<AgentId>(to.agent) };
  if ('queue' in to) return { kind: 'queue', queue: asId<QueueId>(to.queue) };
  return { kind: 'number', number: asId<Endpoint>(to.number) };
};
