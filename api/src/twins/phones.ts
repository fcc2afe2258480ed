import type { EndpointBehaviour } from '@legwork/sim';
import type { Answering } from './control.ts';

/** What phones do: as they were told, and otherwise they answer after a while. */
export interface Phones {
  behaviourOf(phone: string): EndpointBehaviour;
  set(phone: string, answering: Answering): void;
}

export const createPhones = (answersAfterMs: number): Phones => {
  const behaviours: Readonly<Record<Answering, EndpointBehaviour>> = {
    answers: { kind: 'answers', afterMs: answersAfterMs },
    ringsOut: { kind: 'ringsOut' },
    rejects: { kind: 'rejects', afterMs: answersAfterMs },
    isBusy: { kind: 'busy', afterMs: 20 },
    isUnreachable: { kind: 'unreachable', afterMs: 20 },
  };
  const set = new Map<string, Answering>();
  return {
    behaviourOf: (phone) => behaviours[set.get(phone) ?? 'answers'],
    set: (phone, answering) => void set.set(phone, answering),
  };
};
