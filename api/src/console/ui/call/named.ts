import { useState } from 'react';
import type { Hearing } from './hearing.ts';
import type { Happening } from './ladder.ts';

/** What the parties of a call's legs are called, as far as it has been seen. It is kept while the call is shown: legs end before the call does. */
export const useLegNames = (hearing: Hearing | undefined): ReadonlyMap<string, string> => {
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map());
  const fresh = hearing?.legs.filter(({ id, name }) => names.get(id) !== name) ?? [];
  if (fresh.length > 0) setNames(new Map([...names, ...fresh.map(({ id, name }) => [id, name] as const)]));
  return names;
};

/** The same with names of people and queues for their ids, where they are known. */
export const named = (
  happening: Happening,
  ofLegs: ReadonlyMap<string, string>,
  nameOf: (id: string) => string,
  queueOf: (id: string) => string,
): Happening => {
  const { kind } = happening;
  if (kind === 'legCreated') return { ...happening, name: ofLegs.get(happening.leg) ?? nameOf(happening.name) };
  if (kind === 'queued') return { ...happening, queue: queueOf(happening.queue) };
  return kind === 'asked' ? { ...happening, by: nameOf(happening.by) } : happening;
};
