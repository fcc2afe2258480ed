import type { Routing } from '../flow/index.ts';
import type { Capabilities } from '../ports/index.ts';
import { asId, type AgentId, type Endpoint, type SupervisorId, type SwitchId } from '../vocabulary/index.ts';

export interface AgentConfig {
  readonly id: AgentId;
  /** Where the agent is rung. */
  readonly endpoint: Endpoint;
  /** Where else, by names that commands can say. */
  readonly devices?: Readonly<Record<string, Endpoint>>;
  readonly skills: readonly string[];
}
export interface SupervisorConfig {
  readonly id: SupervisorId;
  /** Where the supervisor is rung. */
  readonly endpoint: Endpoint;
  /** Where else, by names that commands can say. */
  readonly devices?: Readonly<Record<string, Endpoint>>;
}
export interface SwitchConfig {
  readonly id: SwitchId;
  readonly capabilities: Capabilities;
}

/** How long the engine waits for what. All in milliseconds. */
export interface Policy {
  /** For a placement to be observed. No customer is left unplaced longer than this without the engine doing something about it. */
  readonly joinTimeoutMs: number;
  /** For a tap, or a change of its mode, to be observed. After that the supervisor's leg is dropped: fail silent. */
  readonly tapTimeoutMs: number;
  /** For a mute, digits, a recording or a claim to be observed. */
  readonly deedTimeoutMs: number;
  /** Between two requests to end a leg; after three the leg is an orphan. */
  readonly killMs: number;
  /** How long a leg rings that no queue has a ring time for. */
  readonly ringTimeoutMs: number;
  /** How much longer than the ring time the engine waits for a switch that forgets to stop ringing. */
  readonly ringGraceMs: number;
  /** How long a call stays parked before it goes back to a queue. */
  readonly parkTimeoutMs: number;
  /** How long a seat waits for the agent's next call. */
  readonly followIdleMs: number;
  /** How long an announcement may take. */
  readonly announceTimeoutMs: number;
  /** On a switch that cannot list its calls: how long nothing may be heard of a call before it is presumed to have ended. */
  readonly silenceMs: number;
  /** After-call work that an agent asks for, or is forced into. */
  readonly wrapUpMs: number;
  /** The number shown to agents' and supervisors' phones where there is no better one. */
  readonly callerId: Endpoint;
}

export const defaultPolicy: Policy = {
  joinTimeoutMs: 5_000,
  tapTimeoutMs: 5_000,
  deedTimeoutMs: 5_000,
  killMs: 5_000,
  ringTimeoutMs: 30_000,
  ringGraceMs: 3_000,
  parkTimeoutMs: 300_000,
  followIdleMs: 600_000,
  announceTimeoutMs: 60_000,
  silenceMs: 14_400_000,
  wrapUpMs: 60_000,
  callerId: asId<Endpoint>('legwork'),
};

export interface EngineConfig {
  readonly switches: readonly SwitchConfig[];
  readonly routing: Routing;
  readonly agents: readonly AgentConfig[];
  readonly supervisors: readonly SupervisorConfig[];
  readonly policy: Policy;
}
