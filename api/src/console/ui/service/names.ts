import { myself } from '../session/me.ts';
import type { Call } from './client.ts';
import { agents } from './live.ts';

const supervisors = new Map<string, string>();

/** Supervisors are on no list: what they are called is learnt from the calls at which they are seen. */
export const learnNames = (calls: readonly Call[]): void => {
  for (const { supervisors: seats, party } of calls) {
    for (const { supervisor, name } of seats) supervisors.set(supervisor, name);
    if (party?.kind === 'supervisor') supervisors.set(party.id, party.name);
  }
};

/** What somebody is called; their id where that is not known. */
export const nameOf = (id: string): string => {
  const mine = myself();
  return agents.get(id)?.name ?? supervisors.get(id) ?? (mine?.supervisor === id ? mine.name : id);
};
