import type { AgentId, CommandId, QueueId } from '@legwork/core';

/** Where a call stood when something happened: whose it was, in which queue, on which team. */
export interface Standing {
  readonly agent: AgentId | null;
  readonly queue: QueueId | null;
  /** Null: of no team, so that every supervisor may see it. */
  readonly team: string | null;
}

/** What one must be allowed to read. */
export type Reading =
  | 'calls.read'
  | 'agents.read'
  | 'audit.read'
  | 'records.read'
  | 'flows.read'
  | 'queues.read'
  | 'webhooks.write'
  | 'simulations.read';

/** Who may know of an event. */
export interface Audience {
  readonly needs: Reading;
  /** Null where the team is unknown: then only those may know who may see every team. */
  readonly standing: Standing | null;
  /** The agents whose own it is; of an operation on no call, whoever asked for it. What betrays that somebody listens is no agent's own. */
  readonly agents: readonly AgentId[] | 'whoeverAsked';
  /** Where it tells of an operation: an agent knows of their own operations only. */
  readonly operation: CommandId | null;
}

/** Who looks. A principal of the API is one. */
export interface Viewer {
  /** Set where somebody sees what one agent sees, and nothing else. */
  readonly agent: AgentId | null;
  readonly role: string;
  readonly teams: 'all' | readonly string[];
  readonly permissions: ReadonlySet<string>;
}

/** True where the viewer may see calls that stand there. */
export const maySeeCall = (viewer: Viewer, standing: Standing): boolean =>
  viewer.role === 'agent'
    ? standing.agent !== null && standing.agent === viewer.agent
    : isInTeams(viewer, standing) && viewer.permissions.has('calls.read');

/** Whether a viewer may know; `ifTheirs`: where the operation is one that they asked for. */
export const maySee = (viewer: Viewer, audience: Audience): boolean | 'ifTheirs' => {
  if (viewer.role === 'agent') {
    if (viewer.agent === null) return false;
    if (audience.operation === null) return audience.agents.includes(viewer.agent);
    return audience.agents === 'whoeverAsked' || audience.agents.includes(viewer.agent) ? 'ifTheirs' : false;
  }
  return viewer.permissions.has(audience.needs) && isInTeams(viewer, audience.standing);
};

const isInTeams = ({ teams }: Viewer, standing: Standing | null): boolean => {
  if (teams === 'all') return true;
  return standing !== null && (standing.team === null || teams.includes(standing.team));
};

/** What somebody asks to be told of, of all that they may know. Empty lists leave nothing out. */
export interface Interest {
  readonly queues: readonly string[];
  readonly teams: readonly string[];
  readonly calls: readonly string[];
  readonly types: readonly string[];
}

/** True where an event of that call, which stands there, is asked for. */
export const isAskedFor = (interest: Interest, call: string | null, standing: Standing | null): boolean =>
  has(interest.calls, call) &&
  has(interest.queues, standing?.queue ?? null) &&
  has(interest.teams, standing?.team ?? null);

const has = (wanted: readonly string[], one: string | null): boolean =>
  wanted.length === 0 || (one !== null && wanted.includes(one));
