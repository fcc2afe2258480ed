import type { AgentId, Leg, Party, QueueId } from '@legwork/core';
import type { Directory, SupervisorEntry, TeamId } from '../directory/directory.ts';
import type { Principal } from './principal.ts';

/** What of a call says whose it is. */
export interface Owned {
  readonly party: Party | null;
  readonly queue: QueueId | null;
}

/** A call's team is its agent's; where no agent is on it, its queue's. */
export const teamOf = (directory: Directory, { party, queue }: Owned): TeamId | null => {
  if (party?.kind === 'agent') return directory.agent(party.agent)?.team ?? null;
  return queue === null ? null : directory.teamOfQueue(queue);
};

/** Agents see the call they are on; everybody else what belongs to their teams, or to none. */
export const seesCall = (principal: Principal, directory: Directory, call: Owned): boolean => {
  if (principal.role === 'agent') return call.party?.kind === 'agent' && call.party.agent === principal.agent;
  return seesTeam(principal, teamOf(directory, call));
};

export const seesTeam = ({ teams }: Principal, team: TeamId | null): boolean =>
  teams === 'all' || team === null || teams.includes(team);

export const seesAgent = (principal: Principal, directory: Directory, id: AgentId): boolean => {
  if (principal.role === 'agent') return principal.agent === id;
  const agent = directory.agent(id);
  return agent !== undefined && seesTeam(principal, agent.team);
};

/** Themselves, those of all teams, and those who share a team with whoever asks. */
export const seesSupervisor = (principal: Principal, { id, teams }: SupervisorEntry): boolean =>
  principal.supervisor === id || teams === 'all' || teams.some((team) => seesTeam(principal, team));

/** What agents are shown nothing of: that, and how, somebody is present at their call. */
export const seesSeats = ({ role }: Principal): boolean => role !== 'agent';

/** Of a seat, which has its name in those that it dialled, or of a supervisor on the way to a takeover: agents are shown neither. */
export const isSupervisorsLeg = ({ id, party }: Pick<Leg, 'id' | 'party'>): boolean =>
  id.startsWith('s') || party?.kind === 'supervisor';

/** A number as whoever may not read numbers sees it: its last three digits. */
export const maskedNumber = (number: string): string => `•••${number.slice(-3)}`;
