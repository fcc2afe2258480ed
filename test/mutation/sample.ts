import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

export interface Mutant {
  readonly fileName: string;
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly location: unknown;
}

const root = join(import.meta.dirname, '../..');
const file = join(root, '.cache/mutation/population.json');
/** How many mutants there were to draw from, the last time. */
export const population = (): number => Number(readFileSync(file, 'utf8'));
export const writePopulation = (size: number): void => writeFileSync(file, String(size));

/**
 * So many of them, by chance. Each has its place in an order that the seed gives: the larger sample contains the smaller one, and a mutant keeps its
 * place while others come and go.
 */
export const draw = <One extends Mutant>(mutants: readonly One[], size: number, seed: number): readonly One[] => {
  const placeOf = ({ fileName, mutatorName, replacement, location }: Mutant): string =>
    createHash('sha256')
      .update(JSON.stringify([seed, relative(root, fileName), mutatorName, replacement, location]))
      .digest('hex');
  return mutants
    .map((mutant) => ({ mutant, place: placeOf(mutant) }))
    .toSorted((one, other) => (one.place < other.place ? -1 : 1))
    .slice(0, size)
    .map(({ mutant }) => mutant);
};
