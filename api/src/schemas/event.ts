import { z } from '@hono/zod-openapi';
import { bases } from '@legwork/core';
import { eventTypes } from '../events/index.ts';
import { callId, moment } from './common.ts';

/** The envelope of every event. What `data` holds depends on the type. */
export const eventSchema = z
  .object({
    id: z.string().openapi({ description: 'Names the event, for whoever is told it twice', example: 'evt_c17_4' }),
    type: z.string().openapi({
      description: `What has happened: ${eventTypes.join(', ')}. Others will come, and are to be ignored by whoever does not know them`,
      example: 'call.held',
    }),
    at: moment,
    callId: callId.nullable(),
    callSeq: z.number().int().nullable().openapi({
      description: 'Counts what everybody at the call can know of it, from 1 without gaps; null for the rest',
    }),
    basis: z.enum(bases).nullable().openapi({
      description: '`seen`: the switch said so; `assumed`: its reply had to do; null: it is no observation',
    }),
    data: z.unknown().openapi({ type: 'object' }),
  })
  .openapi('Event');
