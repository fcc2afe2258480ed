import { asId, type AgentId, type QueueId, type Routing, type SupervisorId } from '@legwork/core';
import { createDirectory, type Directory, type TeamId } from '../directory/directory.ts';
import type { Settings } from './settings.ts';

/** Who works here, as the settings say. */
export const directoryOf = ({ teams, agents, supervisors, queueTeams }: Settings): Directory =>
  createDirectory({
    teams: teams.map(({ id, name }) => ({ id: asId<TeamId>(id), name })),
    agents: agents.map(({ id, name, team, skills, endpoint, devices }) => ({
      id: asId<AgentId>(id),
      name: name ?? id,
      team: team === null ? null : asId<TeamId>(team),
      skills,
      device: endpoint,
      devices: Object.keys(devices),
    })),
    supervisors: supervisors.map(({ id, name, teams, endpoint, devices }) => ({
      id: asId<SupervisorId>(id),
      name: name ?? id,
      teams: teams === 'all' ? teams : teams.map((team) => asId<TeamId>(team)),
      device: endpoint,
      devices: Object.keys(devices),
    })),
    queues: Object.fromEntries(Object.entries(queueTeams).map(([queue, team]) => [queue, asId<TeamId>(team)])),
  });

interface PeopleProblem {
  readonly path: readonly (string | number)[];
  readonly problem: string;
}

/** What is wrong between the settings: ids that are there twice, teams and queues that there are not. */
export const peopleProblems = (settings: Settings, routing: Routing | null): readonly PeopleProblem[] => {
  const { agents, supervisors, teams, queueTeams } = settings;
  const known = new Set(teams.map(({ id }) => id));
  const isQueue = (id: string): boolean => routing === null || routing.queues[asId<QueueId>(id)] !== undefined;
  const stranger = (team: string, path: readonly (string | number)[]): readonly PeopleProblem[] =>
    known.has(team) ? [] : [{ path, problem: `there is no team ${team}` }];
  return [
    ...twice(teams, 'teams'),
    ...twice(agents, 'agents'),
    ...twice(supervisors, 'supervisors'),
    ...agents.flatMap(({ team }, n) => (team === null ? [] : stranger(team, ['agents', n, 'team']))),
    ...supervisors.flatMap(({ teams }, n) =>
      teams === 'all' ? [] : teams.flatMap((team, m) => stranger(team, ['supervisors', n, 'teams', m])),
    ),
    ...Object.entries(queueTeams).flatMap(([queue, team]) => [
      ...stranger(team, ['queueTeams', queue]),
      ...(isQueue(queue) ? [] : [{ path: ['queueTeams', queue], problem: `there is no queue ${queue}` }]),
    ]),
  ];
};

const twice = (entries: readonly { readonly id: string }[], section: string): readonly PeopleProblem[] => {
  const first = new Map<string, number>();
  return entries.flatMap(({ id }, n) => {
    const before = first.get(id);
    if (before === undefined) first.set(id, n);
    return before === undefined ? [] : [{ path: [section, n, 'id'], problem: `${id} is there already` }];
  });
};
