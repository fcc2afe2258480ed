import { z } from '@hono/zod-openapi';
import { duration, label } from './common.ts';

export const queueSchema = z
  .object({
    id: label,
    name: z.string(),
    team: label.nullable(),
    skills: z.array(z.string()),
    waiting: z.number().int(),
    longestWaitMs: duration,
    talking: z.number().int(),
    serviceLevelMs: duration.openapi({
      description: 'A call answered within that time counts towards the service level',
    }),
    maxWaitMs: duration,
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
