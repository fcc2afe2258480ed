import { problemsOf } from '../kernel/index.ts';
import { inWords } from '../workload/wording.ts';
import { planFrom, soakReplaySchema } from './plan-schema.ts';
import { runPlan, type Soaked, type SoakRunOptions, type SoakViolation } from './run.ts';
import type { SoakPlan } from './plan.ts';

/** A world that went wrong, and how: what a replay file holds. */
export interface SoakReplay {
  readonly expected: SoakViolation;
  readonly plan: SoakPlan;
}

/** What became of a world that was lived through once more. */
export interface SoakReplayed {
  readonly soaked: Soaked;
  /** The first violation; null where there is none any more. */
  readonly violation: SoakViolation | null;
  /** The very violation that was expected was found: the same, of the same call, at the same time. */
  readonly isExpected: boolean;
}

/** The data of a replay file is wrong: where, and what is allowed. */
export class SoakReplayError extends Error {
  override readonly name = 'SoakReplayError';
}

/** The text of a replay file. */
export const writeSoakReplay = ({ expected, plan }: SoakReplay): string =>
  `${JSON.stringify({ legwork: 'replay', version: 1, kind: 'soak', expected, plan }, null, 1)}\n`;

/**
 * What the data of a replay file says.
 *
 * @throws SoakReplayError with everything that is wrong, one line for each.
 */
export const readSoakReplay = (data: unknown): SoakReplay => {
  const parsed = soakReplaySchema.safeParse(data, { error: inWords });
  if (!parsed.success)
    throw new SoakReplayError(
      problemsOf(parsed)
        .map(({ at, problem }) => (at === '' ? problem : `${at} ${problem}`))
        .join('\n'),
    );
  const { expected, plan } = parsed.data;
  return { expected: expected as SoakViolation, plan: planFrom(plan) };
};

/** Lives through the world of a replay file. */
export const replaySoak = ({ expected, plan }: SoakReplay, options: SoakRunOptions = {}): SoakReplayed => {
  const soaked = runPlan(plan, options);
  const same = soaked.violations.find((violation) => isSame(violation, expected));
  return { soaked, violation: same ?? soaked.violations[0] ?? null, isExpected: same !== undefined };
};

const isSame = (one: SoakViolation, other: SoakViolation): boolean =>
  one.invariant === other.invariant && one.at === other.at && one.call === other.call && one.what === other.what;
