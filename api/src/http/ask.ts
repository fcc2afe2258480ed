import { randomUUID } from 'node:crypto';
import {
  asId,
  isPrivileged,
  type Command,
  type CommandId,
  type CommandType,
  type Receipt,
  type Refusal,
} from '@legwork/core';
import type { Taken } from '@legwork/core/runtime';
import type { Context } from 'hono';
import { goesAstray } from '../auth/destinations.ts';
import { hiddenBy, type UnsignedCommand } from '../auth/hidden.ts';
import { permit } from '../auth/permit.ts';
import type { Permission } from '../auth/permissions.ts';
import type { OperationJson } from '../schemas/operation.ts';
import type { Env, Service } from '../service.ts';
import { operationJson, operationOf } from '../views/operation.ts';
import { before, receiptOf } from './idempotency.ts';
import { headerOf } from './header.ts';
import { invalid, refused, type ProblemError } from './problem.ts';
import { written } from './written.ts';

/** A command as a route makes it of a request. */
export interface Asking {
  readonly command: UnsignedCommand;
  /** Any of these will do. */
  readonly permission: Permission | readonly Permission[];
  /** Why, where the request says so. */
  readonly reason?: string | undefined;
}

/**
 * Asks the engine, and answers: 202 with the operation, or 200 where the request prefers to wait and it was resolved in the meantime. A refusal
 * is a problem that names its operation, for it is audited too. A request that was made before, by its `Idempotency-Key`, is answered with what
 * became of it.
 *
 * Who lacks the permission is refused by the engine itself, so that a privileged action is audited; of what somebody may not see they learn no
 * more than of what does not exist.
 */
export const ask = async (service: Service, c: Context<Env>, asking: Asking) => {
  const principal = c.get('principal');
  const { command, permission, reason } = asking;
  const needed = typeof permission === 'string' ? [permission] : permission;
  if (!needed.some((one) => principal.permissions.has(one))) return deny(service, c, asking, { reason: 'forbidden' });
  const hidden = hiddenBy(service, principal, command);
  if (hidden !== null) return deny(service, c, asking, hidden);
  if (goesAstray(service.settings, command)) return deny(service, c, asking, { reason: 'forbidden' }, astray);
  if (reason === undefined) demandReason(service, c, command, needed);

  const receipt = receiptOf(c);
  if (receipt === null) return askAnew(service, c, asking, null);
  const leave = service.inFlight.enter(receipt);
  try {
    const earlier = await before(service, receipt);
    if (earlier === null) return await askAnew(service, c, asking, receipt);
    return await answer(service, c, earlier.id, operationJson(earlier));
  } finally {
    leave();
  }
};

const askAnew = async (service: Service, c: Context<Env>, { command, reason }: Asking, receipt: Receipt | null) => {
  const { id: principal, actor } = c.get('principal');
  const asked: Command = { ...command, id: newCommandId(service), by: actor };
  const askedAt = service.runtime.now();
  const watched = service.resolutions.watch(asked.id);
  try {
    const taken = await take(service, c, asked, reason, receipt);
    if (!taken.accepted) throw refusedAs(taken.refusal, taken.allowed, asked.id);
    const waitMs = waitOf(service, c);
    if (waitMs > 0) await watched.resolved(waitMs, c.req.raw.signal);
    return reply(c, operationOf(asked, { principal, reason: reason ?? null, askedAt }, watched.course()), waitMs);
  } finally {
    watched.stop();
  }
};

/** Asks for what has to come before what a request is about. @throws ProblemError where it may not, or is refused. */
export const first = async (
  service: Service,
  c: Context<Env>,
  command: UnsignedCommand,
  permission: Permission,
): Promise<void> => {
  permit(c, permission);
  const asked: Command = { ...command, id: newCommandId(service), by: c.get('principal').actor };
  const taken = await take(service, c, asked, undefined, null);
  if (!taken.accepted) throw refusedAs(taken.refusal, taken.allowed, asked.id);
};

/** Answers with an operation that was asked for before. */
const answer = async (service: Service, c: Context<Env>, id: CommandId, known: OperationJson) => {
  if (known.state === 'refused' && known.refusal !== null) {
    throw refusedAs(known.refusal as Refusal, known.allowed, id, replayed);
  }
  const operation = known.state === 'pending' ? await current(service, c, id, known) : known;
  return reply(c, operation, waitOf(service, c), replayed);
};
const replayed = { 'idempotent-replayed': 'true' } as const;

