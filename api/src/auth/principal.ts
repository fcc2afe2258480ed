import { asId, type Actor, type AgentId, type SupervisorId } from '@legwork/core';
import type { Directory, TeamId } from '../directory/directory.ts';
import type { Permission, Role, RolePermissions } from './permissions.ts';

/** Who makes a request, once that is proved. */
export interface Principal {
  /** How the audit names them: `key:…`, `oidc:…`. */
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** As whom they ask the engine. */
  readonly actor: Actor;
  readonly supervisor: SupervisorId | null;
  readonly agent: AgentId | null;
  readonly teams: 'all' | readonly TeamId[];
  readonly permissions: ReadonlySet<Permission>;
  /** When what they have shown is not good any more, in milliseconds since the epoch; null: when it is revoked. */
  readonly expiresAt: number | null;
  /** The session by whose cookie they ask; null where they show a key or a token. */
  readonly session: string | null;
}

/** What is known of somebody from their key or their token. */
export interface Identity {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** The agent or supervisor that they are; without one they are nobody in the centre. */
  readonly subject: string | null;
  /** Without it: a supervisor's are the directory's, an agent's is their own, everybody else's are all. */
  readonly teams?: 'all' | readonly string[] | undefined;
  /** Without it: those of the role. */
  readonly permissions?: readonly Permission[] | undefined;
}

/** Null where the identity names an agent or a supervisor whom the directory does not know: they have left. */
export const principalOf = (
  identity: Identity,
  directory: Directory,
  defaults: RolePermissions,
  expiresAt: number | null,
  session: string | null = null,
): Principal | null => {
  const { id, name, role, subject } = identity;
  const supervisor = subject !== null && role !== 'agent' ? directory.supervisor(asId(subject)) : undefined;
  const agent = subject !== null && role === 'agent' ? directory.agent(asId(subject)) : undefined;
  if ((role === 'supervisor' && supervisor === undefined) || (role === 'agent' && agent === undefined)) return null;
  const ownTeams = agent === undefined ? supervisor?.teams : teamOf(agent.team);
  return {
    id,
    name,
    role,
    actor: actorOf(role, supervisor?.id ?? agent?.id ?? id),
    supervisor: supervisor?.id ?? null,
    agent: agent?.id ?? null,
    teams: identity.teams === undefined ? (role === 'admin' ? 'all' : (ownTeams ?? 'all')) : branded(identity.teams),
    permissions: new Set(identity.permissions ?? defaults[role]),
    expiresAt,
    session,
  };
};

const teamOf = (team: TeamId | null): readonly TeamId[] => (team === null ? [] : [team]);

const branded = (teams: 'all' | readonly string[]): 'all' | readonly TeamId[] =>
  teams === 'all' ? 'all' : teams.map((team) => asId<TeamId>(team));

/** Analysts ask the engine for nothing. */
const actorOf = (role: Role, id: string): Actor => ({ role: role === 'analyst' ? 'none' : role, id });
