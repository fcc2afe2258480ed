import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { figureNames, type Figure } from '../bench/figure.ts';
import { optionsOf } from '../bench/options.ts';
import { figureNames as apiFigureNames, type ApiFigure } from '../bench/api/stage.ts';
import { createRunners, differences } from '../bench/steps/runners.ts';

const bench = join(import.meta.dirname, '../bench/bench.ts');
const apiBench = join(import.meta.dirname, '../bench/api/bench.ts');

test('the scripted calls come out the same, whoever runs them: a machine that has changed changes the hand-written one', () => {
  expect(differences(createRunners())).toEqual([]);
});

// Nothing that is measured here says anything about speed: everything is as small as can be.
test('the bench measures every figure beside a baseline, and writes what it prints', () => {
  const folder = mkdtempSync(join(tmpdir(), 'legwork-bench-'));
  const file = join(folder, 'deep', 'bench.json');
  try {
    const args = ['--json', '--quick', '--runs', '1', '--only', figureNames.join(), '--out', file];
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--no-warnings', bench, ...args], {
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(stdout);
    const { figures, ...about } = JSON.parse(stdout) as { readonly figures: readonly Figure[] };
    expect(about).toMatchObject({ isQuick: true, runs: 1, node: process.version });
    expect(figures.map(({ name }) => name)).toEqual(figureNames);
    for (const { rows } of figures) {
      expect(rows.length).toBeGreaterThan(0);
      for (const { value, runs, baseline, figure } of rows) {
        expect([value, baseline.value, figure]).toEqual([expect.any(Number), expect.any(Number), expect.any(Number)]);
        expect(runs.length).toBeGreaterThan(0);
        expect(baseline.runs.length).toBeGreaterThan(0);
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the bench of the service measures every figure beside the bare thing', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--no-warnings', apiBench, '--json', '--quick'], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  const { figures } = JSON.parse(stdout) as { readonly figures: readonly ApiFigure[] };
  expect(figures.map(({ name }) => name).toSorted()).toEqual(apiFigureNames.toSorted());
  for (const { rows } of figures) {
    expect(rows.length).toBeGreaterThan(0);
    for (const { value, baseline } of rows)
      expect([value, baseline.value]).toEqual([expect.any(Number), expect.any(Number)]);
  }
});

test('a figure that there is not is refused, with those that there are', () => {
  expect(optionsOf(['--only', 'steps,miles'])).toBe(`no such figure: miles; there are ${figureNames.join(', ')}`);
});

test('what there is no option for is refused by name; the two dashes that a package manager passes on are none', () => {
  expect(optionsOf(['--fast'])).toContain("'--fast'");
  expect(optionsOf(['--', '--quick'])).toMatchObject({ isQuick: true });
});

test('fewer than five runs are no measurement, unless nobody is to believe it', () => {
  expect(optionsOf(['--runs', '4'])).toBe('--runs is a whole number, at least 5');
  expect(optionsOf(['--runs', '4', '--quick'])).toMatchObject({ runs: 4, isQuick: true });
});

test('what is no speed is measured where it is asked for', () => {
  expect(optionsOf([])).toMatchObject({ only: figureNames.filter((name) => name !== 'statistics') });
  expect(optionsOf(['--only', 'statistics'])).toMatchObject({ only: ['statistics'] });
});
