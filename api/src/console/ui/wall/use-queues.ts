import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useFigures, type Figures } from '../live/figures.ts';
import { calls } from '../service/live.ts';
import { queuesQuery, recentQuery } from '../service/queries.ts';
import type { CallRecord, Queue } from '../service/client.ts';
import { mayI } from '../session/me.ts';
import { shownNow } from '../state/clock.ts';
import { useStore } from '../state/store.ts';
import { serviceLevels, shareOf } from './service-level.ts';
import { queueTargets, targetsOf, usualTargets, type Targets } from './targets.ts';

/** A queue as the wall shows it: counted from the live calls, and from those that ended in the last half hour. */
export interface QueueState {
  readonly id: string;
  readonly name: string;
  readonly waiting: number;
  readonly longestMs: number;
  readonly talking: number;
  readonly serviceLevel: number | null;
  readonly targets: Targets;
}

/** The house as a whole. */
export interface House {
  readonly targets: Targets;
  readonly serviceLevel: number | null;
}

const noQueues: readonly Queue[] = [];
const noRecords: readonly CallRecord[] = [];

/** What the service levels are counted from; nothing where somebody may not see it. */
const useCounted = (): { readonly queues: readonly Queue[]; readonly records: readonly CallRecord[] } => {
  const queues = useQuery({ ...queuesQuery, enabled: mayI('queues.read') }).data ?? noQueues;
  const records = useQuery({ ...recentQuery, enabled: mayI('records.read') }).data ?? noRecords;
  return { queues, records };
};

export const useQueues = (): readonly QueueState[] => {
  const figures = useFigures();
  const { queues, records } = useCounted();
  const set = useStore(queueTargets);
  return useMemo(() => statesOf(figures, queues, records, set), [figures, queues, records, set]);
};

const statesOf = (
  figures: Figures,
  queues: readonly Queue[],
  records: readonly CallRecord[],
  set: Readonly<Record<string, Targets>>,
): readonly QueueState[] => {
  const known = new Map(queues.map((queue) => [queue.id, queue]));
  const levels = serviceLevels(records, calls.all(), queues, shownNow());
  const ids = [...new Set([...known.keys(), ...figures.queues.keys()])].sort();
  return ids.map((id) => ({
    id,
    name: known.get(id)?.name ?? id,
    waiting: figures.queues.get(id)?.waiting ?? 0,
    longestMs: figures.queues.get(id)?.longestMs ?? 0,
    talking: figures.queues.get(id)?.talking ?? 0,
    serviceLevel: shareOf(levels.get(id)),
    targets: targetsOf(set, id, known.get(id)?.thresholds),
  }));
};

/** Of the house: the targets that queues usually have, and the service level of all of them together. */
export const useHouse = (figures: Figures): House => {
  const { queues, records } = useCounted();
  return useMemo(() => {
    let [inTime, of] = [0, 0];
    for (const level of serviceLevels(records, calls.all(), queues, shownNow()).values()) {
      inTime += level.inTime;
      of += level.of;
    }
    return { targets: usualTargets, serviceLevel: shareOf({ inTime, of }) };
  }, [figures, queues, records]);
};
