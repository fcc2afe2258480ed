import { z, type RouteConfig } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Env } from '../service.ts';
import { invalid, problem, type FieldProblem } from './problem.ts';

type Target = 'query' | 'param' | 'header' | 'json';

/** One part of a request, and what it has to be. */
interface Part {
  readonly target: Target;
  readonly schema: z.ZodType;
  readonly read: (c: Context<Env>) => unknown;
}

/** Checks what a route is asked with, and hands it to `c.req.valid`. @throws ProblemError with every field that is wrong. */
export const checkOf = ({ request = {} }: RouteConfig): ((c: Context<Env>) => void) => {
  const json = request.body?.content['application/json'];
  const parts = [
    ...partOf('query', request.query, queryOf),
    ...partOf('param', request.params, (c) => c.req.param()),
    ...partOf('header', request.headers, (c) => c.req.header()),
    ...partOf('json', json !== undefined && 'schema' in json ? json.schema : undefined, (c) => parsed(c.get('body'))),
  ];
  return (c) => {
    for (const { target, schema, read } of parts) {
      const checked = schema.safeParse(read(c));
      if (!checked.success) throw invalid(checked.error.issues.map((issue) => fieldProblem(target, issue)));
      c.req.addValidatedData(target, checked.data as object);
    }
  };
};

const partOf = (target: Target, schema: unknown, read: Part['read']): readonly Part[] =>
  schema instanceof z.ZodType ? [{ target, schema, read }] : [];

/** A parameter that is given several times is a list. */
const queryOf = (c: Context<Env>): unknown =>
  Object.fromEntries(Object.entries(c.req.queries()).map(([name, all]) => [name, all.length === 1 ? all[0] : all]));

const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    throw problem('badRequest', { detail: 'The body is not well-formed JSON.' });
  }
};

const fieldProblem = (target: Target, { path, message }: z.core.$ZodIssue): FieldProblem => ({
  pointer: target === 'json' ? pointerOf(path) : path.map(String).join('.'),
  detail: message,
});

/** RFC 6901. */
const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
