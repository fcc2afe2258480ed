import { createPoissonArrivals, createSampler, type RandomStreams } from '../kernel/index.ts';
import { doingsOf } from './plan-doings.ts';
import type { CallerPlan } from './plan.ts';
import type { Scenario } from './scenario.ts';
import { atShare } from './shares.ts';

/**
 * Everybody who calls on the day of a scenario, in the order in which they call.
 *
 * Each type has its own streams, one for each decision, and every decision is drawn for every caller, wanted or not: a change to one type, to a rate or
 * to a distribution leaves all other draws as they were, and two variants of a day meet the same callers.
 */
export function planCallers(scenario: Scenario, streams: RandomStreams): readonly CallerPlan[] {
  const busyness = busynessOf(scenario.arrivals.busynessCv, streams);
  const callers = Object.keys(scenario.callers).flatMap((type) => callersOfType(scenario, type, busyness, streams));
  return callers
    .sort((one, other) => one.atMs - other.atMs)
    .map((caller, n) => ({ ...caller, from: numberOf(n, scenario.callerNumbers) }));
}

/** The number of the n-th caller, from 0. Where the scenario says of how many digits, they look as if drawn: a step that shares no factor with 10. */
function numberOf(n: number, numbers: Scenario['callerNumbers']): string {
  if (numbers === undefined) return `+9725${String(n + 1).padStart(8, '0')}`;
  const { prefix, digits } = numbers;
  return `${prefix}${String(((n + 1) * 7_368_787) % 10 ** digits).padStart(digits, '0')}`;
}

function callersOfType(
  { day, arrivals, callers, talks, prompts }: Scenario,
  type: string,
  busyness: number,
  streams: RandomStreams,
): readonly Omit<CallerPlan, 'from'>[] {
  const of = callers[type];
  const rates = arrivals.perHour[type];
  if (of === undefined || rates === undefined) throw new RangeError(`the scenario has no callers of type ${type}`);
  const stream = (decision: string) => streams.stream(`callers/${type}/${decision}`);
  const [service, patience] = [createSampler(of.serviceMs), createSampler(of.patienceMs)];
  const announcements = Object.entries(prompts).map(([name, ms]) => ({ name, sampler: createSampler(ms) }));
  const doings = doingsOf(talks, stream);
  const perHour = rates.map((rate) => rate * busyness);
  const profile = { startMs: day.fromMs, intervalMs: arrivals.intervalMs, perHour };
  const source = createPoissonArrivals(profile, stream('arrivals'));

  const found: Omit<CallerPlan, 'from'>[] = [];
  for (let atMs = source.nextMs(); atMs < Infinity; atMs = source.nextMs()) {
    const lasts = new Map(announcements.map(({ name, sampler }) => [name, sampler.sampleMs(stream(`prompt/${name}`))]));
    const leaves = stream('leaves').chance(of.leaveInMenuShare);
    const leavesAfterMs = Math.round(stream('leavesAfter').uniform() * Math.min(...lasts.values()));
    const serviceMs = service.sampleMs(stream('service'));
    found.push({
      atMs,
      dials: atShare(of.dials, stream('dials').uniform()).number,
      promptMs: (prompt) => lasts.get(prompt) ?? UNKNOWN_PROMPT_MS,
      leavesMenuAfterMs: leaves ? leavesAfterMs : null,
      patienceMs: patience.sampleMs(stream('patience')),
      serviceMs,
      afterCallMs: null,
      agentHangsUp: stream('hangsUp').chance(talks.agentHangsUpFirstShare),
      doings: doings(serviceMs),
    });
  }
  return found;
}

/** An announcement of which the scenario does not say how long it takes. */
const UNKNOWN_PROMPT_MS = 2000;

function busynessOf(cv: number, streams: RandomStreams): number {
  if (cv === 0) return 1;
  return createSampler({ kind: 'gamma', meanMs: 1, cv }).draw(streams.stream('callers/busyness'));
}
