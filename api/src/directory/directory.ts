import type { AgentId, Branded, QueueId, SupervisorId } from '@legwork/core';

export type TeamId = Branded<'TeamId'>;

export interface Team {
  readonly id: TeamId;
  readonly name: string;
}
interface Reached {
  /** Where they are rung. */
  readonly device: string;
  /** The names of their other devices. */
  readonly devices: readonly string[];
}
export interface AgentEntry extends Reached {
  readonly id: AgentId;
  readonly name: string;
  readonly team: TeamId | null;
  readonly skills: readonly string[];
}
export interface SupervisorEntry extends Reached {
  readonly id: SupervisorId;
  readonly name: string;
  /** The teams whose calls they see. */
  readonly teams: 'all' | readonly TeamId[];
}

/** Who works here, and in which team. */
export interface DirectoryData {
  readonly teams: readonly Team[];
  readonly agents: readonly AgentEntry[];
  readonly supervisors: readonly SupervisorEntry[];
  /** The team that a queue belongs to; a queue that is not here belongs to none. */
  readonly queues: Readonly<Record<string, TeamId>>;
}

export interface Directory {
  readonly teams: readonly Team[];
  readonly agents: readonly AgentEntry[];
  readonly supervisors: readonly SupervisorEntry[];
  agent(id: AgentId): AgentEntry | undefined;
  supervisor(id: SupervisorId): SupervisorEntry | undefined;
  team(id: TeamId): Team | undefined;
  teamOfQueue(id: QueueId): TeamId | null;
}

export const createDirectory = (data: DirectoryData): Directory => {
  const agents = new Map(data.agents.map((agent) => [agent.id, agent]));
  const supervisors = new Map(data.supervisors.map((supervisor) => [supervisor.id, supervisor]));
  const teams = new Map(data.teams.map((team) => [team.id, team]));
  const queues = new Map<string, TeamId>(Object.entries(data.queues));
  return {
    teams: data.teams,
    agents: data.agents,
    supervisors: data.supervisors,
    agent: (id) => agents.get(id),
    supervisor: (id) => supervisors.get(id),
    team: (id) => teams.get(id),
    teamOfQueue: (id) => queues.get(id) ?? null,
  };
};
