import type { Directory, TeamId } from '../directory/directory.ts';
import type { Principal } from './principal.ts';

type Teams = 'all' | readonly TeamId[];

/** What somebody may, and as whom. */
export type Reach = Pick<Principal, 'role' | 'supervisor' | 'agent' | 'teams' | 'permissions'>;

/**
 * Whether somebody may everything that another may, for all their teams, and whoever that is: nobody makes a key that may more than they may
 * themselves, and nobody looks after what belongs to one who may more.
 */
export const covers = (directory: Directory, own: Reach, other: Reach): boolean => {
  // Admins see operations and webhooks of others, whatever their permissions are.
  if (other.role === 'admin' && own.role !== 'admin') return false;
  // Whoever is no agent sees who listens.
  if (own.role === 'agent' && own.agent !== other.agent) return false;
  if ([...other.permissions].some((one) => !own.permissions.has(one))) return false;
  return includes(own.teams, other.teams) && includes(own.teams, teamsOf(directory, other));
};

const includes = (own: Teams, other: Teams): boolean =>
  own === 'all' || (other !== 'all' && other.every((team) => own.includes(team)));

/** Those that somebody has in the directory: an agent's key reads that agent's calls, whichever teams it names. */
const teamsOf = (directory: Directory, { supervisor, agent }: Reach): Teams => {
  if (supervisor !== null) return directory.supervisor(supervisor)?.teams ?? [];
  const team = agent === null ? null : (directory.agent(agent)?.team ?? null);
  return team === null ? [] : [team];
};
