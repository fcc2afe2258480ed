import { z } from '@hono/zod-openapi';
import { outcomes } from '@legwork/core';
import { callId, label, moment } from './common.ts';
import { refusal } from './problem.ts';
import { commandType } from './words.ts';

export const operationSchema = z
  .object({
    id: label.openapi({ example: 'op_5e0f…' }),
    what: commandType,
    state: z.enum(['pending', ...outcomes]),
    call: callId.nullable(),
    cause: z.string().nullable().openapi({ description: 'Why it failed, where it did' }),
    refusal: refusal.nullable(),
    allowed: z.array(commandType).openapi({ description: 'Where it was refused: what could be asked for instead' }),
    principal: z.string().openapi({ description: 'Who asked' }),
    reason: z.string().nullable().openapi({ description: 'Why, in their words' }),
    askedAt: moment,
    resolvedAt: moment.nullable(),
  })
  .openapi('Operation', { description: 'What became of a command. It ends exactly once.' });

export type OperationJson = z.infer<typeof operationSchema>;
