import { z } from '@hono/zod-openapi';
import { permissions, roles } from '../auth/permissions.ts';
import { label, reached } from './common.ts';

export const teams = z.union([z.literal('all'), z.array(label)]);

export const principalSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    role: z.enum(roles),
    supervisor: label.nullable().openapi({ description: 'The supervisor that they are' }),
    agent: label.nullable().openapi({ description: 'The agent that they are' }),
    device: reached.device.nullable().openapi({
      description: 'The endpoint at which they are rung; null for whoever is neither agent nor supervisor',
    }),
    devices: reached.devices,
    teams: teams.openapi({ description: 'Whose calls they see' }),
    permissions: z.array(z.enum(permissions)),
  })
  .openapi('Principal');
