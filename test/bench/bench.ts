import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { measureExploring } from './explore.ts';
import { figureNames, type Extent, type Figure, type FigureName } from './figure.ts';
import { measureHour } from './hour/hour.ts';
import { measureLive } from './live/memory.ts';
import { measureSteps } from './steps/steps.ts';
import { tableOf } from './table.ts';

// pnpm bench [--json] [--only steps,hour] [--runs 5] [--quick] [--out FILE]
//
// Measures what Legwork's speed is made of and prints a table, or the same as JSON, which it also writes to a file. Every figure is the median of
// at least five runs, in processor time, beside a baseline that is measured in turns with it.
const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: figureNames.join() },
    runs: { type: 'string', default: '5' },
    out: { type: 'string', default: join(import.meta.dirname, '..', '..', '.cache', 'bench', 'bench.json') },
  },
});

const chosen = values.only.split(',');
const unknown = chosen.filter((name) => !figureNames.some((one) => one === name));
const runs = Number(values.runs);
if (unknown.length > 0) fail(`no such figure: ${unknown.join(', ')}; there are ${figureNames.join(', ')}`);
if (!Number.isInteger(runs) || runs < 1 || (runs < 5 && !values.quick)) fail('--runs is a whole number, at least 5');

function* measured(): Generator<Figure> {
  const extent: Extent = { runs, isQuick: values.quick };
  const isChosen = (...names: readonly FigureName[]): boolean => names.some((name) => chosen.includes(name));
  if (isChosen('steps')) yield measureSteps(extent);
  if (isChosen('hour')) yield measureHour(extent);
  if (isChosen('memory', 'growth')) yield* measureLive(extent);
  if (isChosen('explore')) yield measureExploring(extent);
}

const figures: Figure[] = [];
for (const figure of measured()) {
  figures.push(figure);
  if (!values.json) process.stdout.write(`${figures.length > 1 ? '\n' : ''}${tableOf([figure])}\n`);
}

const [processor] = cpus();
const report = {
  node: process.version,
  processor: processor?.model ?? 'unknown',
  cores: cpus().length,
  memoryBytes: totalmem(),
  isQuick: values.quick,
  runs,
  figures,
};
const text = JSON.stringify(report, null, 2);
mkdirSync(dirname(values.out), { recursive: true });
writeFileSync(values.out, `${text}\n`);
process.stdout.write(values.json ? `${text}\n` : `\n${values.out}\n`);

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}
