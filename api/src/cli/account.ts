import { createHash } from 'node:crypto';
import type { Fact, QueueId } from '@legwork/core';
import {
  createCallBook,
  createInterventionBook,
  createIntervalBook,
  createOccupancyBook,
  type CallFigures,
  type Day,
  type IntervalFigures,
  type InterventionFigures,
  type InterventionName,
  type Occupancy,
} from '@legwork/sim';

/** A day in figures, counted from its facts as they come. */
export interface Account {
  readonly calls: CallFigures;
  readonly occupancy: Occupancy;
  readonly supervisors: Readonly<Record<InterventionName, InterventionFigures>>;
  readonly halfHours: readonly IntervalFigures[];
  /** Inputs of the engine. */
  readonly events: number;
  readonly facts: number;
  /** SHA-256 over all facts, each as a line of JSON: equal where and only where everything that happened is. */
  readonly factsDigest: string;
  /** From the beginning of the day to the last event. */
  readonly virtualMs: number;
}

const HALF_HOUR_MS = 1_800_000;

/** What stands in the books at this moment. */
export interface Books {
  readonly calls: () => CallFigures;
  readonly account: () => Account;
}

/** Keeps account of a day, from before its first event on. */
export function keepAccount(day: Day): Books {
  const { queues } = day.world.config.routing;
  const thresholdOf = (queue: QueueId): number => queues[queue]?.serviceLevelMs ?? 0;
  const startMs = day.world.now();
  const calls = createCallBook(thresholdOf);
  const occupancy = createOccupancyBook();
  const interventions = createInterventionBook();
  const intervals = createIntervalBook({ startMs, intervalMs: HALF_HOUR_MS }, thresholdOf);
  const books = [calls, occupancy, interventions, intervals];
  const hash = createHash('sha256');
  let events = 0;
  let facts = 0;
  let lastMs = startMs;

  const note = (fact: Fact): void => {
    facts += 1;
    hash.update(`${JSON.stringify(fact)}\n`);
    for (const book of books) book.hear(fact);
  };
  day.world.onStep((at, _input, outputs) => {
    events += 1;
    lastMs = at;
    for (const output of outputs) if ('at' in output) note(output);
  });
  return {
    calls: () => calls.figures(),
    account: () => ({
      calls: calls.figures(),
      occupancy: occupancy.occupancy(lastMs),
      supervisors: interventions.figures(),
      halfHours: intervals.intervals(lastMs),
      events,
      facts,
      factsDigest: `sha256:${hash.copy().digest('hex')}`,
      virtualMs: lastMs - startMs,
    }),
  };
}
