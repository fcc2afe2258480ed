import { basename } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import {
  createCallBook,
  estimatesOf,
  openDay,
  parseTrace,
  planTraceDay,
  recordedFigures,
  TraceError,
  type Trace,
  type TraceDay,
  type TraceEstimates,
} from '@legwork/sim';
import { exits } from './exits.ts';
import { watchForInterruption } from './interruption.ts';
import { pageWidth } from './page.ts';
import { replayReportOf } from './replay-report.ts';
import { replaySummaryOf, type ReplayedDay } from './replay-summary.ts';
import { textOf, UsageError } from './usage.ts';

export interface ReplayOptions {
  readonly json?: true;
  readonly seed?: number;
}

/** The seed where none is asked for. What the recording leaves open is drawn with it: pauses, and the patience of who was served. */
const SEED = 1;

/** Replays a recording through the engine, a world for each day, and sets what was simulated beside what was recorded. */
export async function replayTrace(file: string, { json, seed = SEED }: ReplayOptions): Promise<void> {
  const trace = traceOf(file);
  const estimates = estimatesOf(trace);
  const interruption = watchForInterruption();
  const startedMs = performance.now();
  const days: ReplayedDay[] = [];
  const withCallers = trace.days.filter(({ callers }) => callers.length > 0);
  for (const day of withCallers) {
    process.stderr.write(`${day.date}  ${day.callers.length} calls\n`);
    days.push(replayed(day, estimates, seed));
    // Ctrl-C is heard between two days.
    await setImmediate();
    if (interruption.isAsked) break;
  }
  interruption.forget();
  const wallMs = performance.now() - startedMs;
  const complete = days.length === withCallers.length;
  const summary = replaySummaryOf({ file: basename(file), seed, complete, trace, days, wallMs });
  process.stdout.write(
    json === true ? `${JSON.stringify(summary)}\n` : `${replayReportOf(summary, pageWidth(process.stdout))}\n`,
  );
  if (interruption.isAsked) process.exitCode = exits.interrupted;
}

/** @throws UsageError that says which line of which file is wrong. */
function traceOf(file: string): Trace {
  const text = textOf(file, 'recording');
  try {
    const trace = parseTrace(text);
    if (trace.days.some(({ callers }) => callers.length > 0)) return trace;
    const skipped = Object.values(trace.skipped).reduce((sum, count) => sum + count, 0);
    throw new UsageError(`${file} has no call that can be replayed: ${trace.rows} rows, ${skipped} of them unusable`);
  } catch (error) {
    if (error instanceof TraceError)
      throw new UsageError(`${file} is no recording: ${error.message}`, { cause: error });
    throw error;
  }
}

function replayed(recorded: TraceDay, estimates: TraceEstimates, seed: number): ReplayedDay {
  const day = openDay(planTraceDay(recorded, estimates, seed), { keepFacts: false });
  const book = createCallBook(() => 0);
  let events = 0;
  day.world.onStep((_at, _input, outputs) => {
    events += 1;
    for (const output of outputs) if ('at' in output) book.hear(output);
  });
  day.world.settle();
  return {
    date: recorded.date,
    weekday: recorded.weekday,
    recorded: recordedFigures(recorded),
    simulated: book.figures(),
    events,
  };
}
