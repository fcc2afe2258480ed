import type { Deciders } from '@legwork/core';
import type { Caller } from '../arbitrary/index.ts';
import { runPlan, type Soaked, type SoakViolation } from './run.ts';
import type { SoakPlan } from './plan.ts';

/** The least that still goes wrong the same way. */
export interface Shrunk {
  readonly plan: SoakPlan;
  /** The violation that is left: of the same invariant. */
  readonly violation: SoakViolation;
  readonly soaked: Soaked;
  /** How many worlds were lived through to find it. */
  readonly worlds: number;
}

export interface ShrinkOptions {
  readonly deciders?: Deciders;
  /** The invariant to go for; that of the first violation where nothing is said. */
  readonly invariant?: number;
  /** Gives up after so many worlds and takes the least that was found. */
  readonly mostWorlds?: number;
}

/** How many other chances a smaller world gets to go wrong, where it does not at once: what strikes by chance strikes elsewhere in it. */
const CHANCES = 6;
/** How likely a fault is there that is to strike some time in a small world. */
const OFTEN = 0.2;
/** How much earlier a fault is tried to strike in a smaller world. */
const MOST_TIMES = 200;

/**
 * The fewest calls, inputs and faults with which the same invariant is violated, found by leaving out more and more. First faults strike by
 * chance, and a smaller world may take another chance. Then each strike is told, and those are left out one by one, too.
 *
 * @throws Error where the plan violates nothing.
 */
