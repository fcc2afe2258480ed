import { asId } from '@legwork/core';
import type { Actor, Destination, SeatId } from '@legwork/core';

/** Who is at work on the stage, and who hears whom there. */
export const supervisor = asId<never>('minh');
export const lan: Actor = { role: 'agent', id: 'lan' };
export const minh: Actor = { role: 'supervisor', id: 'minh' };
export const toMai: Destination = { kind: 'agent', agent: asId('mai') };
export const seat = asId<SeatId>('s1');
export const together = { customer: 'agent', agent: 'customer' } as const;
export const hearings = {
  monitor: { ...together, supervisor: 'customer agent' },
  whisper: { ...together, agent: 'customer supervisor', supervisor: 'customer agent' },
  barge: { customer: 'agent supervisor', agent: 'customer supervisor', supervisor: 'customer agent' },
} as const;
