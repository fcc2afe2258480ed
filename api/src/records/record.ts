import { z } from '@hono/zod-openapi';
import { directions } from '@legwork/core';
import type { Principal } from '../auth/principal.ts';
import { maskedNumber, seesSeats } from '../auth/visibility.ts';
import { callId, duration, moment } from '../schemas/common.ts';
import type { CallRecord } from '../store/store.ts';

export const callRecordSchema = z
  .object({
    call: callId,
    direction: z.enum(directions),
    customer: z.string(),
    hotline: z.string().nullable(),
    switch: z.string(),
    ours: z.boolean().openapi({ description: 'False for a call that was found on the switch' }),
    clientRef: z.string().nullable().openapi({ description: 'How whoever asked for the call calls it' }),
    queue: z.string().nullable().openapi({ description: 'The queue it was put into last' }),
    agents: z.array(z.string()).openapi({ description: 'Everybody who talked with the customer, in that order' }),
    supervisors: z.array(z.string()).openapi({ description: 'Everybody who was present, in that order' }),
    startedAt: moment,
    endedAt: moment,
    end: z.string().openapi({ example: 'customerLeft' }),
    cause: z.string().openapi({ example: 'normal' }),
    served: z.boolean().openapi({ description: 'Somebody talked with the customer' }),
    abandoned: z.boolean().openapi({ description: 'The customer left before anybody talked with them' }),
    waitMs: duration.openapi({ description: 'From the first queueing to the first conversation, or to the end' }),
    talkMs: duration.openapi({ description: 'In conversation, holds included' }),
    holdMs: duration,
    updatedSeq: z.number().int().nullable().openapi({
      description:
        'The number of the event that closed it: `updatedSince` goes on from here. Agents are not told how many events there are',
    }),
  })
  .openapi('CallRecord');

export type CallRecordJson = z.infer<typeof callRecordSchema>;

/** A record as that principal may see it: agents see nobody who listened, and whoever may not read numbers sees how they end. */
export const recordJson = (principal: Principal, record: CallRecord): CallRecordJson => ({
  ...record,
  clientRef: record.clientRef ?? null,
  customer: principal.permissions.has('numbers.read') ? record.customer : maskedNumber(record.customer),
  agents: [...record.agents],
  supervisors: seesSeats(principal) ? [...record.supervisors] : [],
  updatedSeq: seesSeats(principal) ? record.updatedSeq : null,
});
