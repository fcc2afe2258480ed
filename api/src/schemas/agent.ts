import { z } from '@hono/zod-openapi';
import { callId, label, moment, reached } from './common.ts';
import { agentState } from './words.ts';

export const agentSchema = z
  .object({
    id: label,
    name: z.string(),
    team: label.nullable(),
    skills: z.array(z.string()),
    ...reached,
    state: agentState,
    reason: z.string().nullable().openapi({ description: 'Why they are away' }),
    call: callId.nullable(),
    since: moment
      .nullable()
      .openapi({ description: 'Since when they are in that state; null where they never were in another' }),
  })
  .openapi('Agent');

export type AgentJson = z.infer<typeof agentSchema>;