export const shrink = (
  plan: SoakPlan,
  { deciders, invariant: meant, mostWorlds = 3_000 }: ShrinkOptions = {},
): Shrunk => {
  const run = (tried: SoakPlan): Soaked => runPlan(tried, deciders === undefined ? {} : { deciders });
  const first = run(plan);
  const reason = first.violations.find(({ invariant }) => meant === undefined || invariant === meant);
  if (reason === undefined) throw new Error('nothing is wrong with this world: there is nothing to shrink');
  let best = { plan, soaked: first, violation: reason };
  let worlds = 1;

  /** Takes the smaller world where it goes wrong as well. */
  const attempt = (smaller: SoakPlan, chances: number): boolean => {
    for (let n = 0; n < chances && worlds < mostWorlds; n += 1) {
      worlds += 1;
      const tried = n === 0 ? smaller : { ...smaller, seed: smaller.seed + n };
      const soaked = run(tried);
      const violation = soaked.violations.find(({ invariant }) => invariant === reason.invariant);
      if (violation === undefined) continue;
      best = { plan: tried, soaked, violation };
      return true;
    }
    return false;
  };
  /** Leaves out as much of a list as can be left out: halves first, then quarters, down to one at a time. */
  const thin = <T>(
    listOf: (plan: SoakPlan) => readonly T[],
    withList: (plan: SoakPlan, list: readonly T[]) => SoakPlan,
    chances: number,
  ): void => {
    for (let size = Math.ceil(listOf(best.plan).length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
      for (let from = listOf(best.plan).length - size; from > -size; from -= size) {
        const list = listOf(best.plan);
        const start = Math.max(0, from);
        if (start >= list.length) continue;
        attempt(withList(best.plan, [...list.slice(0, start), ...list.slice(start + size)]), chances);
      }
    }
  };
  const thinCallers = (chances: number): void => {
    thin(
      ({ callers }) => callers,
      (plan, callers) => ({ ...plan, callers }),
      chances,
    );
    for (let n = 0; n < best.plan.callers.length; n += 1)
      thin(
        ({ callers }) => callers[n]?.happenings ?? [],
        (plan, happenings) => withCaller(plan, n, { happenings }),
        chances,
      );
  };
  /** In a smaller world what was struck has another number, or is not there: the same faults may strike elsewhere. */
  const strikeElsewhere = (smaller: SoakPlan): void => {
    const [only, ...others] = smaller.faults;
    if (only !== undefined && others.length === 0) {
      const { name, strikes = [] } = only;
      const furthest = Math.min(MOST_TIMES, ...strikes);
      for (let by = 1; by <= furthest; by += 1) {
        const earlier = { name, strikes: strikes.map((at) => at - by) };
        if (attempt({ ...smaller, faults: [earlier] }, 1)) return;
      }
      return;
    }
    const faults = smaller.faults.map(({ name }) => ({ name, probability: OFTEN }));
    if (attempt({ ...smaller, faults }, CHANCES)) attempt({ ...best.plan, faults: struckIn(best.soaked) }, 1);
  };
  const thinElsewhere = (): void => {
    for (let n = best.plan.callers.length - 1; n >= 0 && best.plan.callers.length > 1; n -= 1)
      strikeElsewhere({ ...best.plan, callers: best.plan.callers.filter((_, place) => place !== n) });
    for (let n = 0; n < best.plan.callers.length; n += 1) {
      for (let at = (best.plan.callers[n]?.happenings.length ?? 0) - 1; at >= 0; at -= 1) {
        const happenings = best.plan.callers[n]?.happenings.filter((_, place) => place !== at) ?? [];
        strikeElsewhere(withCaller(best.plan, n, { happenings }));
      }
    }
  };
  const simplify = (chances: number): void => {
    for (const simpler of simplerThan(best.plan)) attempt({ ...best.plan, ...simpler }, chances);
    for (let n = 0; n < best.plan.callers.length; n += 1)
      if (best.plan.callers[n]?.afterMs !== 0) attempt(withCaller(best.plan, n, { afterMs: 0 }), chances);
  };

  thin(
    ({ faults }) => faults,
    (plan, faults) => ({ ...plan, faults }),
    CHANCES,
  );
  thinCallers(CHANCES);
  simplify(CHANCES);

  if (attempt({ ...best.plan, faults: struckIn(best.soaked) }, 1)) {
    for (let sizeBefore = Infinity; sizeOf(best.plan) < sizeBefore;) {
      sizeBefore = sizeOf(best.plan);
      thin(strikesOf, withStrikes, 1);
      thinCallers(1);
      simplify(1);
      thinElsewhere();
    }
  }
  return { ...best, worlds };
};

const struckIn = ({ struck }: Soaked): SoakPlan['faults'] => struck.filter(({ strikes }) => strikes.length > 0);

/** How much there is to read: what shrinking makes less. */
const sizeOf = (plan: SoakPlan): number =>
  plan.callers.length +
  plan.callers.reduce((sum, { happenings }) => sum + happenings.length, 0) +
  strikesOf(plan).length +
  simplerThan(plan).length;

/** Everything that is as plain as can be; what is already is left out. */
const simplerThan = (plan: SoakPlan): readonly Partial<SoakPlan>[] => {
  const all: readonly Partial<SoakPlan>[] = [
    { latencyMs: [20, 20] },
    { phones: [{ kind: 'answers', afterMs: 1_000 }] },
    { shape: 'unlimited' },
    { greets: false },
    { agents: 1 },
    { agents: 2 },
    { supervisors: 1 },
    { supervisors: 0 },
  ];
  return all.filter((simpler) =>
    Object.entries(simpler).some(([key, value]) => {
      const is = plan[key as keyof SoakPlan];
      if (typeof is === 'number' && typeof value === 'number') return value < is;
      return JSON.stringify(is) !== JSON.stringify(value);
    }),
  );
};

const withCaller = (plan: SoakPlan, n: number, change: Partial<Caller>): SoakPlan => ({
  ...plan,
  callers: plan.callers.map((caller, place) => (place === n ? { ...caller, ...change } : caller)),
});

type Strike = Pick<SoakPlan['faults'][number], 'name'> & { readonly at: number };

const strikesOf = ({ faults }: SoakPlan): readonly Strike[] =>
  faults.flatMap(({ name, strikes = [] }) => strikes.map((at) => ({ name, at })));

const withStrikes = (plan: SoakPlan, strikes: readonly Strike[]): SoakPlan => ({
  ...plan,
  faults: plan.faults
    .map(({ name }) => ({ name, strikes: strikes.flatMap((strike) => (strike.name === name ? [strike.at] : [])) }))
    .filter(({ strikes: left }) => left.length > 0),
});
