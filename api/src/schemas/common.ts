import { z } from '@hono/zod-openapi';

/** Ids, numbers and names as the engine takes them: 1 to 128 characters, none of them a control character. */
export const label = z
  .string()
  .min(1)
  .max(128)
  .regex(/^\P{Cc}*$/u, 'no control characters')
  // JSON Schema takes a pattern without slashes and flags.
  .openapi({ pattern: String.raw`^\P{Cc}*$` });

export const callId = label.openapi({ description: 'A call', example: 'c17' });
export const legId = label.openapi({ description: 'A leg', example: 'c17.2' });
export const seatId = label.openapi({ description: 'The presence of a supervisor', example: 's3' });
export const moment = z
  .number()
  .openapi({ description: 'Milliseconds since the Unix epoch', example: 1_790_000_000_000 });
export const duration = z.number().openapi({ description: 'Milliseconds', example: 42_000 });

/** Where somebody is rung. */
export const reached = {
  device: label.openapi({ description: 'The endpoint at which they are rung', example: 'PJSIP/1001' }),
  devices: z.array(label).openapi({
    description: 'The names of their other devices, for the `device` of a request that has them rung',
    example: ['mobile'],
  }),
};

/** Why something is done, for the audit. */
export const reason = z.string().min(1).max(200).openapi({ description: 'Why, for the audit' });

export const callParams = z.object({ id: callId });
export const legParams = z.object({ id: legId });
export const seatParams = z.object({ id: seatId });
export const idParams = z.object({ id: label });

/** For requests without a body. */
export const reasonQuery = z.strictObject({ reason: reason.optional() });

/** Agents get a sealed one: a number would tell how much goes on that they may not see. */
export const asOf = z.union([z.number().int(), z.string()]).openapi({
  description: 'The last event that the list knows: `after` of a stream. A number, but for agents',
  example: 1_204,
});

/** A page of a list. `asOf` is the number of the last event that it knows: a stream from there leaves no gap. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    data: z.array(item),
    next: z.string().nullable().openapi({ description: 'The cursor of the next page; null on the last' }),
    asOf,
  });
