import type { CallId, Fact, FactOf, QueueId } from '@legwork/core';

/** Half an hour, or another interval, of a day. Calls count where they came in. */
export interface IntervalFigures {
  /** In ms on the clock of the facts. */
  readonly fromMs: number;
  readonly offered: number;
  readonly served: number;
  readonly abandoned: number;
  /** Good / (served + abandoned after the threshold); NaN over nobody. */
  readonly serviceLevel: number;
  /** How many waited, on average over the interval. */
  readonly meanWaiting: number;
  readonly maxWaiting: number;
}

export interface IntervalBook {
  hear(fact: Fact): void;
  /** All intervals from the first up to the one of `untilMs`. */
  intervals(untilMs: number): readonly IntervalFigures[];
}

/** Counts by interval, from facts alone. `thresholdOf` is that of the service level, in ms. */
export function createIntervalBook(
  { startMs, intervalMs }: { readonly startMs: number; readonly intervalMs: number },
  thresholdOf: (queue: QueueId) => number,
): IntervalBook {
  const rows: Row[] = [];
  const cameIn = new Map<CallId, Row>();
  const waiting = new Set<CallId>();
  let countedMs = startMs;

  function rowAt(atMs: number): Row {
    const place = Math.max(0, Math.floor((atMs - startMs) / intervalMs));
    while (rows.length <= place) rows.push(newRow());
    return rows[place] as Row;
  }

  /** Lets those who wait go on waiting up to that time, interval by interval. */
  function countUntil(atMs: number): void {
    while (countedMs < atMs) {
      const row = rowAt(countedMs);
      const endMs = startMs + (Math.floor((countedMs - startMs) / intervalMs) + 1) * intervalMs;
      const nextMs = Math.min(endMs, atMs);
      row.waitingMs += waiting.size * (nextMs - countedMs);
      row.maxWaiting = Math.max(row.maxWaiting, waiting.size);
      countedMs = nextMs;
    }
  }

  function closed({ call, queue, waitMs, served, abandoned }: FactOf<'call.closed'>): void {
    const row = cameIn.get(call);
    cameIn.delete(call);
    if (row === undefined) return;
    const isLate = queue !== null && waitMs > thresholdOf(queue);
    if (served) row.served += 1;
    if (served && !isLate) row.good += 1;
    if (abandoned) row.abandoned += 1;
    if (abandoned && isLate) row.late += 1;
  }

  return {
    hear(fact) {
      if (fact.type === 'call.created') {
        const row = rowAt(fact.at);
        row.offered += 1;
        cameIn.set(fact.call, row);
      } else if (fact.type === 'call.queued') {
        countUntil(fact.at);
        waiting.add(fact.call);
      } else if (fact.type === 'call.changed') {
        if (fact.state !== 'talking' && fact.state !== 'closing') return;
        countUntil(fact.at);
        waiting.delete(fact.call);
      } else if (fact.type === 'call.closed') {
        countUntil(fact.at);
        waiting.delete(fact.call);
        closed(fact);
      }
    },
    intervals(untilMs) {
      countUntil(untilMs);
      return rows.map(({ offered, served, abandoned, good, late, waitingMs, maxWaiting }, n) => {
        const fromMs = startMs + n * intervalMs;
        const lastsMs = Math.min(intervalMs, Math.max(1, untilMs - fromMs));
        const serviceLevel = good / (served + late);
        return { fromMs, offered, served, abandoned, serviceLevel, meanWaiting: waitingMs / lastsMs, maxWaiting };
      });
    },
  };
}

interface Row {
  offered: number;
  served: number;
  abandoned: number;
  good: number;
  late: number;
  waitingMs: number;
  maxWaiting: number;
}

const newRow = (): Row => ({ offered: 0, served: 0, abandoned: 0, good: 0, late: 0, waitingMs: 0, maxWaiting: 0 });
