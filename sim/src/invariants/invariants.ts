import { agentsFree } from './agents-free.ts';
import { audience } from './audience.ts';
import { audit } from './audit.ts';
import { commandsEnd } from './commands-end.ts';
import { convergence } from './convergence.ts';
import type { Invariant } from './invariant.ts';
import { legsEnd } from './legs-end.ts';
import { oneHandover } from './one-handover.ts';
import { placed } from './placed.ts';
import { replay } from './replay.ts';
import { whisper } from './whisper.ts';

/** The ten, in the order of their numbers. */
export const invariants: readonly Invariant[] = [
  legsEnd,
  audience,
  whisper,
  oneHandover,
  placed,
  commandsEnd,
  convergence,
  audit,
  agentsFree,
  replay,
];
