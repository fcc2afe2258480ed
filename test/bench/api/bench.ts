import { cpus } from 'node:os';
import { openCrowd } from './crowd.ts';
import { measureAcknowledgement, measureCommands, measureRows, type ApiFigure } from './figures.ts';

// pnpm bench:api [--json] [--quick]
//
// Measures a durable engine in real time with many live calls, each figure beside the bare thing of the same run. With --quick: fewer calls,
// shorter; then the figures say little.
const isJson = process.argv.includes('--json');
const isQuick = process.argv.includes('--quick');
const calls = isQuick ? 500 : 10_000;
const seconds = isQuick ? 1 : 10;

const crowd = await openCrowd(calls);
const figures: ApiFigure[] = [
  await measureAcknowledgement(crowd, 200, seconds),
  await measureAcknowledgement(crowd, 2_000, seconds),
  await measureCommands(crowd, isQuick ? 2_000 : 40_000),
  await measureRows(crowd, isQuick ? 3_000 : 50_000),
];
const residentMb = Math.round(process.memoryUsage.rss() / 1e6);
await crowd.close();

const lineOf = ({ name, measured, unit, bare, byProcessor, wanted }: ApiFigure): string =>
  [
    name.padEnd(32),
    `${measured} ${unit}`.padEnd(14),
    (bare === null ? '' : `bare ${bare} ${unit}`).padEnd(20),
    (byProcessor === null
      ? ''
      : `by processor time ${byProcessor.measured}, bare ${byProcessor.bare ?? 'none'}`
    ).padEnd(46),
    wanted,
  ].join(' ');
const report = { node: process.version, cores: cpus().length, calls, residentMb, figures };
process.stdout.write(
  isJson
    ? `${JSON.stringify(report, null, 2)}\n`
    : `${calls} live calls, ${residentMb} MB\n${figures.map(lineOf).join('\n')}\n`,
);
process.exit(0);
