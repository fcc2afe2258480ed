import { createRoute, z } from '@hono/zod-openapi';
import { assertNever, type AgentId, type Presence } from '@legwork/core';
import type { UnsignedCommand } from '../auth/hidden.ts';
import { permit } from '../auth/permit.ts';
import { seesAgent } from '../auth/visibility.ts';
import type { AgentEntry } from '../directory/directory.ts';
import { ask, first } from '../http/ask.ts';
import { agentOf } from '../http/params.ts';
import { invalid, refused } from '../http/problem.ts';
import { commandReplies, json, ok } from '../http/replies.ts';
import { createRouter } from '../http/router.ts';
import { agentSchema, type AgentJson } from '../schemas/agent.ts';
import { idParams, label, pageOf, reason } from '../schemas/common.ts';
import { agentState } from '../schemas/words.ts';
import type { Service } from '../service.ts';
import { agentJson } from '../views/agent.ts';

const list = createRoute({
  method: 'get',
  path: '/agents',
  tags: ['agents'],
  summary: 'The agents, and what they do',
  request: { query: z.strictObject({ team: label.optional(), state: agentState.optional() }) },
  responses: ok(pageOf(agentSchema), 'Those whom whoever asks may see'),
});

const item = createRoute({
  method: 'get',
  path: '/agents/{id}',
  tags: ['agents'],
  summary: 'One agent',
  request: { params: idParams },
  responses: ok(agentSchema, 'The agent'),
});

const presence = createRoute({
  method: 'put',
  path: '/agents/{id}/presence',
  tags: ['agents'],
  summary: 'Set one’s own presence, or an agent’s',
  description: 'During a call it is taken on, and done when the call is over.',
  request: {
    params: idParams,
    body: json(
      z.strictObject({
        state: z.enum(['available', 'away', 'wrapUp', 'offline']),
        reason: reason.optional().openapi({ description: 'Has to be said for `away`, and by whoever sets another’s' }),
      }),
    ),
  },
  responses: commandReplies,
});

/** Who works here, and whether they are there. */
export const agentRoutes = (service: Service) => {
  const { directory, runtime } = service;
  return createRouter()
    .openapi(list, (c) => {
      const principal = permit(c, 'agents.read', 'agents.self');
      const { team, state } = c.req.valid('query');
      const data = directory.agents
        .filter(({ id }) => seesAgent(principal, directory, id))
        .map((agent) => now(service, agent))
        .filter(
          (agent) => (team === undefined || agent.team === team) && (state === undefined || agent.state === state),
        );
      return c.json({ data, next: null, asOf: service.streams.asOf(c.var.principal) }, 200);
    })
    .openapi(item, (c) => {
      const principal = permit(c, 'agents.read', 'agents.self');
      const agent = directory.agent(agentOf(c));
      if (agent === undefined || !seesAgent(principal, directory, agent.id)) throw refused({ reason: 'noSuchAgent' });
      return c.json(now(service, agent), 200);
    })
    .openapi(presence, async (c) => {
      const { state, reason } = c.req.valid('json');
      const agent = agentOf(c);
      if (c.var.principal.agent !== agent) {
        if (reason === undefined) throw invalid([{ pointer: '/reason', detail: 'has to be said for another' }]);
        const command = { type: 'cmd.forceAgent', agent, to: state, reason } as const;
        return ask(service, c, { command, permission: 'agents.force', reason });
      }
      if (reason === undefined && state === 'away') {
        throw invalid([{ pointer: '/reason', detail: 'has to be said for `away`' }]);
      }
      const isOffline = runtime.engine.state.agents.get(agent)?.state.at === 'offline';
      if (isOffline && state !== 'offline') await first(service, c, { type: 'cmd.logIn', agent }, 'agents.self');
      return ask(service, c, { command: ownPresence(agent, state, reason ?? ''), permission: 'agents.self', reason });
    });
};

const ownPresence = (agent: AgentId, state: Presence, reason: string): UnsignedCommand => {
  switch (state) {
    case 'available':
      return { type: 'cmd.ready', agent };
    case 'away':
      return { type: 'cmd.away', agent, reason };
    case 'wrapUp':
      return { type: 'cmd.wrapUp', agent };
    case 'offline':
      return { type: 'cmd.logOut', agent };
    default:
      return assertNever(state);
  }
};

const now = ({ runtime }: Service, entry: AgentEntry): AgentJson => {
  const { state = 'offline', reason = null, call = null, sinceMs: since = null } = runtime.live.agent(entry.id) ?? {};
  return agentJson(entry, { state, reason, call, since });
};
