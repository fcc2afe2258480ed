import type { Settings } from '../config/settings.ts';

/** Roles of those who use the API. What each may by default stands in `defaultPermissions`; a key or the settings can say otherwise. */
export const roles = ['admin', 'supervisor', 'agent', 'analyst', 'service'] as const;
export type Role = (typeof roles)[number];

export const permissions = [
  'calls.read',
  /** Hold, resume, park, digits, mute, drop, hang up, consult, record: what an agent does with a call. */
  'calls.control',
  'calls.originate',
  /** Customers' numbers in full; without it only their last three digits are shown. */
  'numbers.read',
  'agents.read',
  /** Setting one's own presence. */
  'agents.self',
  /** Setting somebody else's. */
  'agents.force',
  'monitor',
  'whisper',
  'barge',
  'takeover',
  'transfer',
  'stop',
  'queues.read',
  'records.read',
  'audit.read',
  'flows.read',
  'flows.write',
  'webhooks.write',
  'keys.write',
  'simulations.read',
  'simulations.write',
  'metrics.read',
] as const;
export type Permission = (typeof permissions)[number];

/** They tell of whoever listens, so that no agent can have them. */
export const unfitForAgents: ReadonlySet<Permission> = new Set(['audit.read', 'metrics.read']);
export const whyUnfit = 'it tells of whoever listens, which agents are not told';

const supervision = ['monitor', 'whisper', 'barge', 'takeover', 'transfer', 'stop'] as const;

export type RolePermissions = Readonly<Record<Role, readonly Permission[]>>;

/** What each role may where nothing else is said: the supervisor's actions belong to admins and supervisors alone. */
export const defaultPermissions: RolePermissions = {
  admin: permissions,
  supervisor: [
    'calls.read',
    'calls.control',
    'calls.originate',
    'numbers.read',
    'agents.read',
    'agents.force',
    ...supervision,
    'queues.read',
    'records.read',
    'audit.read',
    'flows.read',
    'simulations.read',
  ],
  agent: ['calls.read', 'calls.control', 'calls.originate', 'numbers.read', 'agents.self'],
  analyst: [
    'calls.read',
    'agents.read',
    'queues.read',
    'records.read',
    'flows.read',
    'simulations.read',
    'simulations.write',
  ],
  service: ['calls.read', 'calls.control', 'calls.originate', 'numbers.read', 'agents.read', 'queues.read'],
};

/** What each role may, by the settings. */
export const permissionsOf = ({ auth }: Pick<Settings, 'auth'>): RolePermissions => ({
  ...defaultPermissions,
  ...auth.permissions,
});
