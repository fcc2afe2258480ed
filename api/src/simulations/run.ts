import { openDay, parseScenario, planScenario } from '@legwork/sim';
import { keepAccount } from '../cli/account.ts';
import type { RunFigures } from './simulation.ts';

/** Runs a scenario once, as fast as it goes. The same seed gives the same figures. */
export const runScenario = (scenario: string, seed: number): RunFigures => {
  const day = openDay(planScenario(parseScenario(scenario), seed), { keepFacts: false });
  const books = keepAccount(day);
  while (!day.isOver) day.runUntil(day.clockMs() + HOUR_MS);
  const { calls, occupancy, halfHours } = books.account();
  const { offered, served, abandoned, turnedAway } = calls;
  return {
    seed,
    offered,
    served,
    abandoned,
    turnedAway,
    serviceLevel: known(calls.serviceLevel.ofServedAndLate),
    shareAbandoned: known(abandoned / offered),
    meanWaitMs: known(calls.waitOfServed.meanMs),
    p90WaitMs: known(calls.waitOfServed.p90Ms),
    meanTalkMs: known(calls.meanTalkMs),
    occupancy: known(occupancy.value),
    // Nobody calls after the day, however long the last calls take.
    halfHours: halfHours
      .filter(({ fromMs }) => fromMs < day.plan.midnightMs + day.plan.toMs)
      .map(({ fromMs, offered, served, abandoned, serviceLevel, meanWaiting }) => ({
        fromMs: fromMs - day.plan.midnightMs,
        offered,
        served,
        abandoned,
        serviceLevel: known(serviceLevel),
        meanWaiting: known(meanWaiting),
      })),
  };
};

const HOUR_MS = 3_600_000;

/** JSON has no NaN. */
const known = (value: number): number | null => (Number.isFinite(value) ? value : null);
