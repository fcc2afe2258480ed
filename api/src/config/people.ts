import { asId, type AgentId, type SupervisorId } from '@legwork/core';
import { createDirectory, type Directory, type TeamId } from '../directory/directory.ts';
import type { Settings } from './settings.ts';

/** Who works here, as the settings say. */
export const directoryOf = ({ teams, agents, supervisors, queueTeams }: Settings): Directory =>
  createDirectory({
    teams: teams.map(({ id, name }) => ({ id: asId<TeamId>(id), name })),
    agents: agents.map(({ id, name, team }) => ({
      id: asId<AgentId>(id),
      name: name ?? id,
      team: team === null ? null : asId<TeamId>(team),
    })),
    supervisors: supervisors.map(({ id, name, teams }) => ({
      id: asId<SupervisorId>(id),
      name: name ?? id,
      teams: teams === 'all' ? teams : teams.map((team) => asId<TeamId>(team)),
    })),
    queues: Object.fromEntries(Object.entries(queueTeams).map(([queue, team]) => [queue, asId<TeamId>(team)])),
  });