/** An operation, resolved if the request prefers to wait for that. */
export const current = async (service: Service, c: Context<Env>, id: CommandId, known: OperationJson) => {
  const watched = service.resolutions.watch(id);
  try {
    const resolved = (await service.store.operation(id))?.resolvedAt ?? null;
    const waitMs = waitOf(service, c);
    if (resolved === null && waitMs > 0) await watched.resolved(waitMs, c.req.raw.signal);
  } finally {
    watched.stop();
  }
  const now = await service.store.operation(id);
  return now === null ? known : operationJson(now);
};

const reply = (
  c: Context<Env>,
  operation: OperationJson,
  waitMs: number,
  headers: Readonly<Record<string, string>> = {},
) => {
  const isAnswer = waitMs > 0 && operation.state !== 'pending';
  const said = { ...headers, location: `/v1/operations/${operation.id}` };
  return written<OperationJson, 200 | 202>(c, JSON.stringify(operation), isAnswer ? 200 : 202, said);
};

/**
 * Refuses, and has it audited where it is privileged. Whoever may see what it is about is told under which operation; everybody else no more than
 * where there is no such thing.
 */
const deny = async (
  service: Service,
  c: Context<Env>,
  { command, permission, reason }: Asking,
  refusal: Refusal,
  detail?: string,
): Promise<never> => {
  const principal = c.get('principal');
  const { actor } = principal;
  const more = detail === undefined ? {} : { detail };
  const isAudited = permission === 'transfer' || isPrivileged({ type: command.type, by: actor });
  if (!isAudited) throw refused(refusal, more);
  const operationId = newCommandId(service);
  const by = { role: 'none', id: actor.id } as const;
  await take(service, c, { ...command, id: operationId, by }, reason, null);
  const isSeen = hiddenBy(service, principal, command) === null;
  throw refused(refusal, isSeen ? { ...more, operationId } : more);
};
const astray = 'The number is none of the destinations that are allowed.';

const take = (
  service: Service,
  c: Context<Env>,
  command: Command,
  reason: string | undefined,
  receipt: Receipt | null,
): Promise<Taken> =>
  service.runtime.ask(command, { principal: c.get('principal').id, reason: reason ?? null, receipt });

/** Those of one moment stand together in the journal's index, as in UUIDs of version 7: a page of it is written once, and not one for each. */
const newCommandId = ({ runtime }: Service): CommandId => {
  const chance = randomUUID();
  const moment = runtime.now().toString(16).padStart(12, '0');
  return asId<CommandId>(`op_${moment}${chance.slice(14, 18)}${chance.slice(19, 23)}${chance.slice(24)}`);
};

/** Whoever names nothing that exists is told no more than that: what they may not see is answered in the same words. */
const refusedAs = (
  refusal: Refusal,
  allowed: readonly CommandType[],
  operationId: CommandId,
  headers: Readonly<Record<string, string>> = {},
): ProblemError =>
  refusal.reason.startsWith('noSuch')
    ? refused(refusal, {}, headers)
    : refused(refusal, { allowed, operationId }, headers);

const demandReason = (
  { settings }: Service,
  c: Context<Env>,
  { type }: UnsignedCommand,
  needed: readonly Permission[],
): void => {
  // Nobody has to say why they leave.
  if (type === 'cmd.leave' || !isPrivileged({ type, by: c.get('principal').actor })) return;
  if (!settings.policy.reasonFor.some((one) => needed.some((permission) => permission === one))) return;
  throw invalid([{ pointer: '/reason', detail: 'a reason is required for this' }]);
};

/** `Prefer: wait=10` (RFC 7240), in milliseconds; 0 where the request does not prefer to wait. */
const waitOf = ({ settings }: Service, c: Context<Env>): number => {
  const prefer = headerOf(c, 'prefer');
  if (prefer === undefined) return 0;
  const seconds = Number(/(?:^|[,;\s])wait=(\d{1,3})(?:$|[,;\s])/i.exec(prefer)?.[1] ?? 0);
  return Math.min(1_000 * seconds, settings.limits.waitMs);
};
