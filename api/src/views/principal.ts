import type { Principal } from '../auth/principal.ts';

export const principalJson = ({ id, name, role, supervisor, agent, teams, permissions }: Principal) => ({
  id,
  name,
  role,
  supervisor,
  agent,
  teams: teams === 'all' ? teams : [...teams],
  permissions: [...permissions],
});
