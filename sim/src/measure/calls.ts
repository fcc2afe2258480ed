import type { CallId, Fact, FactOf, QueueId } from '@legwork/core';
import { quantile } from './quantile.ts';
import { createTally } from './tally.ts';

/** What became of the calls of a time, counted from facts alone. */
export interface CallFigures {
  /** Every call that came in: served + abandoned + turnedAway + stillThere. */
  readonly offered: number;
  /** Somebody talked with the caller. */
  readonly served: number;
  /** The caller left before anybody talked with them. */
  readonly abandoned: number;
  /** Of these: left before an agent was asked for. */
  readonly abandonedInMenu: number;
  /** Ended by the centre before anybody talked with the caller: closed, full, or waited too long. */
  readonly turnedAway: number;
  readonly stillThere: number;
  /** In ms, from the first queueing to the first conversation. */
  readonly waitOfServed: WaitFigures;
  /** The same together with the waits of those who left while waiting, up to when they left. */
  readonly waitOfAll: WaitFigures;
  readonly meanTalkMs: number;
  readonly serviceLevel: ServiceLevel;
}

/** NaN where nobody waited. */
export interface WaitFigures {
  readonly meanMs: number;
  readonly p90Ms: number;
}

/** `good` are the calls answered within the threshold of their queue. Three definitions are in use; each is NaN over nobody. */
export interface ServiceLevel {
  readonly good: number;
  /** Abandoned after more than the threshold. */
  readonly abandonedLate: number;
  /** good / served */
  readonly ofServed: number;
  /** good / (served + abandoned after the threshold) */
  readonly ofServedAndLate: number;
  /** good / offered */
  readonly ofOffered: number;
}

export interface CallBook {
  hear(fact: Fact): void;
  figures(): CallFigures;
}

/** Counts calls. `thresholdOf` is the time within which a call of that queue ought to be answered, in ms. */
export function createCallBook(thresholdOf: (queue: QueueId) => number): CallBook {
  const there = new Map<CallId, { hasQueued: boolean }>();
  const counts = { offered: 0, served: 0, abandoned: 0, abandonedInMenu: 0, turnedAway: 0, good: 0, abandonedLate: 0 };
  const served: number[] = [];
  const left: number[] = [];
  const talk = createTally();

  function closed({ call, queue, waitMs, talkMs, ...fact }: FactOf<'call.closed'>): void {
    const hasQueued = there.get(call)?.hasQueued === true;
    there.delete(call);
    const isLate = queue !== null && waitMs > thresholdOf(queue);
    if (fact.served) {
      counts.served += 1;
      served.push(waitMs);
      talk.add(talkMs);
      if (!isLate) counts.good += 1;
    } else if (fact.abandoned) {
      counts.abandoned += 1;
      if (!hasQueued) counts.abandonedInMenu += 1;
      else left.push(waitMs);
      if (isLate) counts.abandonedLate += 1;
    } else {
      counts.turnedAway += 1;
    }
  }

  return {
    hear(fact) {
      if (fact.type === 'call.created') {
        counts.offered += 1;
        there.set(fact.call, { hasQueued: false });
      } else if (fact.type === 'call.queued') {
        const call = there.get(fact.call);
        if (call !== undefined) call.hasQueued = true;
      } else if (fact.type === 'call.closed') {
        closed(fact);
      }
    },
    figures() {
      const { good, abandonedLate, ...rest } = counts;
      return {
        ...rest,
        stillThere: there.size,
        waitOfServed: waitFigures(served),
        waitOfAll: waitFigures([...served, ...left]),
        meanTalkMs: talk.mean,
        serviceLevel: {
          good,
          abandonedLate,
          ofServed: good / counts.served,
          ofServedAndLate: good / (counts.served + abandonedLate),
          ofOffered: good / counts.offered,
        },
      };
    },
  };
}

function waitFigures(waitsMs: readonly number[]): WaitFigures {
  const tally = createTally();
  for (const ms of waitsMs) tally.add(ms);
  return { meanMs: tally.mean, p90Ms: quantile(waitsMs, 0.9) };
}
