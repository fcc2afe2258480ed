import type { NamedFault } from '../named.ts';
import { connection } from './connection.ts';
import { dialling } from './dialling.ts';
import { hangUps } from './hang-ups.ts';
import { order } from './order.ts';
import { replies } from './replies.ts';
import { supervision } from './supervision.ts';

const entries = {
  ...hangUps,
  ...dialling,
  ...replies,
  ...order,
  ...connection,
  ...supervision,
} as const;

export type FaultName = keyof typeof entries;

/** The failures that users of real systems reported and that a simulated switch can have, by name. */
export const catalogue: Readonly<Record<FaultName, NamedFault>> = entries;

export const faultNames: readonly FaultName[] = Object.keys(entries) as FaultName[];

export const isFaultName = (name: string): name is FaultName => Object.hasOwn(entries, name);
