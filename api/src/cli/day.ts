import { fileURLToPath } from 'node:url';
import { openDay, parseScenario, planScenario, ScenarioError, type DayPlan } from '@legwork/sim';
import { keepAccount } from './account.ts';
import { exits } from './exits.ts';
import { watchForInterruption } from './interruption.ts';
import { checkInvariants } from './invariants.ts';
import { liveThrough, MINUTE_MS } from './pace.ts';
import { pageWidth } from './page.ts';
import { showProgress } from './progress.ts';
import { reportOf } from './report.ts';
import { summaryOf } from './summary.ts';
import { textOf, UsageError } from './usage.ts';

export interface DayOptions {
  readonly fast?: true;
  readonly json?: true;
  readonly seed?: number;
  readonly scenario?: string;
}

/** A whole day at a readable speed. */
const READABLE_MS = 85_000;

/** Lets a working day pass: progress while it does, and what it came to. */
export async function passDay(options: DayOptions): Promise<void> {
  const file = options.scenario ?? fileURLToPath(import.meta.resolve('@legwork/sim/scenarios/bank.yaml'));
  const plan = planOf(file, options.seed);
  const day = openDay(plan, { keepFacts: false });
  const books = keepAccount(day);
  const { checked, finish } = checkInvariants(day);
  const interruption = watchForInterruption();
  const progress = showProgress(day, options.json === true ? process.stderr : process.stdout, books.calls);

  const startedMs = performance.now();
  try {
    await liveThrough(day, {
      msPerMinute: options.fast === true ? 0 : READABLE_MS / ((plan.toMs - plan.fromMs) / MINUTE_MS),
      isStopped: () => interruption.isAsked,
      onMinute: () => progress.show(),
    });
    if (day.isOver) finish();
  } finally {
    progress.end();
    interruption.forget();
  }
  const wallMs = performance.now() - startedMs;

  const summary = summaryOf({
    day,
    scenario: options.scenario ?? 'bank',
    account: books.account(),
    checked: checked(),
    wallMs,
    isPaced: options.fast !== true,
  });
  process.stdout.write(
    options.json === true ? `${JSON.stringify(summary)}\n` : `${reportOf(summary, pageWidth(process.stdout))}\n`,
  );
  if (interruption.isAsked) process.exitCode = exits.interrupted;
  else if (summary.invariants.violations > 0) process.exitCode = exits.violated;
}

/** @throws UsageError with everything that is wrong with the scenario: file, line, and what is allowed. */
function planOf(file: string, seed: number | undefined): DayPlan {
  const text = textOf(file, 'scenario');
  try {
    return planScenario(parseScenario(text, file), seed);
  } catch (error) {
    if (error instanceof ScenarioError)
      throw new UsageError(`the scenario is wrong\n${error.message}`, { cause: error });
    throw error;
  }
}
