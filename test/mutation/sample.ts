import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The mutants that are tried: all of them, or a sample. Stryker says which ones there are, a reporter draws from them and writes down what it drew;
 * the runner passes over the rest, and nobody counts it.
 *
 * Each mutant has its place in an order that the seed gives: the larger sample contains the smaller one, and a mutant keeps its place while others
 * come and go.
 */
export interface Sample {
  /** How many it was drawn from. */
  readonly of: number;
  readonly ids: readonly string[];
}
export interface Mutant {
  readonly id: string;
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

const file = join(import.meta.dirname, '../../.cache/mutation/sample.json');
export const readSample = (): Sample => JSON.parse(readFileSync(file, 'utf8')) as Sample;

export const draw = (mutants: readonly Mutant[], size: number, seed: number): Sample => {
  const place = ({ fileName, mutatorName, replacement, location }: Mutant): string =>
    createHash('sha256')
      .update(JSON.stringify([seed, fileName, mutatorName, replacement, location]))
      .digest('hex');
  const order = mutants
    .map((mutant) => ({ id: mutant.id, place: place(mutant) }))
    .toSorted((one, other) => (one.place < other.place ? -1 : 1));
  return { of: mutants.length, ids: order.slice(0, size).map(({ id }) => id) };
};

class Sampler {
  onMutationTestingPlanReady({ mutantPlans }: { readonly mutantPlans: readonly Plan[] }): void {
    const mutants = mutantPlans.filter(({ plan }) => plan === 'Run').map(({ mutant }) => mutant);
    const { SAMPLE_SIZE: size, SAMPLE_SEED: seed } = process.env;
    writeFileSync(file, JSON.stringify(draw(mutants, Number(size), Number(seed))));
  }
}

export const strykerPlugins = [{ kind: 'Reporter', name: 'sampler', injectableClass: Sampler }];
