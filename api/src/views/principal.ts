import type { Principal } from '../auth/principal.ts';
import type { Directory } from '../directory/directory.ts';

export const principalJson = (
  directory: Directory,
  { id, name, role, supervisor, agent, teams, permissions }: Principal,
) => {
  const someone = agent === null ? supervisor && directory.supervisor(supervisor) : directory.agent(agent);
  return {
    id,
    name,
    role,
    supervisor,
    agent,
    device: someone?.device ?? null,
    devices: [...(someone?.devices ?? [])],
    teams: teams === 'all' ? teams : [...teams],
    permissions: [...permissions],
  };
};
