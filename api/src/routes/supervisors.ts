import { createRoute, z } from '@hono/zod-openapi';
import { seesSeatNow } from '../auth/hidden.ts';
import { permit } from '../auth/permit.ts';
import { seesSeats, seesSupervisor } from '../auth/visibility.ts';
import { refused } from '../http/problem.ts';
import { ok } from '../http/replies.ts';
import { createRouter } from '../http/router.ts';
import { label, pageOf, reached, seatId } from '../schemas/common.ts';
import { teams } from '../schemas/principal.ts';
import type { Service } from '../service.ts';

const supervisorSchema = z
  .object({
    id: label,
    name: z.string(),
    teams: teams.openapi({ description: 'Whose calls they see' }),
    ...reached,
    betweenCalls: z.object({ supervisionId: seatId, agentId: label }).nullable().openapi({
      description:
        'Their presence between two calls of the agent whom they follow: until it ends they can be at no other call. Null where they are at a call or nowhere, and where it is not to be seen',
    }),
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

/** Who supervises. At which calls they are stands with the calls. */
export const supervisorRoutes = (service: Service) => {
  const { directory, streams, runtime } = service;
  return createRouter().openapi(list, (c) => {
    const principal = permit(c, 'agents.read');
    if (!seesSeats(principal)) throw refused({ reason: 'forbidden' });
    const { team } = c.req.valid('query');
    const between = new Map(
      [...runtime.engine.state.seats.values()].flatMap(({ id, supervisor, agent, call }) =>
        call === null && agent !== null && seesSeatNow(service, principal, id)
          ? [[supervisor, { supervisionId: id, agentId: agent }] as const]
          : [],
      ),
    );
    const data = directory.supervisors
      .filter((one) => seesSupervisor(principal, one))
      .filter(({ teams }) => team === undefined || teams === 'all' || teams.some((id) => id === team))
      .map(({ teams, devices, ...one }) => ({
        ...one,
        teams: teams === 'all' ? teams : [...teams],
        devices: [...devices],
        betweenCalls: between.get(one.id) ?? null,
      }));
    return c.json({ data, next: null, asOf: streams.asOf(principal) }, 200);
  });
};
