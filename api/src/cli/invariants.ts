import { invariants, watch, type Day } from '@legwork/sim';

/** How often the invariants were checked, and where they did not hold. */
export interface Checked {
  readonly checks: number;
  readonly violations: number;
  readonly each: readonly {
    readonly number: number;
    readonly name: string;
    readonly checks: number;
    readonly violations: number;
  }[];
  /** The first few, in words. */
  readonly found: readonly string[];
}

const SHOWN = 10;

/** Checks every invariant of a day, from before its first event on. */
export function checkInvariants(day: Day): { readonly finish: () => void; readonly checked: () => Checked } {
  const watching = watch(day.world);
  return {
    /** When the day is over: checks what has to hold at the end. */
    finish: () => void watching.finish(),
    checked: () => {
      const { checks, violations } = watching;
      return {
        checks: [...checks.values()].reduce((sum, count) => sum + count, 0),
        violations: violations.length,
        each: invariants.map(({ number, name }) => ({
          number,
          name,
          checks: checks.get(number) ?? 0,
          violations: violations.filter(({ invariant }) => invariant === number).length,
        })),
        found: violations
          .slice(0, SHOWN)
          .map(({ invariant, call, what, at }) => `invariant ${invariant}, ${call ?? 'no call'}, at ${at}: ${what}`),
      };
    },
  };
}
