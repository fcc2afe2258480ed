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
  agents: agents.map(({ id, endpoint, skills }) => ({ id: asId(id), endpoint: asId(endpoint), skills })),
  supervisors: supervisors.map(({ id, endpoint }) => ({ id: asId(id), endpoint: asId(endpoint) })),
  policy: { ...defaultPolicy, ...timesIn(policy), callerId: asId<Endpoint>(policy.callerId) },
});

/** Only what was said: what was not keeps its default. */
const timesIn = ({ times }: Settings['policy']): Partial<Policy> =>
  Object.fromEntries(Object.entries(times).filter(([, ms]) => ms !== undefined));
