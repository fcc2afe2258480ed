import { asId, defaultPolicy, type EngineConfig } from '@legwork/core';
import { smallRouting, unlimited } from '@legwork/sim';

const { capabilities } = unlimited;

/** Two switches without limits, of which neither knows of the other, and one agent. */
export const northAndSouth: EngineConfig = {
  switches: [
    { id: asId('north'), capabilities },
    { id: asId('south'), capabilities },
  ],
  routing: smallRouting(),
  agents: [{ id: asId('lan'), endpoint: asId('agent/lan'), skills: ['sales'] }],
  supervisors: [],
  policy: defaultPolicy,
};
