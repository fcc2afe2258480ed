import { createRoute, z } from '@hono/zod-openapi';
import { asId } from '@legwork/core';
import { covers, type Reach } from '../auth/covers.ts';
import { identityOfKey, ownerOf, type KeyDocument, type KeyOrder } from '../auth/keys.ts';
import { permissions, permissionsOf, roles, unfitForAgents, whyUnfit } from '../auth/permissions.ts';
import { permit } from '../auth/permit.ts';
import type { Principal } from '../auth/principal.ts';
import { invalid, problem, refused } from '../http/problem.ts';
import { json, ok, problems } from '../http/replies.ts';
import { createRouter } from '../http/router.ts';
import { idParams, label, moment, pageOf } from '../schemas/common.ts';
import { teams } from '../schemas/principal.ts';
import type { Service } from '../service.ts';

const keySchema = z
  .object({
    id: label,
    name: z.string(),
    role: z.enum(roles),
    subject: label.nullable().openapi({ description: 'The agent or supervisor whose key it is' }),
    teams: teams.nullable().openapi({ description: 'Null: those of the subject; all for other roles' }),
    permissions: z.array(z.enum(permissions)).nullable().openapi({ description: 'Null: those of the role' }),
    createdAt: moment,
    createdBy: z.string(),
    expiresAt: moment.nullable(),
  })
  .openapi('Key');

const list = createRoute({
  method: 'get',
  path: '/keys',
  tags: ['access'],
  summary: 'The API keys, without their secrets',
  responses: ok(pageOf(keySchema), 'Those that may do no more than whoever asks'),
});

const create = createRoute({
  method: 'post',
  path: '/keys',
  tags: ['access'],
  summary: 'Make an API key',
  description: 'Nobody makes a key that may do more than they may themselves.',
  request: {
    body: json(
      z.strictObject({
        name: z.string().min(1).max(200),
        role: z.enum(roles),
        subject: label.optional().openapi({
          description:
            'The id of the agent or supervisor whose key it is: what the key does is done in their name. An admin may have one',
          example: 'minh',
        }),
        teams: teams.optional().openapi({ description: 'Those of the subject, or all, where nothing is said' }),
        permissions: z
          .array(z.enum(permissions))
          .max(permissions.length)
          .optional()
          .openapi({ description: 'In place of those of the role' }),
        expiresAt: moment
          .optional()
          .openapi({ description: 'Has to be in the future. It opens until it is revoked where nothing is said' }),
      }),
    ),
  },
  responses: {
    201: {
      description: 'The key, and its token, which is told this once',
      content: { 'application/json': { schema: z.object({ key: keySchema, token: z.string() }) } },
    },
    ...problems,
  },
});

const revoke = createRoute({
  method: 'delete',
  path: '/keys/{id}',
  tags: ['access'],
  summary: 'Revoke an API key; from now on it opens nothing, and neither do its sessions',
  description: 'One’s own, or one that may do no more than whoever asks.',
  request: { params: idParams },
  responses: { 204: { description: 'It is revoked' }, ...problems },
});

/** API keys. */
export const keyRoutes = (service: Service) => {
  const { keys, directory } = service;
  const looksAfter = (principal: Principal, key: KeyDocument): boolean =>
    principal.id === ownerOf(key.id) || covers(directory, principal, reachOf(service, key));
  return createRouter()
    .openapi(list, async (c) => {
      const principal = permit(c, 'keys.write');
      const data = (await keys.list()).filter((key) => looksAfter(principal, key)).map(keyJson);
      return c.json({ data, next: null, asOf: service.streams.asOf(c.var.principal) }, 200);
    })
    .openapi(create, async (c) => {
      const principal = permit(c, 'keys.write');
      const { name, role, ...given } = c.req.valid('json');
      const { subject = null, teams = null, permissions = null, expiresAt = null } = given;
      const order: KeyOrder = { name, role, subject, teams, permissions, expiresAt };
      checkSubject(service, order);
      checkFit(order);
      checkOrder(service, order);
      if (!covers(directory, principal, reachOf(service, { ...order, id: '' })))
        throw refused({ reason: 'forbidden' }, { detail: 'It would do more than you may.' });
      const { key, token } = await keys.create(order, principal.id);
      service.log.info({ requestId: c.var.requestId, key: key.id, role, by: principal.id }, 'a key was made');
      return c.json({ key: keyJson(key), token }, 201);
    })
    .openapi(revoke, async (c) => {
      const principal = permit(c, 'keys.write');
      const { id } = c.req.valid('param');
      const key = await keys.find(id);
      if (key === null || !looksAfter(principal, key) || !(await keys.revoke(id))) throw problem('notFound');
      const owner = ownerOf(id);
      service.streams.endOf(owner, 'revoked');
      await service.webhooks.disableOf(owner, 'the key of its owner was revoked');
      service.log.info({ requestId: c.var.requestId, key: id, by: principal.id }, 'a key was revoked');
      return c.body(null, 204);
    });
};

const keyJson = ({ salt: _salt, hash: _hash, teams, permissions, ...key }: KeyDocument) => ({
  ...key,
  teams: teams === null || teams === 'all' ? teams : [...teams],
  permissions: permissions === null ? null : [...permissions],
});

/** A key that opens nothing would look like one that is not known. */
const checkOrder = ({ directory, runtime }: Service, { teams, expiresAt }: KeyOrder): void => {
  if (expiresAt !== null && expiresAt <= runtime.now())
    throw invalid([{ pointer: '/expiresAt', detail: 'has to be in the future, in milliseconds since 1970' }]);
  const named = teams === 'all' ? [] : (teams ?? []);
  const errors = named.flatMap((team, n) =>
    directory.team(asId(team)) === undefined ? [{ pointer: `/teams/${n}`, detail: `there is no team ${team}` }] : [],
  );
  if (errors.length > 0) throw invalid(errors);
};

const checkSubject = ({ directory }: Service, { role, subject }: KeyOrder): void => {
  const wrong = (detail: string) => invalid([{ pointer: '/subject', detail }]);
  if (role === 'supervisor' && (subject === null || directory.supervisor(asId(subject)) === undefined)) {
    throw wrong('has to be a supervisor of the directory');
  }
  if (role === 'agent' && (subject === null || directory.agent(asId(subject)) === undefined)) {
    throw wrong('has to be an agent of the directory');
  }
  const isOther = role === 'analyst' || role === 'service';
  if (isOther && subject !== null) throw wrong('belongs to keys of agents, supervisors and admins');
};

const checkFit = ({ role, permissions }: KeyOrder): void => {
  if (role !== 'agent') return;
  const unfit = (permissions ?? []).flatMap((one, n) =>
    unfitForAgents.has(one) ? [{ pointer: `/permissions/${n}`, detail: whyUnfit }] : [],
  );
  if (unfit.length > 0) throw invalid(unfit);
};

/** As whom, and what, a key lets somebody ask: one of somebody who has left as it was made, for every team. */
const reachOf = ({ settings, principals }: Service, key: KeyOrder & { readonly id: string }): Reach =>
  principals.ofIdentity(identityOfKey(key), null, null) ?? {
    role: key.role,
    supervisor: null,
    agent: null,
    teams: 'all',
    permissions: new Set(key.permissions ?? permissionsOf(settings)[key.role]),
  };
