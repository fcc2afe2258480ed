import { whenLeaving } from '../session/leaving.ts';
import { createStore } from '../state/store.ts';
import { clockOf } from '../words/time.ts';
import type { QueueState } from './use-queues.ts';

export type AlertKind = 'waiting' | 'wait' | 'level';

/** A target that is missed. */
export interface Alert {
  readonly id: string;
  readonly queue: string;
  readonly kind: AlertKind;
  readonly value: string;
  readonly target: string;
  readonly since: number;
  readonly acknowledged: boolean;
}

/** Every target that is missed now, the newest first. One that is met again is gone, and with it that somebody knew. */
export const alerts = createStore<readonly Alert[]>([]);
whenLeaving(() => alerts.set([]));

export const acknowledge = (ids: readonly string[]): void =>
  alerts.set(alerts.get().map((alert) => (ids.includes(alert.id) ? { ...alert, acknowledged: true } : alert)));

/** Compares the queues with their targets. */
export const checkTargets = (queues: readonly QueueState[], now: number): void => {
  const before = new Map(alerts.get().map((alert) => [alert.id, alert]));
  const found = queues
    .flatMap((queue) => missed(queue))
    .map((alert): Alert => {
      const known = before.get(alert.id);
      return { ...alert, since: known?.since ?? now, acknowledged: known?.acknowledged ?? false };
    });
  found.sort((a, b) => b.since - a.since);
  if (JSON.stringify(found) !== JSON.stringify(alerts.get())) alerts.set(found);
};

type Missed = Pick<Alert, 'id' | 'queue' | 'kind' | 'value' | 'target'>;

const missed = ({ id, name, waiting, longestMs, serviceLevel, targets }: QueueState): readonly Missed[] => {
  const alert = (kind: AlertKind, value: string, target: string): Missed => ({
    id: `${id} ${kind}`,
    queue: name,
    kind,
    value,
    target,
  });
  const percent = serviceLevel === null ? null : Math.round(serviceLevel * 100);
  return [
    ...(waiting > targets.maxWaiting ? [alert('waiting', String(waiting), String(targets.maxWaiting))] : []),
    ...(longestMs > targets.maxWaitSeconds * 1_000
      ? [alert('wait', clockOf(longestMs), clockOf(targets.maxWaitSeconds * 1_000))]
      : []),
    ...(percent !== null && percent < targets.minLevelPercent
      ? [alert('level', `${percent} %`, `${targets.minLevelPercent} %`)]
      : []),
  ];
};
