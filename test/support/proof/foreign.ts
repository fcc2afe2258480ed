import { crossing, type Crossing, type CrossingInput, type CrossingOut } from '../foreign/crossing.ts';
import { door, type Door, type DoorInput, type DoorOut } from '../foreign/door.ts';
import { washer, type Washer, type WasherInput, type WasherOut } from '../foreign/washer.ts';
import type { Proof } from './compare.ts';

/** Machines that are not ours: everything they can be told, in any order, as far as they count. */

const yesOrNo = [false, true];

export const doorProof: Proof<Door, DoorInput, DoorOut> = {
  name: 'door',
  definition: door,
  alphabet: [
    ...(['called', 'opened', 'closed', 'bump', 'timer', 'reset', 'button'] as const).map((type) => ({ type })),
    // Around what it can carry.
    { type: 'weighed', kg: 630 },
    { type: 'weighed', kg: 631 },
    { type: 'beam', cut: true },
    { type: 'beam', cut: false },
  ],
  scopes: [{ name: 'up to four bumps', begins: door.record, leads: () => true, holds: ({ bumps }) => bumps <= 4 }],
  domains: { bumps: [0, 1, 2, 3, 4], blocked: yesOrNo, load: [0, 630, 631] },
};

export const crossingProof: Proof<Crossing, CrossingInput, CrossingOut> = {
  name: 'crossing',
  definition: crossing,
  alphabet: (['tick', 'button', 'tram', 'tramGone', 'fault', 'repaired', 'cmd.hurry', 'cmd.allStop'] as const).map(
    (type) => ({ type }),
  ),
  scopes: [
    { name: 'up to four who wait', begins: crossing.record, leads: () => true, holds: ({ waiting }) => waiting <= 4 },
  ],
  domains: { waiting: [0, 1, 2, 3, 4], carsMustStop: yesOrNo, carsHaveStopped: yesOrNo, tramIsNear: yesOrNo },
};

export const washerProof: Proof<Washer, WasherInput, WasherOut> = {
  name: 'washer',
  definition: washer,
  alphabet: [
    ...(['start', 'next', 'open', 'shut', 'powerLost', 'powerBack', 'drain', 'child', 'service', 'again'] as const).map(
      (type) => ({ type }),
    ),
    { type: 'level', full: true },
    { type: 'level', full: false },
  ],
  scopes: [{ name: 'up to four rinses', begins: washer.record, leads: () => true, holds: ({ rinses }) => rinses <= 4 }],
  domains: { rinses: [0, 1, 2, 3, 4], full: yesOrNo },
};
