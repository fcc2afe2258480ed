import { useCallback } from 'react';
import { whenLeaving } from '../session/leaving.ts';
import { me } from '../session/me.ts';
import { createStore, useStore, type Store } from '../state/store.ts';
import type { Agent, Call, Queue, Supervisor } from './client.ts';

type Names = Store<ReadonlyMap<string, string>>;
const newNames = (): Names => createStore<ReadonlyMap<string, string>>(new Map());

/** What people and queues are called, by their ids. */
const names = newNames();
const queues = newNames();
whenLeaving(() => {
  for (const known of [names, queues]) known.set(new Map());
});

const learn = (said: Iterable<readonly [id: string, name: string]>, of: Names = names): void => {
  const known = of.get();
  const news = [...said].filter(([id, name]) => known.get(id) !== name);
  if (news.length > 0) of.set(new Map([...known, ...news]));
};

export const learnQueues = (known: readonly Queue[]): void =>
  learn(
    known.map(({ id, name }) => [id, name]),
    queues,
  );

export const learnPeople = (people: readonly (Agent | Supervisor)[]): void =>
  learn(people.map(({ id, name }) => [id, name]));

/** Of supervisors of other teams it is learnt from the calls at which they are seen. */
export const learnPresent = (calls: readonly Call[]): void =>
  learn(
    calls.flatMap(({ supervisors, party }) => [
      ...supervisors.map(({ supervisor, name }) => [supervisor, name] as const),
      ...(party?.kind === 'supervisor' ? [[party.id, party.name] as const] : []),
    ]),
  );

/** Says what somebody is called; their id where that is not known. */
export const useNames = (): ((id: string) => string) => {
  const known = useStore(names);
  const who = useStore(me);
  return useCallback(
    (id) => known.get(id) ?? (who !== 'asking' && who?.supervisor === id ? who.name : id),
    [known, who],
  );
};

/** What a queue is called now; its id where that is not known. */
export const queueName = (id: string): string => queues.get().get(id) ?? id;

/** Says what a queue is called; its id where that is not known. */
export const useQueueNames = (): ((id: string) => string) => {
  const known = useStore(queues);
  return useCallback((id) => known.get(id) ?? id, [known]);
};
