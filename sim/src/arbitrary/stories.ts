import fc from 'fast-check';
import type { EndpointBehaviour } from '../switch/index.ts';
import { deeds, type Deed } from './deeds.ts';
import { phone } from './phones.ts';

/** Something that happens to a call, and how long after what happened before. */
export interface Happening {
  readonly waitMs: number;
  readonly deed: Deed;
}

/** One caller: when they call, when they have had enough, and what happens to their call. */
export interface Caller {
  readonly afterMs: number;
  /** They hang up this long after having called, wherever they are by then. */
  readonly staysMs: number;
  readonly happenings: readonly Happening[];
}

/** A few callers, and the phones of all who are called, in the order of the calling; after the last it begins anew. */
export interface Story {
  readonly callers: readonly Caller[];
  readonly phones: readonly EndpointBehaviour[];
}

export interface CallerBounds {
  readonly arriveWithinMs: number;
  readonly staysMs: readonly [fromMs: number, toMs: number];
  /** How often somebody does something; one or two deeds at a time. */
  readonly mostTurns: number;
  /** The longest wait between two of them. */
  readonly mostWaitMs: number;
  /** How much of what happens is done by supervisors, 1 for half. */
  readonly supervised?: number;
}

/** A caller and what happens to their call. Shrinks towards one to whom nothing happens. */
export const caller = ({
  arriveWithinMs,
  staysMs: [min, max],
  mostTurns,
  mostWaitMs,
  supervised = 1,
}: CallerBounds): fc.Arbitrary<Caller> =>
  fc.record({
    afterMs: fc.nat({ max: arriveWithinMs }),
    staysMs: fc.integer({ min, max }),
    happenings: fc
      .array(fc.record({ waitsMs: fc.tuple(wait(mostWaitMs), wait(mostWaitMs)), deeds: deeds({ supervised }) }), {
        maxLength: mostTurns,
        size: 'max',
      })
      .map((turns) =>
        turns.flatMap(({ waitsMs, deeds }) => deeds.map((deed, n) => ({ waitMs: waitsMs[n] ?? 0, deed }))),
      ),
  });

/** While the last is still under way, or after it. */
const wait = (max: number): fc.Arbitrary<number> => fc.oneof(fc.nat({ max: Math.min(100, max) }), fc.nat({ max }));

/** One to three callers, with everything that can happen to them. */
export const story = (bounds: Partial<CallerBounds> & { readonly mostCallers?: number } = {}): fc.Arbitrary<Story> =>
  fc.record({
    callers: fc.array(
      caller({ arriveWithinMs: 5_000, staysMs: [1, 90_000], mostTurns: 10, mostWaitMs: 6_000, ...bounds }),
      { minLength: 1, maxLength: bounds.mostCallers ?? 3, size: 'max' },
    ),
    phones: fc.array(phone(), { minLength: 1, maxLength: 6, size: 'max' }),
  });
