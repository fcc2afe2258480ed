import { createRoute, z } from '@hono/zod-openapi';
import { permit } from '../auth/permit.ts';
import { problems } from '../http/replies.ts';
import { createRouter } from '../http/router.ts';
import type { Service } from '../service.ts';
import { readinessOf } from './readiness.ts';

const readinessSchema = z
  .object({
    ready: z.boolean(),
    checks: z.array(z.object({ name: z.string(), ok: z.boolean(), detail: z.string().nullable() })),
  })
  .openapi('Readiness');

const healthz = createRoute({
  method: 'get',
  path: '/healthz',
  tags: ['health'],
  summary: 'Whether the process answers',
  security: [],
  responses: {
    200: { description: 'It does', content: { 'application/json': { schema: z.object({ ok: z.literal(true) }) } } },
  },
});
const readiness = { 'application/json': { schema: readinessSchema } };
const readyz = createRoute({
  method: 'get',
  path: '/readyz',
  tags: ['health'],
  summary: 'Whether commands are taken on: the journal can be written, and the switches are in reach',
  security: [],
  responses: {
    200: { description: 'They are', content: readiness },
    503: { description: 'Not now, and why', content: readiness },
  },
});
const metrics = createRoute({
  method: 'get',
  path: '/metrics',
  tags: ['health'],
  summary: 'Everything that is counted, for Prometheus',
  responses: {
    200: { description: 'In the text format of Prometheus', content: { 'text/plain': { schema: z.string() } } },
    ...problems,
  },
});

/** What whoever starts and watches the process asks, who is not asked who they are. */
export const healthRoutes = (service: Service) =>
  createRouter()
    .openapi(healthz, (c) => c.json({ ok: true as const }, 200))
    .openapi(readyz, (c) => {
      const found = readinessOf(service);
      const body = { ready: found.ready, checks: [...found.checks] };
      return found.ready ? c.json(body, 200) : c.json(body, 503, { 'Retry-After': '5' });
    });

export const metricsRoutes = (service: Service) =>
  createRouter().openapi(metrics, async (c) => {
    permit(c, 'metrics.read');
    return c.text(await service.metrics.text(), 200, {
      'Content-Type': service.metrics.contentType,
      'Cache-Control': 'no-store',
    });
  });
