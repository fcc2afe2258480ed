import { LONGEST_MS } from '../kernel/index.ts';
import type { RandomStreams } from '../kernel/index.ts';
import { kaplanMeier, lifetimeBeyond } from '../measure/index.ts';
import type { SurvivalCurve } from '../measure/index.ts';
import { callTypes, PAUSE_BETWEEN_SHIFTS_MS, workOf } from './trace.ts';
import type { CallType, Priority, Trace, TraceCaller, TraceDay } from './trace.ts';

/** A caller of a recorded day, to be let in again. All the rest, above all who waits how long, is for the replay to find out. */
export interface ReplayCaller {
  readonly id: string;
  readonly type: CallType;
  /** Counts if they have to queue. */
  readonly priority: Priority;
  /** When the call comes in, in ms from midnight. */
  readonly callsAtMs: number;
  /** How long the menu takes. */
  readonly menuMs: number;
  /** How long an agent is needed. */
  readonly serviceMs: number;
  /** How long the caller waits for an agent before giving up. */
  readonly patienceMs: number;
}

/** What the recording as a whole says about what single rows leave open. */
export interface TraceEstimates {
  /** Patience by type, from those who queued: who hung up showed it, who was served had more than was needed. */
  readonly patience: Readonly<Record<CallType, SurvivalCurve>>;
  /**
   * The priorities of each type, of those who queued. Of the others the recording does not know: nobody is identified in it who was put
   * through at once, and hardly anybody unidentified who had to wait, prospective customers apart.
   */
  readonly priorities: Readonly<Record<CallType, readonly Priority[]>>;
  /** The services of each type, in ms. */
  readonly servicesMs: Readonly<Record<CallType, readonly number[]>>;
  /**
   * What agents needed after a call: the pauses within a shift that they made although somebody waited whom they could serve.
   * Half of them are 5 s or less, some are minutes. Without them agents are faster than they were, and waits too short.
   */
  readonly afterCallMs: readonly number[];
}

export function estimatesOf(trace: Trace): TraceEstimates {
  const callers = trace.days.flatMap((day) => day.callers);
  const byType = <T>(estimate: (ofType: readonly TraceCaller[]) => T) =>
    Object.fromEntries(
      callTypes.map((type) => [type, estimate(callers.filter((caller) => caller.type === type))]),
    ) as Record<CallType, T>;
  return {
    patience: byType((ofType) =>
      kaplanMeier(
        ofType.filter(hasQueued).map(({ outcome }) => ({ ms: outcome.waitMs, ended: outcome.kind === 'abandoned' })),
      ),
    ),
    priorities: byType((ofType) => ofType.filter(hasQueued).map(({ priority }) => priority)),
    servicesMs: byType((ofType) =>
      ofType.flatMap(({ outcome }) => (outcome.kind === 'served' ? [outcome.service.lastsMs] : [])),
    ),
    afterCallMs: trace.days.flatMap(pausesAfterCallMs),
  };
}

const hasQueued = ({ outcome }: TraceCaller): boolean => outcome.waitMs > 0;

/** By how much the ends of wait and the beginnings of service differ in the recording. */
const CLOCK_TOLERANCE_MS = 2000;

function pausesAfterCallMs({ callers }: TraceDay): readonly number[] {
  const queued = callers.filter(hasQueued);
  return workOf(callers).flatMap(({ services, types }) =>
    services.flatMap((service, i) => {
      const next = services[i + 1];
      if (next === undefined) return [];
      const endMs = service.startMs + service.lastsMs;
      const pauseMs = next.startMs - endMs;
      if (pauseMs < 0 || pauseMs > PAUSE_BETWEEN_SHIFTS_MS) return [];
      const isAwaited = queued.some(
        ({ type, asksAtMs, outcome }) =>
          asksAtMs <= endMs && asksAtMs + outcome.waitMs > endMs + CLOCK_TOLERANCE_MS && types.includes(type),
      );
      return isAwaited ? [pauseMs] : [];
    }),
  );
}

/**
 * The callers of a recorded day with what the recording leaves open drawn for each:
 * - who gave up would have needed one of the services of that type;
 * - who was served would have waited at least as long as recorded: how much longer comes from the survival curve of the type,
 *   given that wait. Beyond the longest wait that somebody gave up, the hazard is that of all waits together;
 * - who was put through at once has one of the priorities of those who queued.
 *
 * Every caller takes one draw for each, needed or not, so that a change in the recording of one leaves the others alone.
 */
export function replayCallers(
  day: TraceDay,
  estimates: TraceEstimates,
  streams: RandomStreams,
): readonly ReplayCaller[] {
  const services = streams.stream('replay/service');
  const patience = streams.stream('replay/patience');
  const priorities = streams.stream('replay/priority');
  return day.callers.map((caller) => {
    const { id, type, priority, menuMs, asksAtMs, outcome } = caller;
    const drawnPriority = priorities.pick(orUnidentified(estimates.priorities[type]));
    const drawnServiceMs = services.pick(estimates.servicesMs[type]);
    const drawnPatienceMs = lifetimeBeyond(estimates.patience[type], outcome.waitMs, patience.open());
    return {
      id,
      type,
      priority: hasQueued(caller) ? priority : drawnPriority,
      callsAtMs: asksAtMs - menuMs,
      menuMs,
      serviceMs: outcome.kind === 'served' ? outcome.service.lastsMs : drawnServiceMs,
      patienceMs: outcome.kind === 'served' ? Math.min(drawnPatienceMs, LONGEST_MS) : outcome.waitMs,
    };
  });
}

const unidentified: readonly Priority[] = [0];
const orUnidentified = (priorities: readonly Priority[]): readonly Priority[] =>
  priorities.length > 0 ? priorities : unidentified;
