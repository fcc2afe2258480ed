import type { AgentId, Endpoint, Refusal, SupervisorId } from '../vocabulary/index.ts';
import type { EngineConfig } from './config.ts';

/** The device of somebody that is to be rung: null where none is named, and theirs is rung as always. */
export const deviceOf = (
  { agents, supervisors }: EngineConfig,
  who: AgentId | SupervisorId,
  device: string | undefined,
): { readonly at: Endpoint | null } | Refusal => {
  if (device === undefined) return { at: null };
  const devices = [...agents, ...supervisors].find(({ id }) => id === who)?.devices ?? {};
  const at = Object.hasOwn(devices, device) ? devices[device] : undefined;
  if (at !== undefined) return { at };
  const names = Object.keys(devices).join(', ');
  return { reason: 'invalid', field: 'device', allowed: names === '' ? 'none: they have no devices' : names };
};
