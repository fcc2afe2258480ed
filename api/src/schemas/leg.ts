import { z } from '@hono/zod-openapi';
import { modes, places, slots } from '@legwork/core';
import { partySchema } from './call.ts';
import { legId } from './common.ts';
import { legState } from './words.ts';

const placement = {
  place: z.enum(places).openapi({ description: 'Where its audio goes' }),
  target: legId.nullable().openapi({ description: 'The leg that it taps' }),
  mode: z.enum(modes).nullable(),
};

export const legSchema = z
  .object({
    id: legId,
    role: z.enum([...slots, 'seat']),
    party: partySchema.nullable(),
    endpoint: z.string(),
    state: legState,
    ...placement,
    muted: z.boolean(),
    asked: z.array(z.object(placement)).openapi({ description: 'What was asked for, and is not settled' }),
  })
  .openapi('Leg');

const pair = z.object({ listener: legId, speaker: legId });
export const hearsSchema = z
  .object({
    legs: z.array(legSchema),
    is: z.array(pair).openapi({ description: 'Who hears whom, by what was observed' }),
    may: z.array(pair).openapi({ description: 'Who may hear whom: what was asked for and is not settled counts too' }),
  })
  .openapi('Hears');

export type LegJson = z.infer<typeof legSchema>;
export type HearsJson = z.infer<typeof hearsSchema>;
