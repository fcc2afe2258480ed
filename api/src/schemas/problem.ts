import { z } from '@hono/zod-openapi';

export const refusal = z
  .object({
    reason: z.string().openapi({ example: 'alreadySo' }),
    field: z.string().optional(),
    allowed: z.string().optional(),
    with: z.string().optional(),
    expected: z.string().optional(),
    capability: z.string().optional(),
  })
  .openapi('Refusal', { description: 'An expected no. It changes nothing, and says why.' });

export const problemSchema = z
  .object({
    type: z.string().openapi({ example: 'urn:legwork:problem:notNow' }),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().optional(),
    reason: z.string().openapi({ description: 'What `type` says, in one word', example: 'notNow' }),
    errors: z
      .array(z.object({ pointer: z.string().openapi({ example: '/mode' }), detail: z.string() }))
      .optional()
      .openapi({ description: 'What is wrong, field by field' }),
    allowed: z
      .union([z.array(z.string()), z.string()])
      .optional()
      .openapi({ description: 'What can be asked for instead' }),
    operationId: z.string().optional().openapi({ description: 'The operation under which the refusal was audited' }),
    field: z.string().optional(),
    with: z.string().optional(),
    expected: z.string().optional(),
    capability: z.string().optional(),
  })
  .openapi('Problem', { description: 'RFC 9457' });
