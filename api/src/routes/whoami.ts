import { createRoute } from '@hono/zod-openapi';
import { ok } from '../http/replies.ts';
import { createRouter } from '../http/router.ts';
import { principalSchema } from '../schemas/principal.ts';
import type { Service } from '../service.ts';
import { principalJson } from '../views/principal.ts';

const whoami = createRoute({
  method: 'get',
  path: '/whoami',
  tags: ['access'],
  summary: 'Who asks, and what they may do',
  responses: ok(principalSchema, 'Whoever asks'),
});

export const whoamiRoutes = ({ directory }: Service) =>
  createRouter().openapi(whoami, (c) => c.json(principalJson(directory, c.var.principal), 200));
