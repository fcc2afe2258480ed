import { z } from 'zod';
import { exactly, problemsOf, sharesAddUp } from './problems.ts';
import type { Problem } from './problems.ts';

/**
 * How long something takes, as data. All durations are milliseconds, fractions allowed; `cv` is the coefficient of variation,
 * standard deviation over mean; shares add up to 1.
 */
export type Distribution =
  | { readonly kind: 'constant'; readonly valueMs: number }
  | { readonly kind: 'uniform'; readonly minMs: number; readonly maxMs: number }
  | { readonly kind: 'exponential'; readonly meanMs: number }
  | { readonly kind: 'lognormal'; readonly meanMs: number; readonly cv: number }
  | { readonly kind: 'lognormal'; readonly medianMs: number; readonly cv: number }
  | { readonly kind: 'gamma'; readonly meanMs: number; readonly cv: number }
  | { readonly kind: 'erlang'; readonly meanMs: number; readonly phases: number }
  | { readonly kind: 'weibull'; readonly scaleMs: number; readonly shape: number }
  | {
      readonly kind: 'hyperexponential';
      readonly phases: readonly { readonly share: number; readonly meanMs: number }[];
    }
  | { readonly kind: 'empirical'; readonly quantiles: readonly (readonly [share: number, valueMs: number])[] }
  | { readonly kind: 'mixture'; readonly parts: readonly { readonly share: number; readonly of: Distribution }[] };

/** What is wrong with a value that should be a {@link Distribution}; nothing when it is one. */
export function distributionProblems(value: unknown): readonly Problem[] {
  return problemsOf(distributionSchema.safeParse(value));
}

/** 100 years. Longer than anything lasts, and short enough that no sum of times leaves the safe integers. */
export const LONGEST_MS = 100 * 366 * 24 * 3_600_000;

const duration = z.number().min(0).max(LONGEST_MS);
const positive = z.number().gt(0).max(LONGEST_MS);
const cv = z.number().gt(0).max(10);
const share = z.number().gt(0).max(1);

const quantileTable = z
  .array(z.tuple([z.number().min(0).max(1), duration]))
  .min(2)
  .refine((table) => table[0]?.[0] === 0 && table.at(-1)?.[0] === 1, 'the first share is 0 and the last one is 1')
  .refine(
    (table) =>
      isRising(
        table.map(([p]) => p),
        false,
      ),
    'the shares rise from row to row',
  )
  .refine(
    (table) =>
      isRising(
        table.map(([, valueMs]) => valueMs),
        true,
      ),
    'the values never fall from row to row',
  );

function isRising(values: readonly number[], mayStay: boolean): boolean {
  return values.every(
    (value, i) => i === 0 || value > (values[i - 1] as number) || (mayStay && value === values[i - 1]),
  );
}

const lognormal = exactly({
  kind: z.literal('lognormal'),
  meanMs: positive.optional(),
  medianMs: positive.optional(),
  cv,
}).transform(({ kind, meanMs, medianMs, cv }, context): Distribution => {
  if (meanMs !== undefined && medianMs === undefined) return { kind, meanMs, cv };
  if (medianMs !== undefined && meanMs === undefined) return { kind, medianMs, cv };
  context.addIssue('a lognormal has either meanMs or medianMs');
  return z.NEVER;
});

const kinds = [
  exactly({ kind: z.literal('constant'), valueMs: duration }),
  exactly({ kind: z.literal('uniform'), minMs: duration, maxMs: duration }).refine(
    ({ minMs, maxMs }) => minMs <= maxMs,
    'minMs is not above maxMs',
  ),
  exactly({ kind: z.literal('exponential'), meanMs: positive }),
  lognormal,
  exactly({ kind: z.literal('gamma'), meanMs: positive, cv }),
  exactly({ kind: z.literal('erlang'), meanMs: positive, phases: z.int().min(1).max(1000) }),
  exactly({ kind: z.literal('weibull'), scaleMs: positive, shape: z.number().min(0.1).max(100) }),
  exactly({
    kind: z.literal('hyperexponential'),
    phases: z
      .array(exactly({ share, meanMs: positive }))
      .min(1)
      .refine(sharesAddUp, 'the shares add up to 1'),
  }),
  exactly({ kind: z.literal('empirical'), quantiles: quantileTable }),
  exactly({
    kind: z.literal('mixture'),
    parts: z
      .array(exactly({ share, of: z.lazy(() => distributionSchema) }))
      .min(1)
      .refine(sharesAddUp, 'the shares add up to 1'),
  }),
] as const;

/** Checks a {@link Distribution} that comes from outside. */
export const distributionSchema: z.ZodType<Distribution> = z.discriminatedUnion('kind', kinds, {
  error:
    'a distribution has a kind, one of constant, uniform, exponential, lognormal, gamma, erlang, weibull, hyperexponential, empirical, mixture',
});
