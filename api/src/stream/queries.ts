import { z } from '@hono/zod-openapi';
import { eventTypes } from '../events/index.ts';
import { label } from '../schemas/common.ts';
import { shows } from './subscription.ts';

/** Several values in one parameter, divided by commas. */
const listOf = <Value extends string>(item: z.ZodType<Value, string>, most: number) =>
  z
    .string()
    .max(4_096)
    .transform((text) => text.split(','))
    .pipe(z.array(item).min(1).max(most));

const names = listOf(label, 100).optional();
const types = listOf(
  z
    .string()
    .refine((type) => (eventTypes as readonly string[]).includes(type), { error: `one of ${eventTypes.join(', ')}` }),
  eventTypes.length,
).optional();

const after = z.string().min(1).max(128).optional().openapi({
  description: 'A cursor: the `asOf` of a list, or the id of the last event that was read',
  example: '1204',
});

const interest = {
  queue: names.openapi({
    description: 'Only of calls that were last put into one of these queues',
    example: 'billing,sales',
  }),
  team: names.openapi({ description: 'Only of calls and agents of these teams' }),
  call: names.openapi({ description: 'Only of these calls' }),
  types: types.openapi({ description: 'Only events of these types', example: 'call.created,call.ended' }),
};

export const eventsQuery = z.strictObject({
  ...interest,
  after,
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

export const streamQuery = z.strictObject({
  ...interest,
  after,
  show: listOf(z.enum(shows), shows.length).optional().openapi({
    description:
      'What the stream carries, `events` where nothing is said. `events`: each event. `calls`: messages `calls` with the calls that have changed, as they are now, and the ids of those that are gone. `agents`: messages `agents`. `figures`: messages `figures`, whenever they have changed',
    example: 'calls,agents,figures',
  }),
  frameMs: z.coerce.number().int().min(0).max(1_000).optional().openapi({
    description:
      'What happens within so many milliseconds is sent together. 0, each event by itself, where nothing else is shown; otherwise 250',
    example: 50,
  }),
  ticket: z.string().max(128).optional().openapi({ description: 'A ticket, where no header can be set' }),
});

export type StreamQuery = z.output<typeof streamQuery>;
