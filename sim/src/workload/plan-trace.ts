import { loadRouting, type Routing } from '@legwork/core';
import { createStreams } from '../kernel/index.ts';
import { DAY_MS, dayNumber } from './civil.ts';
import type { AgentPlan, CallerPlan, DayPlan } from './plan.ts';
import { replayCallers, type ReplayCaller, type TraceEstimates } from './replay.ts';
import { callTypes, type TraceDay } from './trace.ts';

/**
 * A recorded day, to be lived again: the callers of the recording come, who was there is there, and everything else is left to the engine.
 *
 * Each day is a world of its own. The centre closes at night and nobody waits over it, so that nothing is carried from one day to the next; a day
 * alone can be replayed and explained alone.
 *
 * - The calls come in when they did, and spend as long in the menu as they did. A queue for each type; whoever has high priority waits in a twin of it
 *   with the head start of a minute and a half that the bank gave them. An agent who becomes free takes whoever, head start added, has waited longest.
 * - Agents are there in the shifts inferred from `server`, serve the types that they served that day, and pick up at once, as the recording has them do.
 *   After a call each takes a pause drawn from those that agents made while somebody waited for them.
 * - The bank's network adds a few milliseconds to each step, which the recording, kept in seconds, would not show.
 */
export function planTraceDay(day: TraceDay, estimates: TraceEstimates, seed: number): DayPlan {
  const streams = createStreams(seed).replication(dayOf(day));
  const afterCall = streams.stream('replay/afterCall');
  const callers = replayCallers(day, estimates, streams)
    .map((caller): ReplayCaller & { readonly afterCallMs: number } => ({
      ...caller,
      afterCallMs: estimates.afterCallMs.length === 0 ? 0 : afterCall.pick(estimates.afterCallMs),
    }))
    .sort((one, other) => one.callsAtMs - other.callsAtMs);
  const times = day.shifts.flatMap(({ fromMs, toMs }) => [fromMs, toMs]);
  const calls = callers.map(({ callsAtMs }) => callsAtMs);
  return {
    title: day.date,
    seed: streams.stream('replay/day').integer(0, Number.MAX_SAFE_INTEGER),
    midnightMs: dayOf(day) * DAY_MS,
    fromMs: least([...times, ...calls]),
    toMs: -least([...times, ...calls].map((ms) => -ms)),
    routing,
    callers: callers.map(callerOf),
    agents: agentsOf(day),
    supervisors: [],
    answering: () => ({ kind: 'answers', afterMs: 0 }),
    faults: [],
    latencyMs: [1, 5],
  };
}

const least = (values: readonly number[]): number => values.reduce((some, other) => Math.min(some, other), Infinity);

function dayOf({ date }: TraceDay): number {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  return dayNumber(year, month, day) as number;
}

function callerOf(caller: ReplayCaller & { readonly afterCallMs: number }, n: number): CallerPlan {
  const { type, priority, callsAtMs, menuMs, serviceMs, patienceMs, afterCallMs } = caller;
  return {
    from: `+9725${String(n + 1).padStart(8, '0')}`,
    dials: priority === 2 ? `${type}-high` : type,
    atMs: callsAtMs,
    promptMs: () => menuMs,
    leavesMenuAfterMs: null,
    patienceMs,
    serviceMs,
    // No time at all would be "as long as the queue says".
    afterCallMs: Math.max(1, afterCallMs),
    agentHangsUp: false,
    doings: [],
  };
}

function agentsOf({ shifts }: TraceDay): readonly AgentPlan[] {
  return [...new Set(shifts.map(({ agent }) => agent))].map((id) => {
    const own = shifts.filter(({ agent }) => agent === id);
    return {
      id,
      skills: [...new Set(own.flatMap(({ types }) => types))],
      shifts: own.map(({ fromMs, toMs }) => ({ fromMs, toMs })),
      backAfterMissMs: () => 0,
    };
  });
}

const HEAD_START_MS = 90_000;

/** Long enough never to end a wait or a pause: patience and the recorded pauses do. */
const WITHOUT_END_MS = DAY_MS;

const routing: Routing = (() => {
  const lines = callTypes.flatMap((type): readonly { id: string; skills: readonly string[]; headStartMs: number }[] => [
    { id: type, skills: [type], headStartMs: 0 },
    { id: `${type}-high`, skills: [type], headStartMs: HEAD_START_MS },
  ]);
  const loaded = loadRouting({
    hotlines: lines.map(({ id }) => ({ number: id, name: id, entry: `${id}-menu` })),
    nodes: Object.fromEntries([
      ['bye', { kind: 'hangUp', cause: 'normal' }],
      ...lines.flatMap(({ id }) => [
        [`${id}-menu`, { kind: 'announce', prompt: 'menu', next: `${id}-queue` }],
        [`${id}-queue`, { kind: 'queue', queue: id, overflow: 'bye' }],
      ]),
    ]) as unknown,
    queues: Object.fromEntries(
      lines.map(({ id, skills, headStartMs }) => [
        id,
        {
          name: id,
          skills,
          headStartMs,
          priority: 0,
          ringTimeoutMs: 30_000,
          maxSize: 100_000,
          maxWaitMs: 0,
          wrapUpMs: WITHOUT_END_MS,
          serviceLevelMs: 20_000,
        },
      ]),
    ),
  });
  if (!loaded.ok)
    throw new Error(`bug: ${loaded.problems.map(({ path, problem }) => `${path} ${problem}`).join('\n')}`);
  return loaded.routing;
})();
