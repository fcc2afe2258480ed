import type { Outcome } from '@legwork/core';
import { interventions, type Day, type WaitFigures } from '@legwork/sim';
import type { Account } from './account.ts';
import type { Checked } from './invariants.ts';

/** What a day came to. The same scenario and seed give the same summary, `performance` apart. */
export type Summary = ReturnType<typeof summaryOf>;

/** How a figure is defined, where the field has more than one definition. */
export const definitions = {
  offered: 'every call that came in = served + abandoned + turnedAway + stillThere',
  abandoned: 'the caller left before anybody talked with them, in the menu or in a queue',
  turnedAway: 'the centre ended the call before anybody talked with the caller: closed, full, or waited too long',
  wait: 'from the first queueing to the first conversation; for who left while waiting, to the hang-up',
  good: 'served, and answered within the threshold',
  ofServed: 'good / served',
  ofServedAndLate: 'good / (served + abandoned after the threshold)',
  ofOffered: 'good / offered',
  occupancy: '(reserved + talking + after-call) / (available + reserved + talking + after-call); away does not count',
} as const;

export interface Ran {
  readonly day: Day;
  readonly scenario: string;
  readonly account: Account;
  readonly checked: Checked;
  readonly wallMs: number;
  /** Whether the day was held up so that it can be watched; how fast it went then says nothing. */
  readonly isPaced: boolean;
}

export function summaryOf({ day, scenario, account, checked, wallMs, isPaced }: Ran) {
  const { plan } = day;
  const { calls, occupancy, supervisors, halfHours, events, facts, factsDigest, virtualMs } = account;
  const { serviceLevel } = calls;
  return {
    scenario,
    title: plan.title,
    seed: plan.seed,
    complete: day.isOver,
    calls: {
      offered: calls.offered,
      served: calls.served,
      abandoned: calls.abandoned,
      abandonedInMenu: calls.abandonedInMenu,
      turnedAway: calls.turnedAway,
      stillThere: calls.stillThere,
    },
    waitMs: { served: waitOf(calls.waitOfServed), all: waitOf(calls.waitOfAll) },
    meanTalkMs: rounded(calls.meanTalkMs),
    serviceLevel: {
      thresholdMs: thresholdsOf(day),
      good: serviceLevel.good,
      abandonedLate: serviceLevel.abandonedLate,
      ofServed: rounded(serviceLevel.ofServed, 4),
      ofServedAndLate: rounded(serviceLevel.ofServedAndLate, 4),
      ofOffered: rounded(serviceLevel.ofOffered, 4),
    },
    occupancy: rounded(occupancy.value, 4),
    supervisors,
    supervisorsTotal: totalOf(supervisors),
    faults: faultsOf(day),
    invariants: checked,
    halfHours: halfHours.map(({ fromMs, serviceLevel, meanWaiting, maxWaiting, ...counts }) => ({
      from: clockText(fromMs - plan.midnightMs),
      ...counts,
      serviceLevel: rounded(serviceLevel, 4),
      meanWaiting: rounded(meanWaiting, 2),
      maxWaiting,
    })),
    definitions,
    virtualMs,
    events,
    facts,
    factsDigest,
    performance: {
      wallSeconds: rounded(wallMs / 1000, 3),
      eventsPerSecond: isPaced ? null : rounded(events / (wallMs / 1000)),
      node: process.version,
    },
  };
}

const waitOf = ({ meanMs, p90Ms }: WaitFigures) => ({ mean: rounded(meanMs), p90: rounded(p90Ms) });

/** One number where all queues have the same threshold. */
function thresholdsOf({ plan: { routing } }: Day): number | Readonly<Record<string, number>> {
  const thresholds = Object.entries(routing.queues).map(([id, { serviceLevelMs }]) => [id, serviceLevelMs] as const);
  const [first] = thresholds;
  const isOne = first !== undefined && thresholds.every(([, ms]) => ms === first[1]);
  return isOne ? first[1] : Object.fromEntries(thresholds);
}

function totalOf(supervisors: Account['supervisors']): Readonly<Record<Outcome | 'asked', number>> {
  const total = { asked: 0, done: 0, refused: 0, failed: 0, cancelled: 0, timedOut: 0, callGone: 0 };
  for (const name of interventions) {
    for (const key of Object.keys(total) as (keyof typeof total)[]) total[key] += supervisors[name][key];
  }
  return total;
}

function faultsOf({ world }: Day) {
  const byKind = { drop: 0, duplicate: 0, delay: 0, reorder: 0 };
  for (const { rule, struck } of world.faults) byKind[rule.kind] += struck;
  return { injected: Object.values(byKind).reduce((sum, count) => sum + count, 0), ...byKind };
}

/** To `digits` places; null for what there is no figure of, because JSON has no NaN. */
function rounded(value: number, digits = 0): number | null {
  return Number.isFinite(value) ? Number(value.toFixed(digits)) : null;
}

/** A time of day: `07:05`. */
export function clockText(clockMs: number): string {
  const minutes = Math.floor(clockMs / 60_000);
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
