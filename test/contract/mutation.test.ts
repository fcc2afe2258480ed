import { globSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { parts } from '../mutation/parts.ts';
import { draw } from '../mutation/sample.ts';
import { estimate } from '../mutation/score.ts';

const root = join(import.meta.dirname, '../..');
const sources = (pattern: string): readonly string[] => globSync(pattern, { cwd: root });

/** What is said of the mutants of core is said of all of its code. */
test('every file of core is broken in one part, but what only lists others, has only types, or configures the machine of a call', () => {
  const configures = ['handover', 'hold', 'life', 'machine', 'recording', 'words'].map(
    (file) => `core/src/call/${file}.ts`,
  );
  const apart = [...sources('core/src/{ports/*,**/index}.ts'), ...configures];
  const broken = parts.flatMap(({ mutate }) => mutate.flatMap(sources)).filter((file) => !apart.includes(file));
  expect(new Set(broken).size).toBe(broken.length);
  expect([...broken, ...apart].toSorted()).toEqual(sources('core/src/**/*.ts').toSorted());
});

test('the tests of every part are there', () => {
  for (const { tests } of parts)
    for (const pattern of tests) expect(sources(`test/${pattern}`), pattern).not.toHaveLength(0);
});

describe('a sample of mutants', () => {
  const mutants = Array.from({ length: 1_000 }, (_, n) => ({
    fileName: 'core/src/acd/acd.ts',
    mutatorName: 'ArithmeticOperator',
    location: { start: { line: n, column: 1 }, end: { line: n, column: 5 } },
  }));

  it('is another for another seed, and a part of the larger sample of the same', () => {
    const small = draw(mutants, 100, 1);
    expect(new Set(small).size).toBe(100);
    expect(draw(mutants, 200, 1)).toEqual(expect.arrayContaining([...small]));
    expect(draw(mutants, 100, 2)).not.toEqual(small);
  });

  it('does not change with the order in which they come', () => {
    expect(draw(mutants.toReversed(), 100, 1)).toEqual(draw(mutants, 100, 1));
  });

  it('favours none: of many samples each mutant is in as many as the others', () => {
    const drawn = Array.from({ length: 400 }, (_, seed) => draw(mutants.slice(0, 20), 5, seed)).flat();
    for (const mutant of mutants.slice(0, 20)) {
      const times = drawn.filter((one) => one === mutant).length;
      expect(times).toBeGreaterThan(60);
      expect(times).toBeLessThan(140);
    }
  });
});

describe('the score of a sample', () => {
  const score = (mutants: number, tried: number, noticed: number) => ({
    name: 'one',
    mutants,
    tried,
    noticed,
    survived: tried - noticed,
    uncovered: 0,
  });

  it('is exact where every mutant has been tried', () => {
    expect(estimate([score(40, 40, 36)])).toEqual({ score: 0.9, low: 0.9, high: 0.9 });
  });

  it('lies in the interval that Wilson has for a sample of very many', () => {
    const { score: share, low, high } = estimate([score(1e9, 100, 90)]);
    expect(share).toBeCloseTo(0.9, 9);
    expect(low).toBeCloseTo(0.8256, 4);
    expect(high).toBeCloseTo(0.9448, 4);
  });

  it('weighs every part by its mutants, and not by how many were tried of it', () => {
    const { score: share } = estimate([score(900, 100, 100), score(100, 100, 0)]);
    expect(share).toBeCloseTo(0.9, 9);
  });

  it('is surer of a part of which more was tried', () => {
    const width = (tried: number): number => {
      const { low, high } = estimate([score(400, tried, tried * 0.9)]);
      return high - low;
    };
    expect(width(200)).toBeLessThan(width(100));
    expect(width(390)).toBeLessThan(width(200) / 4);
  });
});
