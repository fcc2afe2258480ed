import type { CallFigures, RecordedFigures, Trace, TraceDay } from '@legwork/sim';

/** A recorded day and what the engine made of it. */
export interface ReplayedDay {
  readonly date: string;
  readonly weekday: TraceDay['weekday'];
  readonly recorded: RecordedFigures;
  readonly simulated: CallFigures;
  readonly events: number;
}

export interface Replayed {
  readonly file: string;
  readonly seed: number;
  /** Whether every day was replayed that has callers. */
  readonly complete: boolean;
  readonly trace: Trace;
  readonly days: readonly ReplayedDay[];
  readonly wallMs: number;
}

/** The same four figures for both sides. Times are ms. */
interface Side {
  readonly calls: number;
  readonly served: number;
  readonly abandoned: number;
  readonly shareAbandoned: number;
  readonly meanWaitMs: number;
  readonly meanServiceMs: number;
}

/** Which columns of the recording a replay is given, and what it has to bring forth itself. */
const columns = {
  inputs: [
    'type and priority: who calls; the priority of who was put through at once, drawn from those who queued',
    'vru_time: how long the menu takes',
    'q_start, without a queue vru_exit: when the caller asks for an agent',
    'ser_time: how long the service takes; for who gave up, one drawn from those of the type',
    'q_time of who gave up: the patience; for who was served, drawn beyond the recorded wait',
    'server, ser_start, ser_exit: the shifts of the agents and what they can serve; the pauses between calls, for all together',
  ],
  outputs: [
    'waits (q_time of the served)',
    'who abandons (outcome, q_exit)',
    'who serves which call, and when (server, ser_start, ser_exit)',
  ],
} as const;

export type ReplaySummary = ReturnType<typeof replaySummaryOf>;

export function replaySummaryOf({ file, seed, complete, trace, days, wallMs }: Replayed) {
  const used = days.reduce((sum, { recorded }) => sum + recorded.calls, 0);
  const events = days.reduce((sum, day) => sum + day.events, 0);
  return {
    file,
    seed,
    complete,
    columns,
    rows: {
      all: trace.rows,
      used,
      /** Of days that were not replayed any more. */
      notReached: trace.days.reduce((sum, { callers }) => sum + callers.length, -used),
      skipped: trace.skipped,
      mended: trace.mended,
    },
    days: days.map(({ date, weekday, recorded, simulated }) => ({
      date,
      weekday,
      recorded: shown(recordedSide(recorded)),
      simulated: shown(simulatedSide(simulated)),
    })),
    all: {
      recorded: shown(together(days.map(({ recorded }) => recordedSide(recorded)))),
      simulated: shown(together(days.map(({ simulated }) => simulatedSide(simulated)))),
    },
    events,
    performance: {
      wallSeconds: Number((wallMs / 1000).toFixed(3)),
      eventsPerSecond: Math.round(events / (wallMs / 1000)),
      node: process.version,
    },
  };
}

const recordedSide = ({
  calls,
  served,
  abandoned,
  shareAbandoned,
  meanWaitMs,
  meanServiceMs,
}: RecordedFigures): Side => ({
  calls,
  served,
  abandoned,
  shareAbandoned,
  meanWaitMs,
  meanServiceMs,
});

const simulatedSide = ({ offered, served, abandoned, waitOfServed, meanTalkMs }: CallFigures): Side => ({
  calls: offered,
  served,
  abandoned,
  shareAbandoned: abandoned / offered,
  meanWaitMs: waitOfServed.meanMs,
  meanServiceMs: meanTalkMs,
});

/** All days as one: shares of all calls, means over all who were served. */
function together(sides: readonly Side[]): Side {
  const sum = (of: (side: Side) => number): number => sides.reduce((total, side) => total + of(side), 0);
  const [calls, served, abandoned] = [
    sum((side) => side.calls),
    sum((side) => side.served),
    sum((side) => side.abandoned),
  ];
  // A day on which nobody was served has no means.
  const overServed = (of: (side: Side) => number): number =>
    sum((side) => (side.served === 0 ? 0 : of(side) * side.served)) / served;
  return {
    calls,
    served,
    abandoned,
    shareAbandoned: abandoned / calls,
    meanWaitMs: overServed((side) => side.meanWaitMs),
    meanServiceMs: overServed((side) => side.meanServiceMs),
  };
}

function shown({ shareAbandoned, meanWaitMs, meanServiceMs, ...counts }: Side) {
  return {
    ...counts,
    shareAbandoned: rounded(shareAbandoned, 4),
    meanWaitMs: rounded(meanWaitMs, 0),
    meanServiceMs: rounded(meanServiceMs, 0),
  };
}

/** Null for what there is no figure of, because JSON has no NaN. */
const rounded = (value: number, digits: number): number | null =>
  Number.isFinite(value) ? Number(value.toFixed(digits)) : null;
