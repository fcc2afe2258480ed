import { randomUUID } from 'node:crypto';
import { asId, isPrivileged, type CallId, type Command, type CommandId, type Refusal } from '@legwork/core';
import type { Context } from 'hono';
import type { Permission } from '../auth/permissions.ts';
import { isSeatLeg, seesAgent, seesCall, seesSeats } from '../auth/visibility.ts';
import type { OperationJson } from '../schemas/operation.ts';
import type { Env, Service } from '../service.ts';
import { invalid, problem, refused } from './problem.ts';
import type { Course } from './resolutions.ts';

type Unsigned<C> = C extends Command ? Omit<C, 'id' | 'by'> : never;

/** A command as a route makes it of a request. */
export interface Asking {
  readonly command: Unsigned<Command>;
  readonly permission: Permission;
  /** Why, where the request says so. */
  readonly reason: string | undefined;
}

/**
 * Asks the engine, and answers: 202 with the operation, or 200 where the request prefers to wait and it was resolved in the meantime. A refusal
 * is a problem that names its operation, for it is audited too. Who lacks the permission is refused by the engine itself, so that a privileged
 * action is audited; of what somebody may not see they learn no more than of what does not exist.
 */
export const ask = async (service: Service, c: Context<Env>, { command, permission, reason }: Asking) => {
  const { principal } = c.var;
  const isPermitted = principal.permissions.has(permission);
  const hidden = isPermitted ? hiddenBy(service, c, command) : null;
  const { actor } = principal;
  const isDenied = !isPermitted || hidden !== null;
  const by = isDenied ? ({ role: 'none', id: actor.id } as const) : actor;
  const id = asId<CommandId>(`op_${randomUUID().replaceAll('-', '')}`);
  const asked: Command = { ...command, id, by };
  if (isDenied && !isPrivileged(asked)) throw refused(hidden ?? { reason: 'forbidden' });
  if (!isDenied && reason === undefined && isPrivileged(asked)) demandReason(service, permission);

  const askedAt = service.runtime.now();
  using watched = service.resolutions.watch(id);
  const note = { principal: principal.id, reason: reason ?? null, receipt: null };
  const taken = await service.runtime.ask(asked, note).catch((fault: unknown) => {
    c.var.log.error({ err: fault }, 'a command could not be made durable');
    throw problem('unavailable', {}, { 'Retry-After': '5' });
  });
  // Nobody learns from the reply, or from the operation, whether what they may not see or do exists.
  if (!isPermitted) throw refused({ reason: 'forbidden' });
  if (hidden !== null) throw refused(hidden);
  if (!taken.accepted) {
    throw isNoSuch(taken.refusal)
      ? refused(taken.refusal)
      : refused(taken.refusal, { allowed: taken.allowed, operationId: id });
  }
  const waitMs = Math.min(waitOf(c.req.header('prefer')), service.settings.limits.waitMs);
  if (waitMs > 0) await watched.resolved(waitMs, c.req.raw.signal);
  const operation = operationOf(asked, { principal: principal.id, reason: reason ?? null, askedAt }, watched.course());
  c.header('Location', `/v1/operations/${id}`);
  return waitMs > 0 && operation.state !== 'pending' ? c.json(operation, 200) : c.json(operation, 202);
};

/** What the subject of the command is to whoever may not see it: something that does not exist. */
const hiddenBy = (service: Service, c: Context<Env>, command: Unsigned<Command>): Refusal | null => {
  const { principal } = c.var;
  const { directory, runtime } = service;
  const { state } = runtime.engine;
  const seesCallOf = (id: CallId | null): boolean => {
    const call = id === null ? undefined : state.calls.get(id);
    return call === undefined || seesCall(principal, directory, { party: call.party, queue: call.queue?.id ?? null });
  };
  if ('call' in command) return seesCallOf(command.call) ? null : { reason: 'noSuchCall' };
  if ('leg' in command) {
    const owner = state.legs.get(command.leg)?.owner;
    const call = owner?.kind === 'seat' ? (state.seats.get(owner.seat)?.call ?? null) : (owner?.call ?? null);
    const isSeen = seesCallOf(call) && (seesSeats(principal) || !isSeatLeg(command.leg));
    return isSeen ? null : { reason: 'noSuchLeg' };
  }
  if ('seat' in command) {
    return seesCallOf(state.seats.get(command.seat)?.call ?? null) ? null : { reason: 'noSuchSeat' };
  }
  if (command.type === 'cmd.originate' || seesAgent(principal, directory, command.agent)) return null;
  return { reason: 'noSuchAgent' };
};

const isNoSuch = ({ reason }: Refusal): boolean => reason.startsWith('noSuch');

const demandReason = ({ settings }: Service, permission: Permission): void => {
  if (!settings.policy.reasonFor.some((needs) => needs === permission)) return;
  throw invalid([{ pointer: '/reason', detail: 'a reason is required for this' }]);
};

/** RFC 7240: `wait=10`, in seconds. */
const waitOf = (prefer: string | undefined): number =>
  Number(/(?:^|[,;\s])wait=(\d{1,3})(?:$|[,;\s])/i.exec(prefer ?? '')?.[1] ?? 0) * 1_000;

interface Asked {
  readonly principal: string;
  readonly reason: string | null;
  readonly askedAt: number;
}

const operationOf = (command: Command, asked: Asked, { accepted, resolved }: Course): OperationJson => ({
  id: command.id,
  what: command.type,
  state: resolved?.outcome ?? 'pending',
  call: accepted?.call ?? resolved?.call ?? null,
  cause: resolved?.cause ?? null,
  refusal: resolved?.refusal ?? null,
  allowed: [...(resolved?.allowed ?? [])],
  principal: asked.principal,
  reason: asked.reason,
  askedAt: asked.askedAt,
  resolvedAt: resolved?.at ?? null,
});
