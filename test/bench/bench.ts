import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { dirname } from 'node:path';
import { measureExploring } from './explore.ts';
import type { Figure, FigureName } from './figure.ts';
import { compareWithErlangA } from './hour/statistics.ts';
import { measureHour } from './hour/hour.ts';
import { measureLive } from './live/memory.ts';
import { optionsOf } from './options.ts';
import { measureSoaking } from './soak.ts';
import { measureSteps } from './steps/steps.ts';
import { tableOf } from './table.ts';

// pnpm bench [--json] [--only steps,hour] [--runs 5] [--quick] [--out FILE]
//
// Measures what Legwork's speed is made of and prints a table, or the same as JSON, which it also writes to a file. Every figure is the median of
// at least five runs, in processor time, beside a baseline that is measured in turns with it.
const options = optionsOf(process.argv.slice(2));
if (typeof options === 'string') {
  process.stderr.write(`${options}\n`);
  process.exit(2);
}
const { only, isJson, out, ...extent } = options;

function* measured(): Generator<Figure> {
  const isChosen = (...names: readonly FigureName[]): boolean => names.some((name) => only.includes(name));
  if (isChosen('steps')) yield measureSteps(extent);
  if (isChosen('hour')) yield measureHour(extent);
  if (isChosen('memory', 'growth')) yield* measureLive(extent).filter(({ name }) => isChosen(name));
  if (isChosen('explore')) yield measureExploring(extent);
  if (isChosen('soak')) yield measureSoaking(extent);
  if (isChosen('statistics')) yield compareWithErlangA(extent);
}

if (process.stderr.isTTY) process.stderr.write(`measuring ${only.join(', ')}: some minutes\n`);
const figures: Figure[] = [];
for (const figure of measured()) {
  figures.push(figure);
  if (!isJson) process.stdout.write(`${figures.length > 1 ? '\n' : ''}${tableOf([figure])}\n`);
}

const [processor] = cpus();
const report = {
  node: process.version,
  processor: processor?.model ?? 'unknown',
  cores: cpus().length,
  memoryBytes: totalmem(),
  ...extent,
  figures,
};
const text = JSON.stringify(report, null, 2);
mkdirSync(dirname(out), { recursive: true });
writeFileSync(out, `${text}\n`);
process.stdout.write(isJson ? `${text}\n` : `\n${out}\n`);
