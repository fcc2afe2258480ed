import { asId, modes, type Endpoint, type LiveCall, type Refusal, type SupervisorId, type Tried } from '@legwork/core';
import type { Permission } from '../auth/permissions.ts';
import type { Principal } from '../auth/principal.ts';
import type { ActionsJson } from '../schemas/call.ts';
import type { Service } from '../service.ts';

/**
 * What would become of each of a supervisor's actions on a call now: null where it would be taken on, otherwise why not. Whoever is present
 * already would change their mode.
 */
export const actionsJson = (
  { runtime }: Service,
  principal: Principal,
  { call, supervisors }: LiveCall,
  supervisor: SupervisorId | null,
): ActionsJson => {
  const by = principal.actor;
  const seat = supervisors.find((one) => one.supervisor === supervisor)?.seat;
  const tried = (permission: Permission, command: Tried): Refusal | null =>
    principal.permissions.has(permission) ? runtime.engine.would(command) : { reason: 'forbidden' };
  const inPerson = (permission: Permission, command: (supervisor: SupervisorId) => Tried): Refusal | null =>
    supervisor === null ? { reason: 'noSuchSupervisor' } : tried(permission, command(supervisor));
  const [monitor, whisper, barge] = modes.map((mode) =>
    inPerson(mode, (supervisor) =>
      seat === undefined
        ? { type: 'cmd.supervise', call, supervisor, mode, scope: 'call', by }
        : { type: 'cmd.switchMode', seat, mode, by },
    ),
  );
  return {
    monitor: monitor ?? null,
    whisper: whisper ?? null,
    barge: barge ?? null,
    takeover: inPerson('takeover', (supervisor) => ({ type: 'cmd.takeover', call, supervisor, by })),
    transfer: tried('transfer', { type: 'cmd.transfer', call, to: { kind: 'number', number: anywhere }, by }),
    stop: tried('stop', { type: 'cmd.stop', call, by }),
  };
};

/** Whether a call can be sent away does not depend on where. */
const anywhere = asId<Endpoint>('anywhere');
