import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parts, type Part } from './parts.ts';
import { population } from './sample.ts';
import { estimate, type Score } from './score.ts';

/**
 * Breaks the code of core with Stryker, part by part, and sees whether the tests of the part notice:
 *
 *   npm run mutate:code -- [--only acd --only flow] [--survivors] [--sample 200 [--seed 1]] [--most 300]
 *
 * With `--sample` so many mutants of each part are drawn and tried, and the interval is printed in which the share of all of them lies.
 * With `--most` a mutant that so many stories have not noticed counts as one that survives: quicker, and never better than the truth.
 * Fails where less than 85 % are noticed in all parts together.
 */
const needed = 0.85;
const root = join(import.meta.dirname, '../..');
const report = join(root, '.cache/mutation/stryker.json');
const { values: options } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    survivors: { type: 'boolean', default: false },
    sample: { type: 'string', default: 'Infinity' },
    seed: { type: 'string', default: '1' },
    most: { type: 'string', default: 'Infinity' },
  },
});
const print = (line: string): void => void process.stdout.write(`${line}\n`);

interface Report {
  readonly files: {
    readonly [path: string]: { readonly source: string; readonly mutants: readonly Mutant[] };
  };
}
interface Mutant {
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly status: 'Killed' | 'Survived' | 'NoCoverage' | 'Timeout' | 'Ignored' | 'RuntimeError' | 'CompileError';
  readonly location: { readonly start: Position; readonly end: Position };
}
interface Position {
  readonly line: number;
  readonly column: number;
}
const breakPart = ({ name, mutate, runner = 'stories', configures = false }: Part): Score => {
  const { most, sample, seed } = options;
  const { status, stdout, stderr } = spawnSync(
    'stryker',
    [
      'run',
      'test/mutation/stryker.config.json',
      '--mutate',
      [...mutate, '!**/index.ts'].join(),
      '--testRunner',
      runner,
      ...(configures ? ['--ignoreStatic'] : []),
      // With fewer tests a mutant is done long before all of them would be.
      '--timeoutFactor',
      most === 'Infinity' ? '3' : '1',
    ],
    {
      cwd: root,
      env: {
        ...process.env,
        MUTATED_PART: name,
        MOST_TESTS: most,
        SAMPLE_SIZE: sample,
        SAMPLE_SEED: seed,
      },
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    },
  );
  if (status !== 0) throw new Error(`Stryker failed on ${name}:\n${stdout}\n${stderr}`);
  const { files } = JSON.parse(readFileSync(report, 'utf8')) as Report;
  const found = Object.entries(files).flatMap(([path, { source, mutants }]) =>
    mutants.map((mutant): Found => ({ ...mutant, path, lines: source.split('\n') })),
  );
  const count = (...statuses: readonly Mutant['status'][]): number =>
    found.filter((one) => statuses.includes(one.status)).length;
  if (options.survivors) for (const one of found) listSurvivor(one);
  return {
    name,
    mutants: population(),
    tried: found.filter(({ status }) => status !== 'Ignored').length,
    // What cannot even be loaded is noticed by whoever loads it.
    noticed: count('Killed', 'Timeout', 'RuntimeError'),
    survived: count('Survived'),
    uncovered: count('NoCoverage'),
  };
};

interface Found extends Mutant {
  readonly path: string;
  readonly lines: readonly string[];
}
const listSurvivor = ({ path, lines, status, mutatorName, replacement, location }: Found): void => {
  if (status !== 'Survived' && status !== 'NoCoverage') return;
  print(`${path}:${location.start.line} ${status} ${mutatorName}`);
  print(`  - ${lines[location.start.line - 1]?.trim() ?? ''}`);
  print(`  + ${(replacement ?? '').replaceAll(/\s+/g, ' ').slice(0, 160)}`);
};

const columns = ['mutants', 'tried', 'noticed', 'survived', 'uncovered'] as const;
const heading = `${'part'.padEnd(20)}${[...columns, 'score'].map((word) => word.padStart(11)).join('')}`;
const line = (name: string, ofIt: readonly Score[]): string => {
  const sums = columns.map((column) => ofIt.reduce((sum, one) => sum + one[column], 0));
  const { score, low, high } = estimate(ofIt);
  const [percent, from, to] = [score, low, high].map((share) => (share * 100).toFixed(1));
  const interval = low < high ? `  (${from} to ${to})` : '';
  return `${name.padEnd(20)}${sums.map((n) => String(n).padStart(11)).join('')}${`${percent} %`.padStart(11)}${interval}`;
};

mkdirSync(join(root, '.cache/mutation'), { recursive: true });
const scores: Score[] = [];
for (const part of parts.filter(({ name }) => options.only?.includes(name) ?? true)) scores.push(breakPart(part));
print(heading);
for (const one of scores) print(line(one.name, [one]));
print(line('all', scores));
writeFileSync(join(root, '.cache/mutation/code.json'), `${JSON.stringify(scores, null, 2)}\n`);
if (estimate(scores).score < needed) process.exitCode = 1;
