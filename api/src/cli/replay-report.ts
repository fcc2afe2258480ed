import { wrapped } from './page.ts';
import type { ReplaySummary } from './replay-summary.ts';
import { table } from './table.ts';
import { spaced } from './words.ts';

/** A replay for people to read: recorded beside replayed, in lines of `width` characters at most wherever they can be broken. */
export function replayReportOf(summary: ReplaySummary, width: number): string {
  const { file, seed, complete, columns, rows, days, all, events, performance } = summary;
  const sides = beside('recorded', 'replayed');
  const lines = days.map(({ date, weekday, ...both }) => line(`${weekday} ${date}`, both));
  const text = (words: string): string => wrapped(words, width, '    ');
  const bullets = (all: readonly string[]): string => all.map((words) => text(`  ${words}`)).join('\n');
  return [
    `${file}, seed ${seed}${complete ? '' : ' (stopped before its end)'}`,
    table(
      [
        ['', 'calls', 'mean wait, s', 'abandoned, %', 'mean service, s'],
        ['', '', sides, sides, sides],
        ...lines,
        line('all', all),
      ],
      width,
    ),
    `inputs, from the recording\n${bullets(columns.inputs)}\noutputs, of the simulation\n${bullets(columns.outputs)}`,
    [
      `rows: ${rows.all}, of these ${rows.used} used${complete ? '' : `, ${rows.notReached} not reached`}`,
      `not used: ${counts(rows.skipped)}`,
      `used although something is wrong with them: ${counts(rows.mended)}`,
    ]
      .map(text)
      .join('\n'),
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
    beside(seconds(recorded.meanWaitMs), seconds(simulated.meanWaitMs)),
    beside(percent(recorded.shareAbandoned), percent(simulated.shareAbandoned)),
    beside(seconds(recorded.meanServiceMs), seconds(simulated.meanServiceMs)),
  ];
}

/** Two figures in one column, so that a week fits a narrow page. */
const beside = (recorded: string, replayed: string): string => `${recorded.padStart(8)} ${replayed.padStart(8)}`;

const counts = (byReason: Readonly<Record<string, number>>): string =>
  Object.entries(byReason)
    .map(([reason, count]) => `${spaced(reason)} ${count}`)
    .join(', ');
const seconds = (ms: number | null): string => (ms === null ? '–' : (ms / 1000).toFixed(1));
const percent = (share: number | null): string => (share === null ? '–' : (share * 100).toFixed(1));
