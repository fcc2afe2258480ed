import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The mutants that are tried: all of them, or a sample. Stryker tells its reporters what it is about to try; this one draws from the list, and leaves
 * no more than that in it. Where Stryker kept a list of its own all would be tried, and be counted as such.
 *
 * Each mutant has its place in an order that the seed gives: the larger sample contains the smaller one, and a mutant keeps its place while others
 * come and go.
 */
interface Mutant {
  readonly fileName?: string;
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly location: unknown;
}
interface Plan {
  /** `EarlyResult` where it will not be tried at all. */
  readonly plan: 'Run' | 'EarlyResult';
  readonly mutant: Mutant;
}

const file = join(import.meta.dirname, '../../.cache/mutation/population.json');
/** How many mutants there were to draw from, the last time. */
export const population = (): number => Number(readFileSync(file, 'utf8'));

export const draw = <One extends Mutant>(mutants: readonly One[], size: number, seed: number): readonly One[] => {
  const placeOf = ({ fileName, mutatorName, replacement, location }: Mutant): string =>
    createHash('sha256')
      .update(JSON.stringify([seed, fileName, mutatorName, replacement, location]))
      .digest('hex');
  return mutants
    .map((mutant) => ({ mutant, place: placeOf(mutant) }))
    .toSorted((one, other) => (one.place < other.place ? -1 : 1))
    .slice(0, size)
    .map(({ mutant }) => mutant);
};

class Sampler {
  onMutationTestingPlanReady({ mutantPlans }: { readonly mutantPlans: Plan[] }): void {
    const { SAMPLE_SIZE: size, SAMPLE_SEED: seed } = process.env;
    const planned = mutantPlans.filter(({ plan }) => plan === 'Run');
    const drawn = new Set(
      draw(
        planned.map(({ mutant }) => mutant),
        Number(size),
        Number(seed),
      ),
    );
    writeFileSync(file, String(planned.length));
    mutantPlans.splice(0, mutantPlans.length, ...planned.filter(({ mutant }) => drawn.has(mutant)));
  }
}

export const strykerPlugins = [{ kind: 'Reporter', name: 'sampler', injectableClass: Sampler }];
