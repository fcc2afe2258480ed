import type { HearingJson, Party } from '../service/client.ts';

/** A leg of a call that can hear or be heard. */
export interface HearingLeg {
  readonly id: string;
  /** What its party is in the call: a supervisor who took over is an agent's place, and a supervisor all the same. */
  readonly part: 'customer' | 'agent' | 'target' | 'guest' | 'supervisor';
  readonly name: string;
  readonly party: Party | null;
}

type Pairs = HearingJson['is'];

/** Who hears whom in a call: what is so, and what was asked for and may be so already. */
export interface Hearing {
  readonly legs: readonly HearingLeg[];
  hears(listener: string, speaker: string): boolean;
  mayHear(listener: string, speaker: string): boolean;
}

export const hearingOf = ({ legs, is, may }: HearingJson): Hearing => ({
  legs: legs
    .filter(({ state }) => state !== 'ended')
    .map(({ id, role, party, endpoint }) => ({
      id,
      part: role === 'seat' || party?.kind === 'supervisor' ? 'supervisor' : role,
      name: party?.name ?? endpoint.replace(/^.*\//, ''),
      party,
    })),
  hears: among(is),
  mayHear: among(may),
});

const among = (pairs: Pairs): ((listener: string, speaker: string) => boolean) => {
  const known = new Set(pairs.map(({ listener, speaker }) => `${listener} ${speaker}`));
  return (listener, speaker) => known.has(`${listener} ${speaker}`);
};
