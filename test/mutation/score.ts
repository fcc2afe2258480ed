/** What came of the mutants of a part, or of a sample of them. */
export interface Score {
  readonly name: string;
  /** Mutants there are. */
  readonly mutants: number;
  /** Of these have been tried; at least one. */
  readonly tried: number;
  readonly noticed: number;
  readonly survived: number;
  /** Executed by no test. */
  readonly uncovered: number;
}

export interface Estimate {
  /** Share that is noticed. */
  readonly score: number;
  /** Between these it lies with 95 % confidence; both are the score itself where every mutant has been tried. */
  readonly low: number;
  readonly high: number;
}

/** 95 % of a normal distribution lie within so many standard deviations. */
const z = 1.96;

/**
 * The share that is noticed of all mutants of these parts. Each part weighs as much as it has mutants, however many of them were tried. The interval
 * is Wilson's for a simple sample that would be as sure; what has been tried is part of what is asked about, so that it narrows to nothing as a
 * sample becomes the whole.
 */
export const estimate = (scores: readonly Score[]): Estimate => {
  const all = scores.reduce((sum, { mutants }) => sum + mutants, 0);
  let score = 0;
  /** One over the size of that simple sample. */
  let doubt = 0;
  for (const { mutants, tried, noticed } of scores) {
    const weight = mutants / all;
    score += (weight * noticed) / tried;
    doubt += ((weight ** 2 / tried) * (mutants - tried)) / Math.max(1, mutants - 1);
  }
  const width = z ** 2 * doubt;
  const centre = (score + width / 2) / (1 + width);
  const half = (z / (1 + width)) * Math.sqrt(score * (1 - score) * doubt + (width * doubt) / 4);
  return { score, low: centre - half, high: centre + half };
};
