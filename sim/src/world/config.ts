import {
  asId,
  defaultPolicy,
  type Endpoint,
  type AgentConfig,
  type Branded,
  type EngineConfig,
  type Policy,
  type Routing,
  type SupervisorConfig,
  type SwitchConfig,
} from '@legwork/core';
import { smallRouting } from './routing.ts';

/** The same with plain strings for ids. */
export type Plain<T> =
  T extends Branded<string> ? string : T extends object ? { readonly [Key in keyof T]: Plain<T[Key]> } : T;

/** Who and what is in a contact centre, as a test or a scenario writes it. */
export interface Staffed {
  /** Without it: the hotline 1900 leads to the queue `main`, for which no skill is needed. */
  readonly routing?: Routing;
  /** One of whom only the name is said has no skills, and is rung at `agent/<name>`. No two people have the same name. */
  readonly agents?: readonly (string | Plain<AgentConfig>)[];
  /** One of whom only the name is said is rung at `supervisor/<name>`. */
  readonly supervisors?: readonly (string | Plain<SupervisorConfig>)[];
  readonly policy?: Partial<Policy>;
}

/** What an engine needs to know of it. @throws Error where two people have the same id, the routing is none, or a policy is unknown. */
export const configOf = (staffed: Staffed, switches: readonly SwitchConfig[]): EngineConfig => {
  const agents = (staffed.agents ?? []).map(agentOf);
  const supervisors = (staffed.supervisors ?? []).map(supervisorOf);
  assertDistinct([...agents, ...supervisors].map(({ id }) => id));
  const routing = staffed.routing ?? smallRouting();
  assertLoaded(routing);
  assertPolicies(Object.keys(staffed.policy ?? {}));
  return { switches, routing, agents, supervisors, policy: { ...defaultPolicy, ...staffed.policy } };
};

const agentOf = (agent: string | Plain<AgentConfig>): AgentConfig => {
  if (typeof agent === 'string') return { id: asId(agent), endpoint: asId(`agent/${agent}`), skills: [] };
  const { id, endpoint, devices, ...rest } = agent;
  return { ...rest, id: asId(id), endpoint: asId(endpoint), ...devicesOf(devices) };
};
const supervisorOf = (supervisor: string | Plain<SupervisorConfig>): SupervisorConfig => {
  if (typeof supervisor === 'string') return { id: asId(supervisor), endpoint: asId(`supervisor/${supervisor}`) };
  const { id, endpoint, devices } = supervisor;
  return { id: asId(id), endpoint: asId(endpoint), ...devicesOf(devices) };
};
const devicesOf = (devices: Readonly<Record<string, string>> = {}): Pick<AgentConfig, 'devices'> =>
  Object.keys(devices).length === 0
    ? {}
    : { devices: Object.fromEntries(Object.entries(devices).map(([name, at]) => [name, asId<Endpoint>(at)])) };

const assertDistinct = (ids: readonly string[]): void => {
  const seen = new Set<string>();
  for (const id of ids) {
    if (seen.has(id))
      throw new Error(`two of the agents and supervisors are called ${id}: each needs an id of their own`);
    seen.add(id);
  }
};

/** Whoever writes no types can hand over the data of a routing, or anything else. */
const assertLoaded = (routing: Partial<Routing>): void => {
  const { hotlines, byNumber, nodes, queues } = routing;
  const isLoaded =
    Array.isArray(hotlines) && byNumber instanceof Map && typeof nodes === 'object' && typeof queues === 'object';
  if (!isLoaded)
    throw new Error(
      'the routing is not one that loadRouting of @legwork/core has made: where loadRouting(data).ok, it is the `routing` beside it',
    );
};

const assertPolicies = (names: readonly string[]): void => {
  const unknown = names.find((name) => !Object.hasOwn(defaultPolicy, name));
  if (unknown !== undefined)
    throw new Error(`there is no policy ${unknown}; there are ${Object.keys(defaultPolicy).join(', ')}`);
};
