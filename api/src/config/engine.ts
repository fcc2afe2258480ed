import {
  asId,
  defaultPolicy,
  type Endpoint,
  type EngineConfig,
  type Policy,
  type Routing,
  type SwitchConfig,
} from '@legwork/core';
import type { Settings } from './settings.ts';

/** What the engine is told of the settings. */
export const engineConfigOf = (
  { agents, supervisors, policy }: Settings,
  routing: Routing,
  switches: readonly SwitchConfig[],
): EngineConfig => ({
  switches,
  routing,
  agents: agents.map(({ id, endpoint, skills, devices }) => ({
    id: asId(id),
    endpoint: asId(endpoint),
    skills,
    ...devicesIn(devices),
  })),
  supervisors: supervisors.map(({ id, endpoint, devices }) => ({
    id: asId(id),
    endpoint: asId(endpoint),
    ...devicesIn(devices),
  })),
  policy: { ...defaultPolicy, ...timesIn(policy), callerId: asId<Endpoint>(policy.callerId) },
});

const devicesIn = (
  devices: Readonly<Record<string, string>>,
): { readonly devices?: Readonly<Record<string, Endpoint>> } =>
  Object.keys(devices).length === 0
    ? {}
    : { devices: Object.fromEntries(Object.entries(devices).map(([name, at]) => [name, asId<Endpoint>(at)])) };

/** Only what was said: what was not keeps its default. */
const timesIn = ({ times }: Settings['policy']): Partial<Policy> =>
  Object.fromEntries(Object.entries(times).filter(([, ms]) => ms !== undefined));
