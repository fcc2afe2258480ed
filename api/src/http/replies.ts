import type { z } from '@hono/zod-openapi';
import { operationSchema } from '../schemas/operation.ts';
import { problemSchema } from '../schemas/problem.ts';

export const problemOf = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: problemSchema } },
});

/** What every route can answer that somebody has to be known for. */
export const problems = {
  400: problemOf('The request cannot be read: no body, or one that is not well-formed JSON'),
  401: problemOf('Who asks is not known'),
  403: problemOf('Who asks may not do that'),
  404: problemOf('It does not exist, or whoever asks may not see it'),
  413: problemOf('The body is too large'),
  415: problemOf('The body has to be application/json'),
  422: problemOf('Something in the request is wrong, or the switch cannot do it'),
  429: problemOf('Too many requests'),
  500: problemOf('Something went wrong here'),
  503: problemOf('The switch is out of reach, or nothing can be made durable'),
};

export const ok = <Schema extends z.ZodType>(schema: Schema, description: string) => ({
  200: { description, content: { 'application/json': { schema } } },
  ...problems,
});

/** What a command can be answered. */
export const commandReplies = {
  202: {
    description: 'Taken on: what becomes of it is an operation',
    headers: { Location: { schema: { type: 'string' as const }, description: 'The operation' } },
    content: { 'application/json': { schema: operationSchema } },
  },
  200: {
    description: 'Resolved, while the request preferred to wait (`Prefer: wait=5`)',
    content: { 'application/json': { schema: operationSchema } },
  },
  409: problemOf('Refused: not now. `allowed` says what could be asked for instead'),
  ...problems,
};

/** A JSON body, without which the request is refused. */
export const json = <Schema extends z.ZodType>(schema: Schema) => ({
  content: { 'application/json': { schema } },
  required: true,
});
