import { OpenAPIHono } from '@hono/zod-openapi';
import type { core } from 'zod';
import type { Env } from '../service.ts';
import { PathRouter } from './path-router.ts';
import { invalid, type FieldProblem } from './problem.ts';

/** Routes whose input is checked: what is wrong is answered field by field. */
export const createRouter = (): OpenAPIHono<Env> =>
  new OpenAPIHono<Env>({
    router: new PathRouter(),
    defaultHook: (result) => {
      if (!result.success) throw invalid(result.error.issues.map((issue) => fieldProblem(result.target, issue)));
    },
  });

const fieldProblem = (target: string, { path, message }: core.$ZodIssue): FieldProblem => ({
  pointer: target === 'json' ? pointerOf(path) : path.map(String).join('.'),
  detail: message,
});

/** RFC 6901. */
const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
