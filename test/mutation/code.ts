import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parts, type Part } from './parts.ts';

/**
 * Breaks the code of core with Stryker, part by part, and sees whether the tests of the part notice:
 *
 *   npm run mutate:code -- [--only acd] [--survivors] [--most 300]
 *
 * With `--most` a mutant that so many stories have not noticed counts as one that survives: quicker, and never better than the truth.
 * Fails where less than 85 % are noticed in all parts together.
 */
const needed = 0.85;
const root = join(import.meta.dirname, '../..');
const report = join(root, '.cache/mutation/stryker.json');
const { values: options } = parseArgs({
  options: { only: { type: 'string' }, survivors: { type: 'boolean', default: false }, most: { type: 'string' } },
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
interface Score {
  readonly name: string;
  readonly noticed: number;
  readonly survived: number;
  readonly uncovered: number;
}

const breakPart = ({ name, mutate, runner = 'vitest' }: Part): Score => {
  const { status, stdout, stderr } = spawnSync(
    'stryker',
    [
      'run',
      'test/mutation/stryker.config.json',
      '--mutate',
      [...mutate, '!**/index.ts'].join(),
      '--testRunner',
      runner,
      // With fewer tests a mutant is done long before all of them would be.
      '--timeoutFactor',
      options.most === undefined ? '3' : '1',
      '--incrementalFile',
      `.cache/mutation/${name.replaceAll(/\W+/g, '-')}.json`,
    ],
    {
      cwd: root,
      env: { ...process.env, MUTATED_PART: name, MOST_TESTS: options.most ?? 'Infinity' },
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    },
  );
  if (status !== 0) throw new Error(`Stryker failed on ${name}:\n${stdout}\n${stderr}`);
  const { files } = JSON.parse(readFileSync(report, 'utf8')) as Report;
  const mutants = Object.values(files).flatMap((file) => file.mutants);
  const count = (...statuses: readonly Mutant['status'][]): number =>
    mutants.filter((one) => statuses.includes(one.status)).length;
  if (options.survivors) for (const [path, file] of Object.entries(files)) listSurvivors(path, file);
  return { name, noticed: count('Killed', 'Timeout'), survived: count('Survived'), uncovered: count('NoCoverage') };
};

const listSurvivors = (path: string, { source, mutants }: Report['files'][string]): void => {
  const lines = source.split('\n');
  for (const { status, mutatorName, replacement, location } of mutants) {
    if (status !== 'Survived' && status !== 'NoCoverage') continue;
    print(`${path}:${location.start.line} ${status} ${mutatorName}`);
    print(`  - ${lines[location.start.line - 1]?.trim() ?? ''}`);
    print(`  + ${(replacement ?? '').replaceAll(/\s+/g, ' ').slice(0, 160)}`);
  }
};

const line = ({ name, noticed, survived, uncovered }: Score): string => {
  const all = noticed + survived + uncovered;
  const score = all === 0 ? '' : `${((noticed / all) * 100).toFixed(1)} %`;
  return `${name.padEnd(20)}${[all, noticed, survived, uncovered].map((n) => String(n).padStart(11)).join('')}${score.padStart(11)}`;
};

mkdirSync(join(root, '.cache/mutation'), { recursive: true });
const scores: Score[] = [];
for (const part of parts.filter(({ name }) => options.only === undefined || name === options.only))
  scores.push(breakPart(part));
const total = scores.reduce<Score>(
  (sum, one) => ({
    name: 'all',
    noticed: sum.noticed + one.noticed,
    survived: sum.survived + one.survived,
    uncovered: sum.uncovered + one.uncovered,
  }),
  { name: 'all', noticed: 0, survived: 0, uncovered: 0 },
);
print(
  `${'part'.padEnd(20)}${['mutants', 'noticed', 'survived', 'uncovered', 'score'].map((word) => word.padStart(11)).join('')}`,
);
for (const one of [...scores, total]) print(line(one));
writeFileSync(join(root, '.cache/mutation/code.json'), `${JSON.stringify([...scores, total], null, 2)}\n`);
if (total.noticed < needed * (total.noticed + total.survived + total.uncovered)) process.exitCode = 1;
