import { z } from '@hono/zod-openapi';
import { queueMeasures } from '@legwork/core';
import { duration, label } from './common.ts';

const threshold = z.object({ over: z.number(), clear: z.number() });

export const queueSchema = z
  .object({
    id: label,
    name: z.string(),
    team: label.nullable(),
    skills: z.array(z.string()),
    waiting: z.number().int().openapi({
      description:
        'Calls last put into the queue that wait: those with `queuedSince`, which also ring at an agent or are being connected',
    }),
    longestWaitMs: duration.openapi({
      description: 'The greatest time since `queuedSince` among them; 0 where nobody waits',
    }),
    talking: z.number().int(),
    serviceLevelMs: duration.openapi({
      description: 'A call answered within that time counts towards the service level',
    }),
    maxWaitMs: duration,
    thresholds: z.object({ waiting: threshold.nullable(), longestWaitMs: threshold.nullable() }).openapi({
      description:
        '`waiting` or `longestWaitMs` is over when it is greater than `over`, until it is `clear` or less; null: not watched',
    }),
    over: z
      .array(z.enum(queueMeasures))
      .openapi({ description: 'The figures that are over: see the event `queue.thresholdCrossed`' }),
    agents: z
      .object({
        available: z.number().int(),
        talking: z.number().int(),
        other: z.number().int(),
        offline: z.number().int(),
      })
      .openapi({ description: 'Those who have its skills' }),
  })
  .openapi('Queue');

export type QueueJson = z.infer<typeof queueSchema>;
