import type { DayPlan } from '@legwork/sim';
import { settingsSchema, type Settings } from '../config/settings.ts';
import { nameOf } from './names.ts';

/** Whoever follows the link of the demo. */
export const GUEST = 'minh';

const sites = [
  { id: 'hanoi', name: 'Hà Nội' },
  { id: 'saigon', name: 'Sài Gòn' },
] as const;

/** The contact centre of a plan, as the API knows it: half of the agents at each of two sites, and a supervisor of both beside those of the plan. */
export const demoSettings = (plan: DayPlan, port: number): Settings =>
  settingsSchema.parse({
    listen: { host: '127.0.0.1', port },
    switch: { kind: 'simulated', id: 'sim' },
    journal: { file: ':memory:' },
    teams: sites,
    agents: plan.agents.map(({ id, skills }, n) => ({
      id,
      name: nameOf(n),
      team: siteOf(n),
      endpoint: `agent/${id}`,
      skills,
    })),
    supervisors: [
      { id: GUEST, name: 'Nguyễn Văn Minh', teams: 'all', endpoint: `supervisor/${GUEST}` },
      ...plan.supervisors.map(({ id }, n) => ({
        id,
        name: nameOf(plan.agents.length + n),
        teams: [siteOf(n)],
        endpoint: `supervisor/${id}`,
      })),
    ],
    policy: { destinations: { allow: ['0', '+84'] } },
    log: { level: 'warn' },
  });

const siteOf = (n: number): string => sites[n % sites.length]?.id ?? sites[0].id;
