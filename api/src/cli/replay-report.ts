import type { ReplaySummary } from './replay-summary.ts';
import { table } from './table.ts';
import { spaced } from './words.ts';

/** A replay for people to read: recorded beside simulated. */
export function replayReportOf(summary: ReplaySummary): string {
  const { file, seed, complete, columns, rows, days, all, events, performance } = summary;
  const head = ['', 'calls', 'mean wait, s', '', 'abandoned, %', '', 'mean service, s', ''];
  const sides = ['', '', 'recorded', 'simulated', 'recorded', 'simulated', 'recorded', 'simulated'];
  const lines = days.map(({ date, weekday, ...both }) => line(`${weekday} ${date}`, both));
  return [
    `${file}, seed ${seed}${complete ? '' : ' (stopped before its end)'}`,
    table([head, sides, ...lines, line('all', all)]),
    `inputs, from the recording\n${bullets(columns.inputs)}\noutputs, of the simulation\n${bullets(columns.outputs)}`,
    [
      `rows: ${rows.all}, of these ${rows.used} used`,
      `not used: ${counts(rows.skipped)}`,
      `used although something is wrong with them: ${counts(rows.mended)}`,
    ].join('\n'),
    `${events} events in ${performance.wallSeconds} s, ${performance.eventsPerSecond} a second`,
  ].join('\n\n');
}

function line(
  name: string,
  { recorded, simulated }: Pick<ReplaySummary['all'], 'recorded' | 'simulated'>,
): readonly string[] {
  return [
    name,
    String(recorded.calls),
    seconds(recorded.meanWaitMs),
    seconds(simulated.meanWaitMs),
    percent(recorded.shareAbandoned),
    percent(simulated.shareAbandoned),
    seconds(recorded.meanServiceMs),
    seconds(simulated.meanServiceMs),
  ];
}

const bullets = (lines: readonly string[]): string => lines.map((text) => `  ${text}`).join('\n');
const counts = (byReason: Readonly<Record<string, number>>): string =>
  Object.entries(byReason)
    .map(([reason, count]) => `${spaced(reason)} ${count}`)
    .join(', ');
const seconds = (ms: number | null): string => (ms === null ? '–' : (ms / 1000).toFixed(1));
const percent = (share: number | null): string => (share === null ? '–' : (share * 100).toFixed(1));
