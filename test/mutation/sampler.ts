import { draw, writePopulation, type Mutant } from './sample.ts';

interface Plan {
  /** `EarlyResult` where it will not be tried at all. */
  readonly plan: 'Run' | 'EarlyResult';
  readonly mutant: Mutant;
}

/**
 * Stryker tells its reporters what it is about to try. This one draws from the list, and leaves no more than that in it; if Stryker kept a list of
 * its own, all would be tried, and be counted as such.
 */
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
    writePopulation(planned.length);
    mutantPlans.splice(0, mutantPlans.length, ...planned.filter(({ mutant }) => drawn.has(mutant)));
  }
}

export const strykerPlugins = [{ kind: 'Reporter', name: 'sampler', injectableClass: Sampler }];
