import { createRoute, z } from '@hono/zod-openapi';
import { permit } from '../auth/permit.ts';
import { seesSeats, seesSupervisor } from '../auth/visibility.ts';
import { refused } from '../http/problem.ts';
import { ok } from '../http/replies.ts';
import { createRouter } from '../http/router.ts';
import { label, pageOf, reached } from '../schemas/common.ts';
import { teams } from '../schemas/principal.ts';
import type { Service } from '../service.ts';

const supervisorSchema = z
  .object({
    id: label,
    name: z.string(),
    teams: teams.openapi({ description: 'Whose calls they see' }),
    ...reached,
  })
  .openapi('Supervisor');

const list = createRoute({
  method: 'get',
  path: '/supervisors',
  tags: ['supervision'],
  summary: 'The supervisors',
  description: 'Agents are refused, whatever their permissions.',
  request: { query: z.strictObject({ team: label.optional() }) },
  responses: ok(pageOf(supervisorSchema), 'Those who share a team with whoever asks, and those of all teams'),
});

/** Who supervises. Where they are now stands with the calls. */
export const supervisorRoutes = ({ directory, streams }: Service) =>
  createRouter().openapi(list, (c) => {
    const principal = permit(c, 'agents.read');
    if (!seesSeats(principal)) throw refused({ reason: 'forbidden' });
    const { team } = c.req.valid('query');
    const data = directory.supervisors
      .filter((one) => seesSupervisor(principal, one))
      .filter(({ teams }) => team === undefined || teams === 'all' || teams.some((id) => id === team))
      .map(({ teams, devices, ...one }) => ({
        ...one,
        teams: teams === 'all' ? teams : [...teams],
        devices: [...devices],
      }));
    return c.json({ data, next: null, asOf: streams.asOf(principal) }, 200);
  });
