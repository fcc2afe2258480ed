import { loadRouting, type Routing } from '@legwork/core';
import { createStreams } from '../kernel/index.ts';
import { DAY_MS, dayNumber } from './civil.ts';
import type { AgentPlan, CallerPlan, DayPlan } from './plan.ts';
import { replayCallers, type ReplayCaller, type TraceEstimates } from './replay.ts';
import { callTypes, type Priority, type TraceDay } from './trace.ts';

/**
 * A recorded day, to be lived again: the callers of the recording come, who was there is there, and everything else is left to the engine.
 *
 * Each day is a world of its own. The centre closes at night and nobody waits over it, so that nothing is carried from one day to the next; a day
 * alone can be replayed and explained alone.
 *
 * - The calls come in when they did, and spend as long in the menu as they did. There is a queue for each type and priority, with the head starts that
 *   show in the recording: a minute and a half of high priority over regular, and as much of regular over unidentified. An agent who becomes free takes
 *   whoever, head start added, has waited longest.
 * - Agents are there in the shifts inferred from `server`, serve the types that they served that day, and pick up at once, as the recording has them do.
 *   After a call each takes a pause drawn from those that agents made while somebody waited for them.
 * - Each step takes a few milliseconds on its way, which a recording kept in seconds would not show.
 *
 * For the fortnight of the bank, over six seeds, callers wait 32.6 s in the mean where 34.3 s were recorded, and 11.2 % give up for 11.6 %. What is
 * left is mostly one thing: 60 % are put through at once, and were 52 %. A pause of less than ten minutes in which nobody waits counts as being free,
 * and some of these agents were away; what they did then the recording does not say. Prospective customers, the last in every line, feel it most (42 s
 * for 51 s). Messages wait longer than they did (35 s for 16 s): they were call-backs, made when there was time. And 274 calls were served by nobody
 * who is named: here they take the time of those who are.
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
    dials: `${type}-${priority}`,
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

const priorities: readonly Priority[] = [0, 1, 2];

/** For each step of priority. In the recording nobody is taken before somebody who waits for that agent and has waited longer by more than this. */
const HEAD_START_MS = 90_000;

/** Long enough never to end a wait or a pause: patience and the recorded pauses do. */
const WITHOUT_END_MS = DAY_MS;

const routing: Routing = (() => {
  const lines = callTypes.flatMap((type) =>
    priorities.map((priority) => ({
      id: `${type}-${priority}`,
      skills: [type],
      headStartMs: priority * HEAD_START_MS,
    })),
  );
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
